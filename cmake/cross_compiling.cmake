# SPDX-License-Identifier: BSD-2-Clause
#
# FindCustomPollyToolchain(outvar name): the path of a toolchain file for programs of a guest; name is
# linux-gcc-32bit-pic or linux-gcc-64bit-pic. The compiler is that of the application, GCC or clang.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)

function(FindCustomPollyToolchain outvar name)
    set(file "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/toolchains/${name}.cmake")
    if(NOT EXISTS "${file}")
        file(GLOB known RELATIVE "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/toolchains"
            "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/toolchains/*.cmake")
        list(TRANSFORM known REPLACE "\\.cmake$" "")
        list(JOIN known ", " known)
        message(FATAL_ERROR "FindCustomPollyToolchain: there is no toolchain '${name}', but: ${known}.")
    endif()
    # The programs of a guest are built elsewhere, where only this file tells which compiler and cache the application
    # uses.
    set(configured "${CMAKE_BINARY_DIR}/toolchains/${name}.cmake")
    file(CONFIGURE OUTPUT "${configured}" @ONLY CONTENT
"set(CMAKE_C_COMPILER \"@CMAKE_C_COMPILER@\")
set(CAUSEWAY_CACHE \"@CAUSEWAY_CACHE@\")
include(\"@file@\")
")
    set("${outvar}" "${configured}" CACHE FILEPATH "Toolchain file ${name}" FORCE)
endfunction()

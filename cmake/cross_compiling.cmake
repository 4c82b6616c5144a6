# SPDX-License-Identifier: BSD-2-Clause
#
# FindCustomPollyToolchain(outvar name): the path of a toolchain file for programs of a guest.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)

function(FindCustomPollyToolchain outvar name)
    set(file "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/toolchains/${name}.cmake")
    if(name MATCHES "32bit")
        message(FATAL_ERROR "FindCustomPollyToolchain: 32-bit guests are not supported yet; "
            "use linux-gcc-64bit-pic for a 64-bit guest.")
    endif()
    if(NOT EXISTS "${file}")
        file(GLOB known RELATIVE "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/toolchains"
            "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/toolchains/*.cmake")
        list(TRANSFORM known REPLACE "\\.cmake$" "")
        list(JOIN known ", " known)
        message(FATAL_ERROR "FindCustomPollyToolchain: there is no toolchain '${name}', but: ${known}.")
    endif()
    set("${outvar}" "${file}" CACHE FILEPATH "Toolchain file ${name}" FORCE)
endfunction()

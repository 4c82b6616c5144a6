# SPDX-License-Identifier: BSD-2-Clause
#
# What every application needs: the specification compiler, the kernel, the libraries and the stock components.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)

if(NOT CAUSEWAY_DIR)
    message(FATAL_ERROR "CAUSEWAY_DIR is not set: configure with 'cmake -C CAUSEWAY/cmake/causeway.cmake ...'.")
endif()

include("${CMAKE_CURRENT_LIST_DIR}/check.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/options.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/camkes.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/component.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/archive.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/rootserver.cmake")

# causeway_setup_environment(room...): the rooms that every application needs, and the named ones. A macro, because
# enable_language must be called from the folder that it is for.
macro(causeway_setup_environment)
    enable_language(ASM)
    causeway_check_machine()
    causeway_add_rooms(kernel lib/causeway lib/camkes ${ARGN})
endmacro()

function(causeway_check_machine)
    if(NOT CMAKE_C_COMPILER_ID MATCHES "^(GNU|Clang)$")
        message(FATAL_ERROR "Causeway is built with GCC or clang; the C compiler here is ${CMAKE_C_COMPILER} "
            "(${CMAKE_C_COMPILER_ID}). Configure with -DCMAKE_C_COMPILER=gcc.")
    endif()
    if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
        message(FATAL_ERROR "Causeway is built on x86-64; this machine is ${CMAKE_SYSTEM_PROCESSOR}.")
    endif()
endfunction()

function(causeway_add_rooms)
    get_property(done GLOBAL PROPERTY CAUSEWAY_ROOMS)
    foreach(room IN LISTS ARGN)
        if(NOT room IN_LIST done)
            set_property(GLOBAL APPEND PROPERTY CAUSEWAY_ROOMS "${room}")
            add_subdirectory("${CAUSEWAY_DIR}/${room}" "${CMAKE_BINARY_DIR}/causeway/${room}" EXCLUDE_FROM_ALL)
        endif()
    endforeach()
    if(done)
        return()
    endif()
    causeway_build_camkes()
    CAmkESAddImportPath("${CAUSEWAY_DIR}/components")
    file(GLOB stock CONFIGURE_DEPENDS "${CAUSEWAY_DIR}/components/*/CMakeLists.txt")
    foreach(component IN LISTS stock)
        get_filename_component(component "${component}" DIRECTORY)
        get_filename_component(name "${component}" NAME)
        add_subdirectory("${component}" "${CMAKE_BINARY_DIR}/causeway/components/${name}" EXCLUDE_FROM_ALL)
    endforeach()
endfunction()

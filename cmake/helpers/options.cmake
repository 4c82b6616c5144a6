# SPDX-License-Identifier: BSD-2-Clause
#
# The options of an application: those that act, as cache variables, and those that other CAmkES systems have and that
# have no effect here, with the reason.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)

set(CAmkESCPP ON CACHE BOOL "Specifications run through the C preprocessor; those with guests need it")
set(CAmkESAllowForwardReferences OFF CACHE BOOL "A specification may use names before their definition")
set(CAmkESDefaultPriority 254 CACHE STRING "Priority of threads for which no setting gives one: 1 to 255")
set(CAmkESDefaultStackSize 65536 CACHE STRING "Bytes of stacks for which no setting gives them")
set(CAmkESDefaultHeapSize 1048576 CACHE STRING "Bytes of heaps for which no setting gives them")

# "option|the value that says what is done anyway|why another one has no effect"
set(causeway_idle_options
    "CAmkESFaultHandlers|ON|the kernel reports every fault, and stops the component"
    "CAmkESLargeFramePromotion|ON|the kernel chooses the size of pages"
    "CAmkESDMALargeFramePromotion|OFF|components have no pool for DMA"
    "CapDLLoaderMaxObjects||the system table has room for every object of the specification"
    "KernelRootCNodeSizeBits||the system table has room for every slot of a domain"
    "KernelIOMMU|OFF|no device is passed through to guests"
    "KernelMaxNumNodes|1|the kernel uses one processor")

# Tells about the options that an application has given another value.
function(causeway_tell_idle_options)
    foreach(line IN LISTS causeway_idle_options)
        string(REPLACE "|" ";" parts "${line}")
        list(GET parts 0 option)
        list(GET parts 1 value)
        list(GET parts 2 reason)
        set(given "${${option}}")
        if(value MATCHES "^(ON|OFF)$" AND DEFINED "${option}")
            # Any of CMake's words for true and false
            set(given "OFF")
            if(${option})
                set(given "ON")
            endif()
        endif()
        if(DEFINED "${option}" AND NOT given STREQUAL value)
            message(NOTICE "${option}=${${option}} has no effect here: ${reason}.")
        endif()
    endforeach()
endfunction()

# Sets `out` to the options of the specification compiler that follow from those of the application.
function(causeway_compiler_options out)
    set(options "")
    if(NOT CAmkESCPP)
        list(APPEND options --no-cpp)
    endif()
    if(CAmkESAllowForwardReferences)
        list(APPEND options --forward-references)
    endif()
    _causeway_number_option(CAmkESDefaultPriority 1 255 --default-priority)
    _causeway_number_option(CAmkESDefaultStackSize 4096 268435456 --default-stack-size)
    _causeway_number_option(CAmkESDefaultHeapSize 4096 34359738368 --default-heap-size)
    set("${out}" "${options}" PARENT_SCOPE)
endfunction()

macro(_causeway_number_option name lowest highest option)
    if(NOT "${${name}}" MATCHES "^[1-9][0-9]*$" OR "${${name}}" LESS ${lowest} OR "${${name}}" GREATER ${highest})
        message(FATAL_ERROR "${name} must be a number from ${lowest} to ${highest}, not '${${name}}'.")
    endif()
    list(APPEND options ${option} "${${name}}")
endmacro()

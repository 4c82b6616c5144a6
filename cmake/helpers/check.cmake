# SPDX-License-Identifier: BSD-2-Clause
#
# Checks of arguments, shared by the functions of the SDK. Every message starts with the function that was called.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)

# Stops if cmake_parse_arguments(... arg ...) left something over or a keyword without its value.
macro(causeway_check_arguments function)
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "${function}: unknown argument '${arg_UNPARSED_ARGUMENTS}'.")
    endif()
    if(arg_KEYWORDS_MISSING_VALUES)
        message(FATAL_ERROR "${function}: nothing follows the keyword '${arg_KEYWORDS_MISSING_VALUES}'.")
    endif()
endmacro()

# A name that becomes part of targets, of files and of C identifiers.
function(causeway_check_identifier function what name)
    if(NOT name MATCHES "^[A-Za-z_][A-Za-z0-9_]*$")
        message(FATAL_ERROR "${function}: '${name}' is no name for ${what}: letters, digits and _ only, please.")
    endif()
endfunction()

# A word size of guests.
function(causeway_check_word function word)
    if(NOT word MATCHES "^(32|64)$")
        message(FATAL_ERROR "${function}: the word size is \"32\" or \"64\", not \"${word}\".")
    endif()
endfunction()

# A path inside a guest or an archive: no way out of it, and nothing that a list of CMake cannot carry.
function(causeway_check_relative_path function path)
    if(path STREQUAL "" OR path MATCHES "^/" OR path MATCHES "(^|/)\\.\\.(/|$)" OR path MATCHES "[;\n|]")
        message(FATAL_ERROR "${function}: '${path}' must be a path below the root, without '..', ';' and '|'.")
    endif()
endfunction()

# causeway_find_file(function path out): the absolute path of a file that is there, or that a rule of this folder makes.
# Relative paths are looked up in the folder of the list file, the source folder and the build folder, in this order.
function(causeway_find_file function path out)
    if(path STREQUAL "")
        message(FATAL_ERROR "${function}: the name of a file is empty.")
    endif()
    if(IS_ABSOLUTE "${path}")
        set(places "${path}")
    else()
        set(places "${CMAKE_CURRENT_LIST_DIR}/${path}" "${CMAKE_CURRENT_SOURCE_DIR}/${path}"
            "${CMAKE_CURRENT_BINARY_DIR}/${path}")
        list(REMOVE_DUPLICATES places)
    endif()
    foreach(place IN LISTS places)
        get_source_file_property(generated "${place}" GENERATED)
        if(generated OR (EXISTS "${place}" AND NOT IS_DIRECTORY "${place}"))
            get_filename_component(place "${place}" ABSOLUTE)
            set("${out}" "${place}" PARENT_SCOPE)
            return()
        endif()
    endforeach()
    list(JOIN places "\n  " places)
    message(FATAL_ERROR "${function}: there is no file '${path}', and no rule that makes it. Looked for\n  ${places}")
endfunction()

# DEPENDS of the caller's caller: files that rules make must be named by their absolute path.
function(causeway_find_dependencies function out)
    set(found "")
    foreach(item IN LISTS ARGN)
        if(NOT TARGET "${item}" AND NOT item MATCHES "\\$<")
            causeway_find_file("${function}" "${item}" item)
        endif()
        list(APPEND found "${item}")
    endforeach()
    set("${out}" "${found}" PARENT_SCOPE)
endfunction()

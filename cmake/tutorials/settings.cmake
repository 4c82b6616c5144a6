# SPDX-License-Identifier: BSD-2-Clause
#
# What the CMakeLists.txt of a tutorial includes first. The settings themselves come from cmake/causeway.cmake.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)

# sel4_tutorials_regenerate_tutorial(dir)
#
# If tools/tutorial wrote the files of `dir` and their page has changed since, brings them up to date; what the reader
# has changed stays, or the configuration stops. A folder that was written in another way is left alone. A macro,
# because it takes the place of the calling file if that file is new.
macro(sel4_tutorials_regenerate_tutorial dir)
    get_property(causeway_regenerated GLOBAL PROPERTY "CAUSEWAY_REGENERATED_${dir}")
    if(NOT causeway_regenerated)
        set_property(GLOBAL PROPERTY "CAUSEWAY_REGENERATED_${dir}" TRUE)
        _causeway_regenerate("${dir}" causeway_changed)
        if("${dir}/CMakeLists.txt" IN_LIST causeway_changed)
            include("${dir}/CMakeLists.txt")
            return()
        endif()
    endif()
endmacro()

# causeway_write_check_script(dir): writes `check` into the build folder, which boots the build and waits for what the
# tutorial's page says of the state that `dir` is in. Pages call it by macros.cmake_check_script(state).
function(causeway_write_check_script dir)
    file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/check" @ONLY CONTENT
"#!/bin/sh
exec python3 \"@CAUSEWAY_DIR@/tools/tutorial/tutorial.py\" check \"@dir@\" \"@CMAKE_BINARY_DIR@\"
")
    file(CHMOD "${CMAKE_BINARY_DIR}/check" PERMISSIONS
        OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
endfunction()

# Sets `out` to the files that have changed.
function(_causeway_regenerate dir out)
    set("${out}" "" PARENT_SCOPE)
    if(NOT EXISTS "${dir}/.tutorial/state.json")
        return()
    endif()
    find_program(CAUSEWAY_PYTHON python3)
    if(NOT CAUSEWAY_PYTHON)
        message(WARNING "Without python3, ${dir} cannot follow changes of its tutorial's page.")
        return()
    endif()
    execute_process(COMMAND "${CAUSEWAY_PYTHON}" "${CAUSEWAY_DIR}/tools/tutorial/tutorial.py" update "${dir}"
        RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE problem)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "The tutorial in ${dir} could not be brought up to date:\n${problem}")
    endif()
    file(READ "${dir}/.tutorial/state.json" state)
    string(JSON page GET "${state}" page)
    if(EXISTS "${page}")
        set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${page}")
    endif()
    string(REGEX MATCHALL "wrote [^\n]+" changed "${said}")
    list(TRANSFORM changed REPLACE "^wrote " "")
    set("${out}" "${changed}" PARENT_SCOPE)
endfunction()

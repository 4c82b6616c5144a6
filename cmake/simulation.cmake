# SPDX-License-Identifier: BSD-2-Clause
#
# GenerateSimulateScript(): writes `simulate`, which boots this build in QEMU, into the build folder.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)

# SetSimulationScriptProperty(MEM_SIZE size | GRAPHIC bool): defaults of the script, for example MEM_SIZE 2G. Must be
# called before GenerateSimulateScript.
function(SetSimulationScriptProperty property value)
    if(property STREQUAL "MEM_SIZE")
        if(NOT value MATCHES "^[1-9][0-9]*[MG]$")
            message(FATAL_ERROR "SetSimulationScriptProperty: '${value}' is no memory size; "
                "write for example 512M or 2G.")
        endif()
    elseif(property STREQUAL "GRAPHIC")
        if(value)
            message(FATAL_ERROR "SetSimulationScriptProperty: the machine has a serial line and no screen.")
        endif()
    else()
        message(FATAL_ERROR "SetSimulationScriptProperty: there is no property '${property}', "
            "but MEM_SIZE and GRAPHIC.")
    endif()
    set_property(GLOBAL PROPERTY "CAUSEWAY_SIMULATION_${property}" "${value}")
endfunction()

function(GenerateSimulateScript)
    if(ARGC GREATER 0)
        message(FATAL_ERROR "GenerateSimulateScript takes no arguments, but got '${ARGN}'.")
    endif()
    get_property(MEM_SIZE GLOBAL PROPERTY CAUSEWAY_SIMULATION_MEM_SIZE)
    if(NOT MEM_SIZE)
        set(MEM_SIZE 1G)
    endif()
    configure_file("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/helpers/simulate.in" "${CMAKE_BINARY_DIR}/simulate"
        @ONLY NEWLINE_STYLE UNIX
        FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
endfunction()

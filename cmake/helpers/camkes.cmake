# SPDX-License-Identifier: BSD-2-Clause
#
# The specification compiler: built when an application is configured, because its answer (which instances are there)
# decides what is built.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)

# Builds tools/camkes for this machine; sets the cache variable CAUSEWAY_CAMKES.
function(causeway_build_camkes)
    set(source "${CAUSEWAY_DIR}/tools/camkes")
    set(build "${CMAKE_BINARY_DIR}/causeway/camkes")
    file(GLOB_RECURSE inputs CONFIGURE_DEPENDS
        "${source}/*.[chly]" "${source}/CMakeLists.txt" "${CAUSEWAY_DIR}/abi/*.h")
    set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${inputs})
    message(STATUS "Building the specification compiler")
    set(configure "${CMAKE_COMMAND}" -G "${CMAKE_GENERATOR}" "-DCMAKE_MAKE_PROGRAM=${CMAKE_MAKE_PROGRAM}"
        -DCMAKE_BUILD_TYPE=Release "-DCMAKE_C_FLAGS_RELEASE=-O2" -S "${source}" -B "${build}")
    _causeway_run("${build}.log" ${configure})
    _causeway_run("${build}.log" "${CMAKE_COMMAND}" --build "${build}")
    if(NOT EXISTS "${build}/camkes")
        message(FATAL_ERROR "The build of ${source} left no program ${build}/camkes.")
    endif()
    set(CAUSEWAY_CAMKES "${build}/camkes" CACHE INTERNAL "The specification compiler")
endfunction()

# Runs a command of the configuration quietly; shows what it said only if it failed.
function(_causeway_run log)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
    file(WRITE "${log}" "${said}")
    if(NOT status EQUAL 0)
        list(JOIN ARGN " " command)
        message(FATAL_ERROR "This failed (status ${status}):\n${command}\n${said}")
    endif()
endfunction()

# CAmkESAddImportPath(dir...): folders in which import <...> looks.
function(CAmkESAddImportPath)
    _causeway_add_dirs(CAmkESAddImportPath CAUSEWAY_IMPORT_PATHS ${ARGN})
endfunction()

# CAmkESAddCPPInclude(dir...): folders in which #include of a specification looks.
function(CAmkESAddCPPInclude)
    _causeway_add_dirs(CAmkESAddCPPInclude CAUSEWAY_CPP_INCLUDES ${ARGN})
endfunction()

# DeclareCAmkESConnector(Name [FROM file.c] [TO file.c] [FROM_HEADER file.h] [TO_HEADER file.h])
#
# The C code of a connector of the application's own; docs/own-connectors.md says what it may do.
function(DeclareCAmkESConnector name)
    set(function "DeclareCAmkESConnector(${name})")
    causeway_check_identifier(DeclareCAmkESConnector "a connector" "${name}")
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "FROM;TO;FROM_HEADER;TO_HEADER" "")
    causeway_check_arguments("${function}")
    get_property(declared GLOBAL PROPERTY CAUSEWAY_CONNECTORS)
    if(name IN_LIST declared)
        message(FATAL_ERROR "${function}: a connector of that name is declared already.")
    endif()
    set_property(GLOBAL APPEND PROPERTY CAUSEWAY_CONNECTORS "${name}")
    foreach(part FROM TO FROM_HEADER TO_HEADER)
        if(NOT DEFINED "arg_${part}")
            continue()
        endif()
        if("${arg_${part}}" MATCHES "[.](jinja|template|in)$|[.]template[.][ch]$")
            message(FATAL_ERROR "${function}: '${arg_${part}}' is a template; connectors are plain C here "
                "(docs/own-connectors.md).")
        endif()
        causeway_find_file("${function}" "${arg_${part}}" file)
        string(TOLOWER "${part}" part)
        set_property(GLOBAL APPEND PROPERTY CAUSEWAY_CONNECTOR_CODE "${name}.${part}=${file}")
    endforeach()
endfunction()

function(CAmkESAddTemplatesPath)
    message(FATAL_ERROR "CAmkESAddTemplatesPath: connectors have no templates here; their code is plain C "
        "(docs/own-connectors.md).")
endfunction()

function(_causeway_add_dirs function property)
    if(NOT ARGN)
        message(FATAL_ERROR "${function}: no folder is named.")
    endif()
    foreach(dir IN LISTS ARGN)
        get_filename_component(dir "${dir}" ABSOLUTE)
        if(NOT IS_DIRECTORY "${dir}")
            message(FATAL_ERROR "${function}: there is no folder '${dir}'.")
        endif()
        set_property(GLOBAL APPEND PROPERTY "${property}" "${dir}")
    endforeach()
endfunction()

# The command line that reads the specification of this application, without what is to be done with it.
function(causeway_camkes_command out)
    get_property(imports GLOBAL PROPERTY CAUSEWAY_IMPORT_PATHS)
    get_property(includes GLOBAL PROPERTY CAUSEWAY_CPP_INCLUDES)
    get_property(flags GLOBAL PROPERTY CAUSEWAY_CPP_FLAGS)
    get_property(connectors GLOBAL PROPERTY CAUSEWAY_CONNECTOR_CODE)
    causeway_compiler_options(options)
    set(command "${CAUSEWAY_CAMKES}" ${options})
    foreach(code IN LISTS connectors)
        list(APPEND command --connector "${code}")
    endforeach()
    foreach(dir IN LISTS imports)
        list(APPEND command --import-path "${dir}")
    endforeach()
    foreach(dir IN LISTS includes)
        list(APPEND command -I "${dir}")
    endforeach()
    foreach(flag IN LISTS flags)
        string(REGEX MATCH "^-([DI])(.+)$" good "${flag}")
        if(NOT good)
            message(FATAL_ERROR "CPP_FLAGS: '${flag}' is neither -DNAME=VALUE nor -IDIR.")
        endif()
        list(APPEND command "-${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}")
    endforeach()
    set("${out}" "${command}" PARENT_SCOPE)
endfunction()

# The files that a make-style dependency file names behind its colon.
function(causeway_read_dependencies file out)
    file(READ "${file}" text)
    string(REGEX REPLACE "^[^\n]*:[ \t]" "" text "${text}")
    string(REPLACE "\\\n" " " text "${text}")
    string(REPLACE "\\ " "\t" text "${text}")
    string(REGEX REPLACE "[ \n]+" ";" text "${text}")
    string(REPLACE "\t" " " text "${text}")
    list(REMOVE_ITEM text "")
    set("${out}" "${text}" PARENT_SCOPE)
endfunction()

# SPDX-License-Identifier: BSD-2-Clause
#
# From a specification to what boots: images/causeway.elf and images/system.img in the build folder, and to what a
# reader wants to see: access.txt and assembly.svg.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)

# DeclareCAmkESRootserver(app.camkes [CPP_INCLUDES dir...] [CPP_FLAGS flag...]): the specification of this application.
function(DeclareCAmkESRootserver adl)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "CPP_INCLUDES;CPP_FLAGS")
    causeway_check_arguments(DeclareCAmkESRootserver)
    get_property(other GLOBAL PROPERTY CAUSEWAY_ADL)
    if(other)
        message(FATAL_ERROR "DeclareCAmkESRootserver(${adl}): this build has a root server already, "
            "made from ${other}.")
    endif()
    set(found "")
    foreach(base "${CMAKE_CURRENT_SOURCE_DIR}" "${CMAKE_CURRENT_BINARY_DIR}")
        get_filename_component(place "${adl}" ABSOLUTE BASE_DIR "${base}")
        if(NOT found AND EXISTS "${place}")
            set(found "${place}")
        endif()
    endforeach()
    if(NOT found)
        message(FATAL_ERROR "DeclareCAmkESRootserver: there is no specification '${adl}' in "
            "${CMAKE_CURRENT_SOURCE_DIR} or ${CMAKE_CURRENT_BINARY_DIR}.")
    endif()
    if(arg_CPP_INCLUDES)
        CAmkESAddCPPInclude(${arg_CPP_INCLUDES})
    endif()
    set_property(GLOBAL PROPERTY CAUSEWAY_ADL "${found}")
    set_property(GLOBAL APPEND PROPERTY CAUSEWAY_CPP_FLAGS ${arg_CPP_FLAGS})
endfunction()

# causeway_add_payload(interface file depends...): the file whose bytes are behind a dataport of a hardware instance.
function(causeway_add_payload interface file)
    set_property(GLOBAL APPEND PROPERTY CAUSEWAY_PAYLOADS "${interface}=${file}")
    set_property(GLOBAL APPEND PROPERTY CAUSEWAY_PAYLOAD_FILES "${file}" ${ARGN})
endfunction()

# GenerateCAmkESRootserver(): reads the specification and adds the rules for all of its instances. Must come last.
function(GenerateCAmkESRootserver)
    if(ARGC GREATER 0)
        message(FATAL_ERROR "GenerateCAmkESRootserver takes no arguments, but got '${ARGN}'.")
    endif()
    get_property(adl GLOBAL PROPERTY CAUSEWAY_ADL)
    if(NOT adl)
        message(FATAL_ERROR "GenerateCAmkESRootserver: no specification yet; DeclareCAmkESRootserver or "
            "DeclareCAmkESVMRootServer must come first.")
    endif()
    get_property(done GLOBAL PROPERTY CAUSEWAY_GENERATED)
    if(done)
        message(FATAL_ERROR "GenerateCAmkESRootserver: called twice.")
    endif()
    set_property(GLOBAL PROPERTY CAUSEWAY_GENERATED TRUE)
    causeway_tell_idle_options()
    causeway_add_file_archives()
    causeway_camkes_command(camkes)
    _causeway_list_instances("${adl}" "${camkes}" inputs)
    _causeway_add_glue("${adl}" "${camkes}" "${inputs}")
    _causeway_add_images("${adl}" "${camkes}" "${inputs}")
    _causeway_add_matrix("${adl}" "${camkes}" "${inputs}")
    _causeway_add_picture("${adl}" "${camkes}" "${inputs}")
endfunction()

# Asks the compiler, in the only run that shows its warnings, for the software instances (global property
# CAUSEWAY_INSTANCES, "instance|component"), for the programs that they make (CAUSEWAY_PROGRAMS; a program that is a
# group has its name in CAUSEWAY_GROUPS, and its instances in CAUSEWAY_PROGRAM_<name>), and for the files that the
# specification is made of; when one of them changes, the application is configured again.
function(_causeway_list_instances adl camkes out_inputs)
    set(deps "${CMAKE_BINARY_DIR}/causeway/instances.d")
    execute_process(COMMAND ${camkes} --instances --deps "${deps}" "${adl}"
        RESULT_VARIABLE status OUTPUT_VARIABLE lines)
    if(NOT status EQUAL 0)
        set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${adl}")
        message(FATAL_ERROR "The specification ${adl} was refused; the reasons are above.")
    endif()
    causeway_read_dependencies("${deps}" inputs)
    set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${inputs})
    string(REGEX REPLACE "\n+" ";" lines "${lines}")
    set(programs "")
    set(groups "")
    foreach(line IN LISTS lines)
        if(line MATCHES "^([^ ]+) ([^ ]+) software ([^ ]+)$")
            set(instance "${CMAKE_MATCH_1}|${CMAKE_MATCH_2}")
            set_property(GLOBAL APPEND PROPERTY CAUSEWAY_INSTANCES "${instance}")
            if(CMAKE_MATCH_3 STREQUAL "-")
                set(program "${CMAKE_MATCH_1}")
            else()
                set(program "${CMAKE_MATCH_3}")
                list(APPEND groups "${program}")
            endif()
            list(APPEND programs "${program}")
            set_property(GLOBAL APPEND PROPERTY "CAUSEWAY_PROGRAM_${program}" "${instance}")
        elseif(line AND NOT line MATCHES "^[^ ]+ [^ ]+ hardware [^ ]+$")
            message(FATAL_ERROR "The specification compiler said '${line}', which makes no sense here.")
        endif()
    endforeach()
    list(REMOVE_DUPLICATES programs)
    set_property(GLOBAL PROPERTY CAUSEWAY_PROGRAMS "${programs}")
    set_property(GLOBAL PROPERTY CAUSEWAY_GROUPS "${groups}")
    set("${out_inputs}" "${inputs}" PARENT_SCOPE)
endfunction()

# One run of the compiler writes the glue of all instances. It leaves unchanged files alone, so that only what changed
# is compiled again.
function(_causeway_add_glue adl camkes inputs)
    set(glue_dir "${CMAKE_BINARY_DIR}/glue")
    get_property(instances GLOBAL PROPERTY CAUSEWAY_INSTANCES)
    get_property(programs GLOBAL PROPERTY CAUSEWAY_PROGRAMS)
    causeway_check_extended_instances("${instances}")
    set(outputs "")
    foreach(program IN LISTS programs)
        string(REPLACE "." "_" name "${program}")
        list(APPEND outputs "${glue_dir}/${name}/program.c")
    endforeach()
    foreach(pair IN LISTS instances)
        string(REGEX REPLACE "[|].*" "" name "${pair}")
        string(REPLACE "." "_" name "${name}")
        list(APPEND outputs "${glue_dir}/${name}/camkes.h" "${glue_dir}/${name}/camkes.c")
    endforeach()
    add_custom_command(OUTPUT ${outputs}
        COMMAND ${camkes} -w --glue "${glue_dir}" "${adl}"
        DEPENDS ${inputs} "${CAUSEWAY_CAMKES}" VERBATIM COMMENT "Generating the glue of all instances")
    add_custom_target(causeway_glue DEPENDS ${outputs})
    foreach(program IN LISTS programs)
        causeway_add_program("${program}" "${glue_dir}")
    endforeach()
endfunction()

function(_causeway_add_images adl camkes inputs)
    get_property(programs GLOBAL PROPERTY CAUSEWAY_PROGRAMS)
    get_property(payloads GLOBAL PROPERTY CAUSEWAY_PAYLOADS)
    get_property(payload_files GLOBAL PROPERTY CAUSEWAY_PAYLOAD_FILES)
    set(elf_arguments "")
    set(elf_targets "")
    foreach(program IN LISTS programs)
        string(REPLACE "." "_" name "${program}")
        list(APPEND elf_arguments --elf "${program}=$<TARGET_FILE:program_${name}>")
        list(APPEND elf_targets "program_${name}")
    endforeach()
    set(payload_arguments "")
    foreach(payload IN LISTS payloads)
        list(APPEND payload_arguments --payload "${payload}")
    endforeach()
    set(image "${CMAKE_BINARY_DIR}/images/system.img")
    add_custom_command(OUTPUT "${image}"
        COMMAND ${camkes} -w --image "${image}" ${elf_arguments} ${payload_arguments} "${adl}"
        DEPENDS ${inputs} "${CAUSEWAY_CAMKES}" ${elf_targets} ${payload_files}
        VERBATIM COMMENT "Writing the system image images/system.img")
    set(kernel "${CMAKE_BINARY_DIR}/images/causeway.elf")
    add_custom_command(OUTPUT "${kernel}"
        COMMAND "${CMAKE_COMMAND}" -E copy "$<TARGET_FILE:causeway_kernel>" "${kernel}"
        DEPENDS causeway_kernel VERBATIM COMMENT "Copying the kernel to images/causeway.elf")
    file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/images")
    add_custom_target(rootserver_image ALL DEPENDS "${image}" "${kernel}")
endfunction()

function(_causeway_add_matrix adl camkes inputs)
    set(matrix "${CMAKE_BINARY_DIR}/access.txt")
    add_custom_command(OUTPUT "${matrix}"
        COMMAND ${camkes} -w --matrix "${adl}" > "${matrix}"
        DEPENDS ${inputs} "${CAUSEWAY_CAMKES}" VERBATIM COMMENT "Writing access.txt: who may touch what")
    add_custom_target(access_matrix ALL DEPENDS "${matrix}")
endfunction()

# The picture is a help, not a part of the system: without Graphviz the build goes on.
function(_causeway_add_picture adl camkes inputs)
    find_program(CAUSEWAY_DOT dot)
    if(NOT CAUSEWAY_DOT)
        message(STATUS "Graphviz is not installed: no assembly.svg")
        return()
    endif()
    set(picture "${CMAKE_BINARY_DIR}/assembly.svg")
    set(graph "${CMAKE_BINARY_DIR}/causeway/assembly.dot")
    add_custom_command(OUTPUT "${picture}"
        COMMAND ${camkes} -w --dot "${adl}" > "${graph}"
        COMMAND "${CAUSEWAY_DOT}" -Tsvg -o "${picture}" "${graph}"
        DEPENDS ${inputs} "${CAUSEWAY_CAMKES}" VERBATIM COMMENT "Drawing assembly.svg")
    add_custom_target(assembly_picture ALL DEPENDS "${picture}")
endfunction()

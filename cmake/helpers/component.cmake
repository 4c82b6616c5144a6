# SPDX-License-Identifier: BSD-2-Clause
#
# DeclareCAmkESComponent: what a component is made of. Each of its instances is compiled from that later.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)

# DeclareCAmkESComponent(Name [SOURCES file...] [INCLUDES dir...] [LIBS target...] [C_FLAGS flag...] [LD_FLAGS flag...])
#
# May be called again for the same component: what is new is added.
function(DeclareCAmkESComponent name)
    causeway_check_identifier(DeclareCAmkESComponent "a component" "${name}")
    _causeway_add_parts("DeclareCAmkESComponent(${name})" "CAmkESComponent_${name}" ${ARGN})
endfunction()

# ExtendCAmkESComponentInstance(Name instance [SOURCES file...] [INCLUDES dir...] [LIBS target...] [C_FLAGS flag...]
#                               [LD_FLAGS flag...])
#
# Adds to one instance of the component; `instance` is its name in the specification, with dots if it is nested.
function(ExtendCAmkESComponentInstance name instance)
    set(function "ExtendCAmkESComponentInstance(${instance})")
    causeway_check_identifier("${function}" "a component" "${name}")
    if(NOT TARGET "CAmkESComponent_${name}")
        message(FATAL_ERROR "${function}: the component '${name}' is not declared yet.")
    endif()
    _causeway_add_parts("${function}" "CAmkESInstance_${instance}" ${ARGN})
    set_property(TARGET "CAmkESInstance_${instance}" PROPERTY COMPONENT_NAME "${name}")
    set_property(GLOBAL APPEND PROPERTY CAUSEWAY_EXTENDED_INSTANCES "${instance}")
endfunction()

# Keeps on `target` what a component or an instance is made of.
function(_causeway_add_parts function target)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "SOURCES;INCLUDES;LIBS;C_FLAGS;LD_FLAGS")
    causeway_check_arguments("${function}")
    set(sources "")
    foreach(file IN LISTS arg_SOURCES)
        causeway_find_file("${function}" "${file}" file)
        list(APPEND sources "${file}")
    endforeach()
    set(includes "")
    foreach(dir IN LISTS arg_INCLUDES)
        _causeway_find_folder("${function}" "${dir}" dir)
        list(APPEND includes "${dir}")
    endforeach()
    if(NOT TARGET "${target}")
        add_custom_target("${target}")
    endif()
    set_property(TARGET "${target}" APPEND PROPERTY COMPONENT_SOURCES ${sources})
    set_property(TARGET "${target}" APPEND PROPERTY COMPONENT_INCLUDES ${includes})
    set_property(TARGET "${target}" APPEND PROPERTY COMPONENT_LIBS ${arg_LIBS})
    set_property(TARGET "${target}" APPEND PROPERTY COMPONENT_C_FLAGS ${arg_C_FLAGS})
    set_property(TARGET "${target}" APPEND PROPERTY COMPONENT_LD_FLAGS ${arg_LD_FLAGS})
endfunction()

function(_causeway_find_folder function path out)
    if(path MATCHES "\\$<")
        set("${out}" "${path}" PARENT_SCOPE)
        return()
    endif()
    foreach(base "${CMAKE_CURRENT_LIST_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}" "${CMAKE_CURRENT_BINARY_DIR}")
        get_filename_component(place "${path}" ABSOLUTE BASE_DIR "${base}")
        if(IS_DIRECTORY "${place}")
            set("${out}" "${place}" PARENT_SCOPE)
            return()
        endif()
    endforeach()
    message(FATAL_ERROR "${function}: there is no folder '${path}'.")
endfunction()

# causeway_add_program(program glue_dir): one of CAUSEWAY_PROGRAMS (cmake/helpers/rootserver.cmake), target
# program_<name>; dots in names become underscores. The glue is glue_dir/<name>/program.c, and
# glue_dir/<instance>/camkes.{h,c}.
function(causeway_add_program program glue_dir)
    get_property(groups GLOBAL PROPERTY CAUSEWAY_GROUPS)
    get_property(instances GLOBAL PROPERTY "CAUSEWAY_PROGRAM_${program}")
    string(REPLACE "." "_" name "${program}")
    set(target "program_${name}")
    add_executable("${target}" EXCLUDE_FROM_ALL "${glue_dir}/${name}/program.c")
    target_compile_options("${target}" PRIVATE -Wall)
    foreach(pair IN LISTS instances)
        string(REPLACE "|" ";" pair "${pair}")
        list(GET pair 0 instance)
        list(GET pair 1 component)
        if(program IN_LIST groups)
            _causeway_add_member("${target}" "${instance}" "${component}" "${glue_dir}")
        else()
            _causeway_add_instance("${target}" "${instance}" "${component}" "${glue_dir}")
        endif()
    endforeach()
    target_link_libraries("${target}" PRIVATE causeway)
    add_dependencies("${target}" causeway_glue)
    set_target_properties("${target}" PROPERTIES OUTPUT_NAME "${name}.elf"
        RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/components")
endfunction()

# A member of a group is linked by itself, against everything but what the program has once. Then all its names become
# its own, so that they meet no other member's: but those with a dot, which the glue has made for the others.
function(_causeway_add_member program instance component glue_dir)
    string(REPLACE "." "_" name "${instance}")
    set(target "member_${name}")
    set(object "${CMAKE_BINARY_DIR}/components/${name}.o")
    add_executable("${target}" EXCLUDE_FROM_ALL "")
    set_target_properties("${target}" PROPERTIES CAUSEWAY_MEMBER TRUE OUTPUT_NAME "${name}.member.o"
        RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/components")
    _causeway_add_instance("${target}" "${instance}" "${component}" "${glue_dir}")
    add_dependencies("${target}" causeway_glue)
    add_custom_command(OUTPUT "${object}"
        COMMAND "${CMAKE_OBJCOPY}" --wildcard "--keep-global-symbol=*.*" "$<TARGET_FILE:${target}>" "${object}"
        DEPENDS "${target}" VERBATIM COMMENT "Closing the member ${instance} of a group")
    target_sources("${program}" PRIVATE "${object}")
    set_source_files_properties("${object}" PROPERTIES EXTERNAL_OBJECT TRUE)
endfunction()

# Adds to `target` what the instance is made of.
function(_causeway_add_instance target instance component glue_dir)
    set(declared "CAmkESComponent_${component}")
    if(NOT TARGET "${declared}")
        message(FATAL_ERROR "Instance '${instance}' is a '${component}', but nothing says what that is made of. "
            "Please call DeclareCAmkESComponent(${component} SOURCES ...).")
    endif()
    foreach(property SOURCES INCLUDES LIBS C_FLAGS LD_FLAGS)
        get_property(${property} TARGET "${declared}" PROPERTY "COMPONENT_${property}")
        if(TARGET "CAmkESInstance_${instance}")
            get_property(more TARGET "CAmkESInstance_${instance}" PROPERTY "COMPONENT_${property}")
            list(APPEND ${property} ${more})
        endif()
    endforeach()
    foreach(library IN LISTS LIBS)
        if(NOT TARGET "${library}" AND NOT library MATCHES "^(-|/|\\$<)")
            message(FATAL_ERROR "Component '${component}' wants the library '${library}', which no target of this "
                "build makes.")
        endif()
    endforeach()
    string(REPLACE "." "_" name "${instance}")
    target_sources("${target}" PRIVATE ${SOURCES} "${glue_dir}/${name}/camkes.c" "${glue_dir}/${name}/camkes.h")
    target_include_directories("${target}" PRIVATE "${glue_dir}/${name}" ${INCLUDES} "${CAUSEWAY_DIR}")
    target_compile_options("${target}" PRIVATE -std=gnu17 -Wall ${C_FLAGS})
    target_link_options("${target}" PRIVATE ${LD_FLAGS})
    target_link_libraries("${target}" PRIVATE ${LIBS} camkes_runtime causeway component_flags)
endfunction()

# Every instance that was extended must be there, and be of the component that was named. `pairs` are all instances,
# "instance|component" each.
function(causeway_check_extended_instances pairs)
    get_property(extended GLOBAL PROPERTY CAUSEWAY_EXTENDED_INSTANCES)
    foreach(instance IN LISTS extended)
        get_property(component TARGET "CAmkESInstance_${instance}" PROPERTY COMPONENT_NAME)
        if(NOT "${instance}|${component}" IN_LIST pairs)
            message(FATAL_ERROR "ExtendCAmkESComponentInstance(${instance}): the specification has no instance of that "
                "name of the component '${component}'.")
        endif()
    endforeach()
endfunction()

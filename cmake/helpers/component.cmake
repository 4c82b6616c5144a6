# SPDX-License-Identifier: BSD-2-Clause
#
# DeclareCAmkESComponent: what a component is made of. Each of its instances is compiled from that later.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)

# DeclareCAmkESComponent(Name [SOURCES file...] [INCLUDES dir...] [LIBS target...] [C_FLAGS flag...] [LD_FLAGS flag...])
#
# May be called again for the same component: what is new is added.
function(DeclareCAmkESComponent name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;INCLUDES;LIBS;C_FLAGS;LD_FLAGS")
    causeway_check_arguments("DeclareCAmkESComponent(${name})")
    causeway_check_identifier(DeclareCAmkESComponent "a component" "${name}")
    set(sources "")
    foreach(file IN LISTS arg_SOURCES)
        causeway_find_file("DeclareCAmkESComponent(${name})" "${file}" file)
        list(APPEND sources "${file}")
    endforeach()
    set(includes "")
    foreach(dir IN LISTS arg_INCLUDES)
        _causeway_find_folder("DeclareCAmkESComponent(${name})" "${dir}" dir)
        list(APPEND includes "${dir}")
    endforeach()
    set(target "CAmkESComponent_${name}")
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

# causeway_add_instance(instance component glue_dir): the program of one instance, target instance_<name>; its glue is
# glue_dir/<name>/camkes.{h,c}, where dots of the instance's name have become underscores.
function(causeway_add_instance instance component glue_dir)
    set(declared "CAmkESComponent_${component}")
    if(NOT TARGET "${declared}")
        message(FATAL_ERROR "Instance '${instance}' is a '${component}', but nothing says what that is made of. "
            "Please call DeclareCAmkESComponent(${component} SOURCES ...).")
    endif()
    foreach(property SOURCES INCLUDES LIBS C_FLAGS LD_FLAGS)
        get_property(${property} TARGET "${declared}" PROPERTY "COMPONENT_${property}")
    endforeach()
    foreach(library IN LISTS LIBS)
        if(NOT TARGET "${library}" AND NOT library MATCHES "^(-|/|\\$<)")
            message(FATAL_ERROR "Component '${component}' wants the library '${library}', which no target of this "
                "build makes.")
        endif()
    endforeach()
    string(REPLACE "." "_" name "${instance}")
    set(target "instance_${name}")
    add_executable("${target}" EXCLUDE_FROM_ALL ${SOURCES}
        "${glue_dir}/${name}/camkes.c" "${glue_dir}/${name}/camkes.h")
    target_include_directories("${target}" PRIVATE "${glue_dir}/${name}" ${INCLUDES} "${CAUSEWAY_DIR}")
    target_compile_options("${target}" PRIVATE -std=gnu17 -Wall ${C_FLAGS})
    target_link_options("${target}" PRIVATE -Wl,-z,separate-code -Wl,-z,max-page-size=4096 ${LD_FLAGS})
    target_link_libraries("${target}" PRIVATE ${LIBS} camkes_runtime causeway component_flags)
    set_target_properties("${target}" PROPERTIES OUTPUT_NAME "${name}.elf"
        RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/components")
endfunction()

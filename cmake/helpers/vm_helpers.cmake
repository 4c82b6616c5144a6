# SPDX-License-Identifier: BSD-2-Clause
#
# Virtual machine monitors: their components, the kernels of their guests, the specification they stand in.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)

# DeclareCAmkESVM(Init [EXTRA_SOURCES ...] [EXTRA_INCLUDES ...] [EXTRA_LIBS ...] [EXTRA_C_FLAGS ...]
#                 [EXTRA_LD_FLAGS ...])
#
# Declares a component made of the monitor and of what the application adds.
function(DeclareCAmkESVM name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" ""
        "EXTRA_SOURCES;EXTRA_INCLUDES;EXTRA_LIBS;EXTRA_C_FLAGS;EXTRA_LD_FLAGS")
    causeway_check_arguments("DeclareCAmkESVM(${name})")
    if(TARGET "CAmkESComponent_${name}")
        message(FATAL_ERROR "DeclareCAmkESVM(${name}): a component of that name is declared already.")
    endif()
    file(GLOB monitor CONFIGURE_DEPENDS "${CAMKES_VM_DIR}/src/*.c")
    set(flags "")
    foreach(kind C_FLAGS LD_FLAGS)
        if(arg_EXTRA_${kind})
            list(APPEND flags ${kind} ${arg_EXTRA_${kind}})
        endif()
    endforeach()
    DeclareCAmkESComponent("${name}"
        SOURCES ${monitor} ${arg_EXTRA_SOURCES}
        INCLUDES "${CAMKES_VM_DIR}/src" ${arg_EXTRA_INCLUDES}
        LIBS ${arg_EXTRA_LIBS} vmm
        ${flags})
endfunction()

# DecompressLinuxKernel(target outvar image [DEPENDS item...])
#
# Sets outvar to the path of the ELF kernel inside a boot image, <bin>/decomp/<name of image>, and makes `target` for
# it.
function(DecompressLinuxKernel target outvar image)
    cmake_parse_arguments(PARSE_ARGV 3 arg "" "" "DEPENDS")
    causeway_check_arguments(DecompressLinuxKernel)
    if(TARGET "${target}")
        message(FATAL_ERROR "DecompressLinuxKernel: there is a target '${target}' already.")
    endif()
    causeway_find_file(DecompressLinuxKernel "${image}" image)
    causeway_find_dependencies(DecompressLinuxKernel depends ${arg_DEPENDS})
    get_filename_component(name "${image}" NAME)
    set(output "${CMAKE_CURRENT_BINARY_DIR}/decomp/${name}")
    get_source_file_property(known "${output}" GENERATED)
    if(known)
        message(FATAL_ERROR "DecompressLinuxKernel: ${image} is decompressed to ${output} already.")
    endif()
    set(extract "${CAUSEWAY_DIR}/guest/linux/extract_vmlinux.sh")
    file(MAKE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/decomp")
    add_custom_command(OUTPUT "${output}"
        COMMAND "${extract}" "${image}" "${output}"
        DEPENDS "${image}" "${extract}" ${depends} VERBATIM COMMENT "Decompressing the Linux kernel ${name}")
    add_custom_target("${target}" DEPENDS "${output}")
    set("${outvar}" "${output}" PARENT_SCOPE)
endfunction()

# DefineCAmkESVMFileServer([INSTANCE fserv] [TYPE FileServer]): the file server is a stock component whose archive is
# made of what AddToFileServer got, so that there is nothing to define; the call is checked and accepted.
function(DefineCAmkESVMFileServer)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "INSTANCE;TYPE" "")
    causeway_check_arguments(DefineCAmkESVMFileServer)
    if(arg_TYPE AND NOT arg_TYPE STREQUAL "FileServer")
        message(FATAL_ERROR "DefineCAmkESVMFileServer: the type of a file server is FileServer, not '${arg_TYPE}'.")
    endif()
endfunction()

# DeclareCAmkESVMRootServer(app.camkes [CPP_INCLUDES dir...] [CPP_FLAGS flag...]): the specification of this
# application; it sees the headers of the VM component.
function(DeclareCAmkESVMRootServer adl)
    CAmkESAddCPPInclude("${CAMKES_VM_DIR}")
    DeclareCAmkESRootserver("${adl}" ${ARGN})
endfunction()

# SPDX-License-Identifier: BSD-2-Clause
#
# AddToFileServer: files that components find by name at run time. Each file server instance has one archive.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)

# AddToFileServer(name file [INSTANCE fserv] [DEPENDS item...])
#
# `file` becomes `name` in the archive of INSTANCE. It may be made by a rule of the calling folder; DEPENDS is for files
# and targets that it needs otherwise.
function(AddToFileServer name file)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "INSTANCE" "DEPENDS")
    causeway_check_arguments("AddToFileServer(${name})")
    causeway_check_relative_path("AddToFileServer(${name})" "${name}")
    if(name MATCHES "[ \t]")
        message(FATAL_ERROR "AddToFileServer(${name}): the name of a file in an archive has no blanks.")
    endif()
    if(NOT arg_INSTANCE)
        set(arg_INSTANCE fserv)
    endif()
    causeway_find_file("AddToFileServer(${name})" "${file}" file)
    causeway_find_dependencies("AddToFileServer(${name})" depends ${arg_DEPENDS})
    get_property(names GLOBAL PROPERTY "CAUSEWAY_FILES_OF_${arg_INSTANCE}")
    if(name IN_LIST names)
        message(FATAL_ERROR "AddToFileServer(${name}): the file server '${arg_INSTANCE}' has a file of that name.")
    endif()
    get_property(instances GLOBAL PROPERTY CAUSEWAY_FILE_SERVERS)
    if(NOT arg_INSTANCE IN_LIST instances)
        set_property(GLOBAL APPEND PROPERTY CAUSEWAY_FILE_SERVERS "${arg_INSTANCE}")
    endif()
    set_property(GLOBAL APPEND PROPERTY "CAUSEWAY_FILES_OF_${arg_INSTANCE}" "${name}")
    set_property(GLOBAL APPEND PROPERTY "CAUSEWAY_PATHS_OF_${arg_INSTANCE}" "${file}")
    set_property(GLOBAL APPEND PROPERTY "CAUSEWAY_NEEDS_OF_${arg_INSTANCE}" "${file}" ${depends})
endfunction()

# The rules for the archives, called when all files are known. The archive of instance X is the payload behind
# X_archive.data, as the VM macros connect it.
function(causeway_add_file_archives)
    get_property(instances GLOBAL PROPERTY CAUSEWAY_FILE_SERVERS)
    # An application without guests has not brought the tool.
    if(instances AND NOT TARGET causeway_mkcpio)
        add_subdirectory("${CAUSEWAY_DIR}/guest/linux/rootfs/mkcpio" "${CMAKE_BINARY_DIR}/causeway/mkcpio"
            EXCLUDE_FROM_ALL)
    endif()
    foreach(instance IN LISTS instances)
        get_property(names GLOBAL PROPERTY "CAUSEWAY_FILES_OF_${instance}")
        get_property(paths GLOBAL PROPERTY "CAUSEWAY_PATHS_OF_${instance}")
        get_property(needs GLOBAL PROPERTY "CAUSEWAY_NEEDS_OF_${instance}")
        set(manifest "")
        foreach(name path IN ZIP_LISTS names paths)
            string(APPEND manifest "file 0444 ${name} ${path}\n")
        endforeach()
        set(manifest_file "${CMAKE_BINARY_DIR}/causeway/${instance}.manifest")
        file(CONFIGURE OUTPUT "${manifest_file}" CONTENT "${manifest}" @ONLY)
        set(archive "${CMAKE_BINARY_DIR}/causeway/${instance}.cpio")
        add_custom_command(OUTPUT "${archive}"
            COMMAND causeway_mkcpio "${archive}" "${manifest_file}"
            DEPENDS causeway_mkcpio "${manifest_file}" ${needs} VERBATIM COMMENT "Packing the files of ${instance}")
        causeway_add_payload("${instance}_archive.data" "${archive}")
    endforeach()
endfunction()

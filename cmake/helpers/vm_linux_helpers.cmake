# SPDX-License-Identifier: BSD-2-Clause
#
# Linux guests: default kernel and root file system, and what an application adds to the latter.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)
include("${CMAKE_CURRENT_LIST_DIR}/check.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/linux_guest.cmake")

set(CAmkESVMDefaultBuildrootOverlay OFF CACHE BOOL
    "Guests have the modules and utilities of cross-VM connectors (the default root file system always has them)")

# GetArchDefaultLinuxKernelFile("32"|"64" outvar): the boot image of the stock kernel. The build downloads it
# on first use.
function(GetArchDefaultLinuxKernelFile word outvar)
    _causeway_guest_file(GetArchDefaultLinuxKernelFile "${word}" "vmlinuz-${word}" file)
    set("${outvar}" "${file}" PARENT_SCOPE)
endfunction()

# GetArchDefaultLinuxRootfsFile("32"|"64" outvar): the root file system that fits that kernel, with the modules and
# utilities of cross-VM connectors.
function(GetArchDefaultLinuxRootfsFile word outvar)
    _causeway_guest_file(GetArchDefaultLinuxRootfsFile "${word}" "rootfs-${word}.cpio" file)
    set("${outvar}" "${file}" PARENT_SCOPE)
endfunction()

function(GetDefaultLinuxKernelFile outvar)
    GetArchDefaultLinuxKernelFile(64 file)
    set("${outvar}" "${file}" PARENT_SCOPE)
endfunction()

function(GetDefaultLinuxRootfsFile outvar)
    GetArchDefaultLinuxRootfsFile(64 file)
    set("${outvar}" "${file}" PARENT_SCOPE)
endfunction()

# A file that the room guest/linux makes.
function(_causeway_guest_file function word name out)
    causeway_check_word("${function}" "${word}")
    set(file "${CAUSEWAY_GUEST_BINARY_DIR}/${name}")
    # Its rule stands in another folder, so that this one has to be told.
    set_source_files_properties("${file}" PROPERTIES GENERATED TRUE)
    set("${out}" "${file}" PARENT_SCOPE)
endfunction()

# AddFileToOverlayDir(name file rootdir overlay [DEPENDS item...])
#
# The file becomes rootdir/name in every root file system that the overlay is added to, with its permissions.
function(AddFileToOverlayDir name file rootdir overlay)
    cmake_parse_arguments(PARSE_ARGV 4 arg "" "" "DEPENDS")
    causeway_check_arguments("AddFileToOverlayDir(${name})")
    causeway_check_identifier("AddFileToOverlayDir(${name})" "an overlay" "${overlay}")
    causeway_check_relative_path("AddFileToOverlayDir(${name})" "${rootdir}")
    causeway_check_relative_path("AddFileToOverlayDir(${name})" "${name}")
    causeway_find_file("AddFileToOverlayDir(${name})" "${file}" file)
    causeway_find_dependencies("AddFileToOverlayDir(${name})" depends ${arg_DEPENDS})
    _causeway_add_overlay("${overlay}")
    get_property(folder TARGET "${overlay}" PROPERTY ROOTFS_OUTPUT_DIR)
    get_filename_component(output "${folder}/${rootdir}/${name}" ABSOLUTE)
    get_property(others TARGET "${overlay}" PROPERTY DEPENDS)
    if(output IN_LIST others)
        message(FATAL_ERROR "AddFileToOverlayDir: the overlay '${overlay}' has a file ${rootdir}/${name} already.")
    endif()
    set(install "${CAUSEWAY_DIR}/cmake/helpers/install_file.sh")
    add_custom_command(OUTPUT "${output}"
        COMMAND "${install}" "${file}" "${output}"
        DEPENDS "${file}" ${depends} VERBATIM COMMENT "Adding ${rootdir}/${name} to ${overlay}")
    set_property(TARGET "${overlay}" APPEND PROPERTY DEPENDS "${output}")
endfunction()

function(_causeway_add_overlay overlay)
    if(NOT TARGET "${overlay}")
        add_custom_target("${overlay}")
        set_target_properties("${overlay}" PROPERTIES ROOTFS_OUTPUT_DIR "${CMAKE_CURRENT_BINARY_DIR}/${overlay}")
        file(MAKE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/${overlay}")
    endif()
endfunction()

# AddExternalProjFilesToOverlay(target bin_dir overlay rootdir FILES file...)
#
# Adds files that an external project leaves in its build folder.
function(AddExternalProjFilesToOverlay target bin_dir overlay rootdir)
    cmake_parse_arguments(PARSE_ARGV 4 arg "" "" "FILES")
    causeway_check_arguments(AddExternalProjFilesToOverlay)
    if(NOT arg_FILES)
        message(FATAL_ERROR "AddExternalProjFilesToOverlay(${target}): FILES is missing.")
    endif()
    if(NOT TARGET "${target}")
        message(FATAL_ERROR "AddExternalProjFilesToOverlay: there is no external project '${target}'.")
    endif()
    get_property(stamps TARGET "${target}" PROPERTY _EP_STAMP_DIR)
    if(NOT stamps)
        message(FATAL_ERROR "AddExternalProjFilesToOverlay: '${target}' is no target of ExternalProject_Add.")
    endif()
    get_filename_component(bin_dir "${bin_dir}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")
    set(products "")
    foreach(file IN LISTS arg_FILES)
        list(APPEND products "${bin_dir}/${file}")
    endforeach()
    # The project's last step says when its files are ready. This rule runs after each run of the step, and leaves the
    # times of the files alone: what depends on them is made again only if they have changed.
    add_custom_command(OUTPUT ${products}
        COMMAND "${CMAKE_COMMAND}" -E true
        DEPENDS "${stamps}/${target}-install" VERBATIM COMMENT "Looking at what ${target} has built")
    foreach(file product IN ZIP_LISTS arg_FILES products)
        get_filename_component(name "${file}" NAME)
        AddFileToOverlayDir("${name}" "${product}" "${rootdir}" "${overlay}")
    endforeach()
endfunction()

# AddOverlayDirToRootfs(overlay image distro mode outvar target [GZIP] [CUSTOM_INIT file] [DEPENDS item...])
#
# Sets outvar to a root file system made of `image` and the overlay, and makes `target` for it.
function(AddOverlayDirToRootfs overlay image distro mode outvar target)
    cmake_parse_arguments(PARSE_ARGV 6 arg "GZIP;SPLITGZ" "CUSTOM_INIT" "DEPENDS")
    causeway_check_arguments("AddOverlayDirToRootfs(${overlay})")
    if(NOT distro STREQUAL "buildroot" OR NOT mode STREQUAL "rootfs_install")
        message(FATAL_ERROR "AddOverlayDirToRootfs(${overlay}): only \"buildroot\" \"rootfs_install\" is supported, "
            "not \"${distro}\" \"${mode}\".")
    endif()
    if(arg_SPLITGZ)
        message(FATAL_ERROR "AddOverlayDirToRootfs(${overlay}): SPLITGZ is not supported.")
    endif()
    if(TARGET "${target}")
        message(FATAL_ERROR "AddOverlayDirToRootfs(${overlay}): there is a target '${target}' already.")
    endif()
    if(arg_CUSTOM_INIT)
        AddFileToOverlayDir(init "${arg_CUSTOM_INIT}" . "${overlay}")
    endif()
    # This overlay brings the connectors' modules and utilities. The default root file system has them already, so that
    # the overlay may well be empty.
    if(CAmkESVMDefaultBuildrootOverlay AND overlay STREQUAL "default_buildroot_overlay")
        _causeway_add_overlay("${overlay}")
    endif()
    if(NOT TARGET "${overlay}")
        message(FATAL_ERROR "AddOverlayDirToRootfs: there is no overlay '${overlay}'; AddFileToOverlayDir makes one.")
    endif()
    causeway_find_file("AddOverlayDirToRootfs(${overlay})" "${image}" image)
    causeway_find_dependencies("AddOverlayDirToRootfs(${overlay})" depends ${arg_DEPENDS})
    _causeway_combine_rootfs("${overlay}" "${image}" "${target}" "${arg_GZIP}" "${depends}" output)
    add_custom_target("${target}" DEPENDS "${output}")
    set("${outvar}" "${output}" PARENT_SCOPE)
endfunction()

# Linux unpacks archives that follow each other, a later file replacing an earlier one; so the image stays as it is, and
# the overlay's archive is put behind it.
function(_causeway_combine_rootfs overlay image target gzip depends out)
    set(folder "${CMAKE_CURRENT_BINARY_DIR}/out_${target}")
    set(output "${folder}/output_overlay_rootfs.cpio")
    set(compress "")
    if(gzip)
        set(compress COMMAND gzip -9 -n -f "${output}")
    endif()
    file(MAKE_DIRECTORY "${folder}")
    set(made "${output}")
    if(gzip)
        set(made "${output}.gz")
    endif()
    # The list is complete only after the application's last AddFileToOverlayDir, hence the generator expression.
    set(files "$<TARGET_PROPERTY:${overlay},DEPENDS>")
    set(list "${folder}/overlay.files")
    file(GENERATE OUTPUT "${list}" CONTENT "$<JOIN:${files},\n>\n")
    add_custom_command(OUTPUT "${made}"
        COMMAND "${CAUSEWAY_DIR}/cmake/helpers/pack_overlay.sh" "$<TARGET_FILE:causeway_mkcpio>"
            "$<TARGET_PROPERTY:${overlay},ROOTFS_OUTPUT_DIR>" "${list}" "${image}" "${output}"
        ${compress}
        DEPENDS causeway_mkcpio "${image}" "${list}" "${files}" ${depends}
            "${CAUSEWAY_DIR}/cmake/helpers/pack_overlay.sh"
        VERBATIM COMMENT "Packing ${overlay} into the root file system ${target}")
    set("${out}" "${made}" PARENT_SCOPE)
endfunction()

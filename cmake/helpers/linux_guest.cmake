# SPDX-License-Identifier: BSD-2-Clause
#
# A Linux guest in a few lines: its programs, and its kernel and root file system for the file server. What these
# functions do, an application can also spell out; examples/print does.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)
include("${CMAKE_CURRENT_LIST_DIR}/check.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../cross_compiling.cmake")
include(ExternalProject)

# AddProjectToOverlay(folder "32"|"64" overlay FILES file...)
#
# Builds the CMake project in `folder` for guests of a word size, and puts the files that it leaves in its build folder
# into usr/sbin of the overlay. The project gets CMAKE_MODULE_PATH_FILE, a file with the list for its CMAKE_MODULE_PATH.
function(AddProjectToOverlay folder word overlay)
    cmake_parse_arguments(PARSE_ARGV 3 arg "" "" "FILES")
    causeway_check_arguments("AddProjectToOverlay(${folder})")
    causeway_check_word("AddProjectToOverlay(${folder})" "${word}")
    if(NOT arg_FILES)
        message(FATAL_ERROR "AddProjectToOverlay(${folder}): FILES is missing.")
    endif()
    get_filename_component(source "${folder}" ABSOLUTE)
    if(NOT EXISTS "${source}/CMakeLists.txt")
        message(FATAL_ERROR "AddProjectToOverlay(${folder}): there is no file ${source}/CMakeLists.txt.")
    endif()
    get_filename_component(name "${source}" NAME)
    set(target "${name}-${word}")
    if(TARGET "${target}")
        message(FATAL_ERROR "AddProjectToOverlay(${folder}): there is a target '${target}' already.")
    endif()
    FindCustomPollyToolchain("CAUSEWAY_TOOLCHAIN_${word}" "linux-gcc-${word}bit-pic")
    set(modules "${CMAKE_CURRENT_BINARY_DIR}/module_path")
    file(WRITE "${modules}" "${CMAKE_MODULE_PATH}")
    set(build "${CMAKE_CURRENT_BINARY_DIR}/${target}")
    ExternalProject_Add("${target}"
        SOURCE_DIR "${source}"
        BINARY_DIR "${build}"
        BUILD_ALWAYS ON
        EXCLUDE_FROM_ALL ON
        INSTALL_COMMAND ""
        CMAKE_ARGS
            --no-warn-unused-cli
            "-DCMAKE_BUILD_TYPE=${CMAKE_BUILD_TYPE}"
            "-DCMAKE_TOOLCHAIN_FILE=${CAUSEWAY_TOOLCHAIN_${word}}"
            "-DCMAKE_MODULE_PATH_FILE=${modules}")
    AddExternalProjFilesToOverlay("${target}" "${build}" "${overlay}" "usr/sbin" FILES ${arg_FILES})
endfunction()

# AddLinuxToFileServer("32"|"64" [OVERLAY overlay] [KERNEL bzimage] [ROOTFS rootfs.cpio])
#
# Makes a stock kernel, and the root file system that fits it, known to the file server under these names; the overlay
# lies over the root file system. Root file systems of one word size can share the kernel's name.
function(AddLinuxToFileServer word)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "OVERLAY;KERNEL;ROOTFS" "")
    causeway_check_arguments("AddLinuxToFileServer(${word})")
    causeway_check_word(AddLinuxToFileServer "${word}")
    if(NOT arg_KERNEL)
        set(arg_KERNEL "bzimage")
    endif()
    if(NOT arg_ROOTFS)
        set(arg_ROOTFS "rootfs.cpio")
    endif()
    _causeway_add_kernel("${word}" "${arg_KERNEL}")
    GetArchDefaultLinuxRootfsFile("${word}" rootfs)
    if(arg_OVERLAY)
        string(MAKE_C_IDENTIFIER "${arg_ROOTFS}" target)
        AddOverlayDirToRootfs("${arg_OVERLAY}" "${rootfs}" "buildroot" "rootfs_install" rootfs "linux_${target}")
    endif()
    AddToFileServer("${arg_ROOTFS}" "${rootfs}")
endfunction()

function(_causeway_add_kernel word name)
    get_property(known GLOBAL PROPERTY CAUSEWAY_LINUX_KERNELS)
    if("${name}-${word}" IN_LIST known)
        return()
    endif()
    set_property(GLOBAL APPEND PROPERTY CAUSEWAY_LINUX_KERNELS "${name}-${word}")
    GetArchDefaultLinuxKernelFile("${word}" image)
    string(MAKE_C_IDENTIFIER "${name}" target)
    DecompressLinuxKernel("linux_${target}" kernel "${image}")
    AddToFileServer("${name}" "${kernel}")
endfunction()

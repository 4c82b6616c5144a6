# SPDX-License-Identifier: BSD-2-Clause
#
# Functions that build a guest's parts. README.md of this room describes what they make.
include_guard(GLOBAL)

get_filename_component(CAUSEWAY_GUEST_SOURCE_DIR ${CMAKE_CURRENT_LIST_DIR}/.. ABSOLUTE CACHE)
set(CAUSEWAY_GUEST_BINARY_DIR ${CMAKE_BINARY_DIR}/guest CACHE INTERNAL "where the guest's parts are built")

set(CAUSEWAY_GUEST_UTILITIES dataport_init dataport_read dataport_write consumes_event_init consumes_event_wait
    emits_event_init emits_event_emit string_reverse CACHE INTERNAL "the guest's command-line tools")

# All regular files below the given folders of this room, seen anew when one comes or goes.
function(causeway_guest_sources out)
    set(all)
    foreach(folder IN LISTS ARGN)
        file(GLOB_RECURSE files CONFIGURE_DEPENDS ${CAUSEWAY_GUEST_SOURCE_DIR}/${folder}/*)
        list(APPEND all ${files})
    endforeach()
    set(${out} ${all} PARENT_SCOPE)
endfunction()

# The stock kernel and busybox: <bin>/guest/{vmlinuz,busybox,release,headers}-WORD and the kernel's modules-WORD/uio.ko.
function(causeway_guest_kernel word)
    set(bin ${CAUSEWAY_GUEST_BINARY_DIR})
    set(fetched ${CAUSEWAY_CACHE}/guest-${word})
    add_custom_command(
        OUTPUT ${bin}/vmlinuz-${word} ${bin}/busybox-${word} ${bin}/release-${word} ${bin}/modules-${word}/uio.ko
        COMMAND ${CMAKE_COMMAND} -E make_directory ${bin}/modules-${word}
        COMMAND ${CAUSEWAY_GUEST_SOURCE_DIR}/fetch.sh ${CAUSEWAY_CACHE} ${word}
        COMMAND ${CMAKE_COMMAND} -E copy ${fetched}/vmlinuz ${bin}/vmlinuz-${word}
        COMMAND ${CMAKE_COMMAND} -E copy ${fetched}/busybox ${bin}/busybox-${word}
        COMMAND ${CMAKE_COMMAND} -E copy ${fetched}/release ${bin}/release-${word}
        COMMAND ${CMAKE_COMMAND} -E copy ${fetched}/modules/uio.ko ${bin}/modules-${word}/uio.ko
        DEPENDS ${CAUSEWAY_GUEST_SOURCE_DIR}/fetch.sh
        COMMENT "Getting the ${word}-bit guest's kernel"
        USES_TERMINAL VERBATIM)
    add_custom_target(causeway_guest_kernel_${word} DEPENDS ${bin}/vmlinuz-${word})
endfunction()

# causeway_guest_module(TARGET WORD OUTPUT_FOLDER [MODULE_FOLDER...])
# Builds the connectors' modules, and others with the same headers, to OUTPUT_FOLDER/*.ko.
function(causeway_guest_module target word output)
    causeway_guest_sources(sources modules libcamkeslinux/include)
    set(products ${output}/dataport.ko ${output}/consumes_event.ko ${output}/emits_event.ko ${output}/connection.ko)
    foreach(folder IN LISTS ARGN)
        get_filename_component(name ${folder} NAME)
        file(GLOB_RECURSE extra CONFIGURE_DEPENDS ${folder}/*)
        list(APPEND sources ${extra})
        list(APPEND products ${output}/${name}.ko)
    endforeach()
    add_custom_command(
        OUTPUT ${products}
        # At once done, unless the cache was emptied since.
        COMMAND ${CAUSEWAY_GUEST_SOURCE_DIR}/fetch.sh ${CAUSEWAY_CACHE} ${word}
        COMMAND ${CAUSEWAY_GUEST_SOURCE_DIR}/modules/build.sh ${CAUSEWAY_CACHE}/guest-${word}/headers ${output} ${ARGN}
        DEPENDS ${sources} ${CAUSEWAY_GUEST_SOURCE_DIR}/../../abi/guest.h
            ${CAUSEWAY_GUEST_BINARY_DIR}/release-${word} causeway_guest_kernel_${word}
        COMMENT "Building the ${word}-bit guest's modules"
        VERBATIM)
    add_custom_target(${target} DEPENDS ${products})
endfunction()

# causeway_guest_programs(TARGET WORD FOLDER OUTPUT_FOLDER PROGRAM...)
# Builds the CMake project in FOLDER of this room for the guest; the programs come to lie in OUTPUT_FOLDER.
function(causeway_guest_programs target word folder output)
    causeway_guest_sources(sources ${folder} libcamkeslinux)
    set(products)
    foreach(program IN LISTS ARGN)
        list(APPEND products ${output}/${program})
    endforeach()
    set(toolchain ${CAUSEWAY_GUEST_SOURCE_DIR}/../../cmake/toolchains/linux-gcc-${word}bit-pic.cmake)
    # A build of its own, because the guest's word size and C library need not be the application's. It starts afresh,
    # because CMake drops a toolchain's flags when the compiler of a configured folder changes. Only the toolchain
    # with downloaded parts asks for the cache, hence the option.
    add_custom_command(
        OUTPUT ${products}
        COMMAND ${CMAKE_COMMAND} -E env --unset=CFLAGS --unset=LDFLAGS
            ${CMAKE_COMMAND} --fresh --no-warn-unused-cli -G Ninja -S ${CAUSEWAY_GUEST_SOURCE_DIR}/${folder}
            -B ${output}
            -DCMAKE_TOOLCHAIN_FILE=${toolchain} -DCMAKE_C_COMPILER=${CMAKE_C_COMPILER}
            -DCAUSEWAY_CACHE=${CAUSEWAY_CACHE} > ${output}.log
        COMMAND ${CMAKE_COMMAND} --build ${output} -- --quiet
        DEPENDS ${sources} ${toolchain}
        COMMENT "Building the ${word}-bit guest's ${folder}"
        VERBATIM)
    add_custom_target(${target} DEPENDS ${products})
endfunction()

# causeway_guest_rootfs(TARGET OUTPUT [GZIP] SOURCES source... [DEPENDS ...])
# Writes the root file system OUTPUT from cpio archives, manifests and overlay folders, the later over the earlier.
# Files of overlay folders must be in DEPENDS to be noticed when they change.
function(causeway_guest_rootfs target output)
    cmake_parse_arguments(PARSE_ARGV 2 ROOTFS "GZIP" "" "SOURCES;DEPENDS")
    if(ROOTFS_UNPARSED_ARGUMENTS OR NOT ROOTFS_SOURCES)
        message(FATAL_ERROR "causeway_guest_rootfs(TARGET OUTPUT [GZIP] SOURCES source... [DEPENDS ...])")
    endif()
    set(plain ${output})
    set(compress)
    if(ROOTFS_GZIP)
        string(REGEX REPLACE "\\.gz$" "" plain ${output})
        set(compress COMMAND gzip -nf ${plain})
    endif()
    set(files)
    foreach(source IN LISTS ROOTFS_SOURCES)
        if(NOT IS_DIRECTORY ${source} AND source MATCHES "\\.(cpio|manifest)$")
            list(APPEND files ${source})
        endif()
    endforeach()
    get_filename_component(folder ${output} DIRECTORY)
    add_custom_command(
        OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}
        COMMAND causeway_mkcpio ${plain} ${ROOTFS_SOURCES}
        ${compress}
        DEPENDS causeway_mkcpio ${files} ${ROOTFS_DEPENDS}
        # Sources of the base manifest are relative to this folder.
        WORKING_DIRECTORY ${CAUSEWAY_GUEST_SOURCE_DIR}/rootfs
        COMMENT "Writing the root file system ${output}"
        VERBATIM)
    add_custom_target(${target} DEPENDS ${output})
endfunction()

# Declares everything for guests of a word size.
function(causeway_guest_declare word)
    set(bin ${CAUSEWAY_GUEST_BINARY_DIR})
    set(rootfs ${CAUSEWAY_GUEST_SOURCE_DIR}/rootfs)
    causeway_guest_kernel(${word})
    causeway_guest_module(causeway_guest_modules_${word} ${word} ${bin}/modules-${word})
    causeway_guest_programs(causeway_guest_utils_${word} ${word} utilities ${bin}/utilities-${word}
        ${CAUSEWAY_GUEST_UTILITIES})

    set(products ${bin}/modules-${word}/dataport.ko ${bin}/modules-${word}/consumes_event.ko
        ${bin}/modules-${word}/emits_event.ko ${bin}/modules-${word}/connection.ko ${bin}/modules-${word}/uio.ko)
    foreach(program IN LISTS CAUSEWAY_GUEST_UTILITIES)
        list(APPEND products ${bin}/utilities-${word}/${program})
    endforeach()
    add_custom_command(
        OUTPUT ${bin}/rootfs-${word}.manifest
        COMMAND ${rootfs}/guest_manifest.sh ${bin}/release-${word} ${bin}/busybox-${word} ${bin}/modules-${word}
            ${bin}/utilities-${word} > ${bin}/rootfs-${word}.manifest
        DEPENDS ${rootfs}/guest_manifest.sh ${bin}/release-${word} ${bin}/busybox-${word} ${products}
            causeway_guest_kernel_${word} causeway_guest_modules_${word} causeway_guest_utils_${word}
        COMMENT "Listing the ${word}-bit guest's files"
        VERBATIM)
    causeway_guest_sources(base rootfs/base)
    causeway_guest_rootfs(causeway_guest_rootfs_${word} ${bin}/rootfs-${word}.cpio
        SOURCES ${rootfs}/base.manifest ${rootfs}/base-${word}.manifest ${bin}/rootfs-${word}.manifest
        DEPENDS ${base} ${products})
endfunction()

# What tests put into a guest, and a root file system with all of it: see README.md.
function(causeway_guest_tests word)
    set(bin ${CAUSEWAY_GUEST_BINARY_DIR})
    set(tests ${CAUSEWAY_GUEST_SOURCE_DIR}/tests)
    set(output ${bin}/tests-${word})
    causeway_guest_programs(causeway_guest_connector_test_${word} ${word} tests/connector_test ${output}/connector_test
        connector_test)
    causeway_guest_module(causeway_guest_test_modules_${word} ${word} ${output}/modules ${tests}/hypercall_test)
    causeway_guest_module(causeway_guest_standin_modules_${word} ${word} ${output}/standin ${tests}/hypercall_test
        ${tests}/monitor)

    set(list "file 0755 usr/sbin/connector_test ${output}/connector_test/connector_test\n")
    string(APPEND list "file 0644 usr/lib/causeway/hypercall_test.ko ${output}/modules/hypercall_test.ko\n")
    set(products ${output}/connector_test/connector_test ${output}/modules/hypercall_test.ko)
    foreach(module monitor hypercall_test dataport consumes_event emits_event)
        string(APPEND list "file 0644 usr/lib/causeway/standin/${module}.ko ${output}/standin/${module}.ko\n")
        list(APPEND products ${output}/standin/${module}.ko)
    endforeach()
    file(GENERATE OUTPUT ${bin}/tests-${word}.manifest CONTENT "${list}")
    causeway_guest_rootfs(causeway_guest_tests_${word} ${bin}/tests-${word}.cpio
        SOURCES ${bin}/rootfs-${word}.cpio ${bin}/tests-${word}.manifest
        DEPENDS ${products} causeway_guest_connector_test_${word} causeway_guest_test_modules_${word}
            causeway_guest_standin_modules_${word} causeway_guest_rootfs_${word})
endfunction()

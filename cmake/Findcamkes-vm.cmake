# SPDX-License-Identifier: BSD-2-Clause
#
# find_package(camkes-vm): virtual machine monitors. Sets
#   CAMKES_VM_DIR            the stock component VM
#   CAMKES_VM_SETTINGS_PATH  settings that an application with virtual machines includes
#   CAMKES_VM_HELPERS_PATH   functions that declare virtual machines and their files

cmake_policy(VERSION 3.20)
include("${CMAKE_CURRENT_LIST_DIR}/helpers/environment.cmake")

set(CAMKES_VM_DIR "${CAUSEWAY_DIR}/components/VM" CACHE INTERNAL "")
set(CAMKES_VM_SETTINGS_PATH "${CMAKE_CURRENT_LIST_DIR}/helpers/vm_settings.cmake" CACHE INTERNAL "")
set(CAMKES_VM_HELPERS_PATH "${CMAKE_CURRENT_LIST_DIR}/helpers/vm_helpers.cmake" CACHE INTERNAL "")

macro(camkes_x86_vm_setup_x86_vm_environment)
    causeway_setup_environment(lib/vmm lib/crossvm guest/linux)
endmacro()

set(camkes-vm_FOUND TRUE)

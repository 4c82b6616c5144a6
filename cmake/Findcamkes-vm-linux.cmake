# SPDX-License-Identifier: BSD-2-Clause
#
# find_package(camkes-vm-linux): Linux guests. It needs nothing but CMAKE_MODULE_PATH, because the programs of a guest
# call it from builds of their own. Sets
#   CAMKES_VM_LINUX_DIR           folder that holds the sources of guest libraries
#   CAMKES_VM_LINUX_HELPERS_PATH  functions for guest images and overlays

set(CAMKES_VM_LINUX_DIR "${CMAKE_CURRENT_LIST_DIR}/vm-linux" CACHE INTERNAL "")
set(CAMKES_VM_LINUX_HELPERS_PATH "${CMAKE_CURRENT_LIST_DIR}/helpers/vm_linux_helpers.cmake" CACHE INTERNAL "")

# Guest parts are used through the functions of the helpers; there is no project to import.
macro(camkes_vm_linux_import_project)
endmacro()

set(camkes-vm-linux_FOUND TRUE)

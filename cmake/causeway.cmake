# SPDX-License-Identifier: BSD-2-Clause
#
# The initial cache of an application's build:
#
#   cmake -G Ninja -C CAUSEWAY/cmake/causeway.cmake -S APP -B BUILD
#
# It tells CMake where the SDK is, and chooses the variant of the system.

get_filename_component(causeway_dir "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
set(CAUSEWAY_DIR "${causeway_dir}" CACHE PATH "The checkout of Causeway that builds this application" FORCE)
set(CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}" CACHE STRING "Where find_package and include look" FORCE)
set(SEL4_TUTORIALS_DIR "${CMAKE_CURRENT_LIST_DIR}/tutorials" CACHE PATH "Where tutorials find settings.cmake" FORCE)

# Downloads and what is unpacked from them; outside the build folder, so that every application shares them.
if(DEFINED ENV{CAUSEWAY_CACHE} AND NOT DEFINED CAUSEWAY_CACHE)
    set(CAUSEWAY_CACHE "$ENV{CAUSEWAY_CACHE}" CACHE PATH "Downloaded packages of guests")
endif()
set(CAUSEWAY_CACHE "${causeway_dir}/build/cache" CACHE PATH "Downloaded packages of guests")

# An optimised build keeps its assertions: the checks of an application are part of it.
set(CMAKE_BUILD_TYPE Release CACHE STRING "Release or Debug")
set(CMAKE_C_FLAGS_RELEASE "-O2 -g" CACHE STRING "Flags of a Release build")

# For clang-tidy and for editors.
set(CMAKE_EXPORT_COMPILE_COMMANDS ON CACHE BOOL "Write compile_commands.json")

set(KernelArch x86 CACHE STRING "Architecture of the kernel" FORCE)
set(KernelPlatform pc99 CACHE STRING "Machine that the kernel runs on" FORCE)
set(KernelSel4Arch x86_64 CACHE STRING "Instruction set of components" FORCE)
set(KernelX86Sel4Arch x86_64 CACHE STRING "Instruction set of components" FORCE)
set(KernelMaxNumNodes 1 CACHE STRING "Processors that the kernel uses" FORCE)

unset(causeway_dir)

# SPDX-License-Identifier: BSD-2-Clause
#
# Programs for a 32-bit Linux guest, built with the compiler of this machine and the guest's own headers and static C
# library, which are downloaded into CAUSEWAY_CACHE (a variable or in the environment) but never installed.

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR i686)

# CMake reads this file again for each check of the compiler, where only the listed variables are known.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES CAUSEWAY_CACHE)
if(NOT CAUSEWAY_CACHE AND DEFINED ENV{CAUSEWAY_CACHE})
    set(CAUSEWAY_CACHE "$ENV{CAUSEWAY_CACHE}")
elseif(NOT CAUSEWAY_CACHE)
    get_filename_component(CAUSEWAY_CACHE "${CMAKE_CURRENT_LIST_DIR}/../../build/cache" ABSOLUTE)
endif()
execute_process(COMMAND "${CMAKE_CURRENT_LIST_DIR}/../../guest/linux/fetch.sh" "${CAUSEWAY_CACHE}" 32
    RESULT_VARIABLE causeway_fetched)
if(NOT causeway_fetched EQUAL 0)
    message(FATAL_ERROR "The C library of 32-bit guests could not be downloaded; the reason is above.")
endif()

set(CMAKE_SYSROOT "${CAUSEWAY_CACHE}/guest-32/sysroot")
file(GLOB causeway_libgcc "${CMAKE_SYSROOT}/usr/lib/gcc/*/*/libgcc.a")
get_filename_component(causeway_libgcc "${causeway_libgcc}" DIRECTORY)

# GCC or clang, if the caller wants it so.
if(NOT CMAKE_C_COMPILER)
    set(CMAKE_C_COMPILER gcc)
endif()
set(CMAKE_C_FLAGS_INIT "-m32 -fPIC -B${causeway_libgcc}")
# The guest's file system has no C library, so that every program brings its own.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
# Assertions of a guest's program are its error checks; no build type may drop them.
set(CMAKE_C_FLAGS_RELEASE "-O2" CACHE STRING "Flags of a Release build")
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g" CACHE STRING "Flags of a RelWithDebInfo build")

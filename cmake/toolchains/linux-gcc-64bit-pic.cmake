# SPDX-License-Identifier: BSD-2-Clause
#
# Programs for a 64-bit Linux guest, built with the compiler and the static C library of this machine.

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
# GCC or clang, if the caller wants it so.
if(NOT CMAKE_C_COMPILER)
    set(CMAKE_C_COMPILER gcc)
endif()
set(CMAKE_C_FLAGS_INIT "-m64 -fPIC")
# Assertions of a guest's program are its error checks; no build type may drop them.
set(CMAKE_C_FLAGS_RELEASE "-O2" CACHE STRING "Flags of a Release build")
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g" CACHE STRING "Flags of a RelWithDebInfo build")

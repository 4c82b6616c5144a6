# SPDX-License-Identifier: BSD-2-Clause
#
# Settings of an application with virtual machines.

set(CAmkESCPP ON CACHE BOOL "Specifications run through the C preprocessor" FORCE)
set(KernelVTX OFF CACHE BOOL "The kernel finds out by itself how the processor runs virtual machines" FORCE)

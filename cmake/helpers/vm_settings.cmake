# SPDX-License-Identifier: BSD-2-Clause
#
# Settings of an application with virtual machines.

set(KernelVTX OFF CACHE BOOL "The kernel finds out by itself how the processor runs virtual machines" FORCE)

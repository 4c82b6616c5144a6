/* SPDX-License-Identifier: BSD-2-Clause */
#define PAGE 4096

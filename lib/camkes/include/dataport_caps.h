/* SPDX-License-Identifier: BSD-2-Clause */
/* The name under which sources written for libcrossvm include it. */
#include "camkes/dataport_caps.h"

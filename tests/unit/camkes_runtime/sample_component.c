/* SPDX-License-Identifier: BSD-2-Clause */
/* The component of tests that do not look at it. */
#include "camkes/component.h"
#include "causeway/component.h"

const struct camkes_component camkes_component = {.name = "sample"};
const cw_slot causeway_console = 0;

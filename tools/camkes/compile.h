/* SPDX-License-Identifier: BSD-2-Clause */
/* The front end: from files to a flat, checked system. */
#ifndef CAMKES_COMPILE_H
#define CAMKES_COMPILE_H

#include "load.h"

/* NULL after an error. The program's arena holds the system. */
const struct adl_system *compile_program(struct program *program);

#endif

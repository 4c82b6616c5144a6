/* SPDX-License-Identifier: BSD-2-Clause */
/* Compiles a specification that is a string, without the preprocessor. */
#ifndef TEST_COMPILE_TEXT_H
#define TEST_COMPILE_TEXT_H

#include "system.h"

/*
 * The standard connectors come first. NULL after errors. What the compiler said is in
 * compile_messages() until the next call; the system is valid until compile_end().
 */
const struct adl_system *compile_text(const char *text);
const struct adl_system *compile_bytes(const char *bytes, size_t length); /* a NUL behind them */
const char *compile_messages(void);
void compile_end(void);

#endif

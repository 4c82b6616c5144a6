/* SPDX-License-Identifier: BSD-2-Clause */
/* A library with a state: each member of a group that links it has its own. */
#ifndef TALLY_H
#define TALLY_H

/* Adds, and returns the sum. */
int tally(int by);

/* The instance that this copy belongs to. */
const char *tally_owner(void);

#endif

/* SPDX-License-Identifier: BSD-2-Clause */
/* The last checks of a flat system: connections against their connectors, interfaces against both. */
#ifndef CAMKES_CHECK_H
#define CAMKES_CHECK_H

#include "flat.h"

void check_system(const struct flat *flat, const struct adl_system *system);

/* Warnings for settings that nothing will read. */
void check_settings(const struct flat *flat, const struct adl_system *system);

/* The ids of the dataports that a guest's monitor hands to it: from 1 without a gap. */
void check_dataports(const struct adl_system *system);

/* The initial values of semaphores. */
void check_locks(const struct adl_system *system);

#endif

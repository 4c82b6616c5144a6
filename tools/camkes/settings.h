/* SPDX-License-Identifier: BSD-2-Clause */
/* Settings by owner and attribute, with references resolved and declared types checked. */
#ifndef CAMKES_SETTINGS_H
#define CAMKES_SETTINGS_H

#include "flat.h"

/*
 * Fills system->settings and the attribute values of the instances. Reports settings that are made
 * twice, that have no value, or one of the wrong type.
 */
void settings_build(struct flat *flat, struct adl_system *system);

#endif

/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks of one declaration by itself: members of one name, names that C cannot take, contradictions. */
#ifndef CAMKES_DECLARE_H
#define CAMKES_DECLARE_H

#include "ast.h"

void declare_procedure(struct arena *arena, const struct adl_procedure *procedure);
void declare_connector(struct arena *arena, const struct adl_connector *connector);
/* Also makes component->interface_map. */
void declare_component(struct arena *arena, struct ast_component *component);
/* Also completes the defaults of its members. */
void declare_struct(struct arena *arena, struct adl_struct *structure);
void declare_composition(struct arena *arena, const struct ast_composition *composition);

#endif

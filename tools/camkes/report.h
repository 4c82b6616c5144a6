/* SPDX-License-Identifier: BSD-2-Clause */
/* What the compiler tells about a system. */
#ifndef CAMKES_REPORT_H
#define CAMKES_REPORT_H

#include <stdio.h>

#include "layout.h"

/* One line for each instance: name, component, "software" or "hardware". */
void report_instances(const struct adl_system *system, FILE *out);

/* Instances, connections and settings, for tools: docs/camkes-language.md has the form. */
void report_json(const struct adl_system *system, FILE *out);

/* The assembly as a directed graph for Graphviz. */
void report_dot(const struct adl_system *system, FILE *out);

/* For each domain: what it may touch, how, and who shares it. */
void report_matrix(const struct plan *plan, FILE *out);

#endif

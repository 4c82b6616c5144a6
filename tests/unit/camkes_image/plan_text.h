/* SPDX-License-Identifier: BSD-2-Clause */
/* Plans of specifications that a test writes out. What they return lives until plan_text_end(). */
#ifndef PLAN_TEXT_H
#define PLAN_TEXT_H

#include "layout.h"

/* The plan of a specification that is right; fails the test if it is not. */
const struct plan *plan_of(const char *text);

/* The front end accepts it, the plan does not, and its message holds `message`. */
void assert_refused(const char *text, const char *message);

/* For cmocka's teardown. */
int plan_text_end(void **state);

const struct plan_member *member_of(const struct plan *plan, const char *name);
const struct plan_domain *domain_of(const struct plan *plan, const char *name);
const struct plan_end *end_of(const struct plan *plan, const char *instance, const char *interface);
const struct plan_slot *slot_of(const struct plan *plan, const char *instance, uint32_t slot);

/* The mapping that holds the address, or NULL. */
const struct plan_mapping *mapping_at(const struct plan_domain *domain, uint64_t address);

#endif

/* SPDX-License-Identifier: BSD-2-Clause */
/* Connectors that other CAmkES systems have and this one does not offer. */
#ifndef CAMKES_REFUSED_H
#define CAMKES_REFUSED_H

/* Why the connector is not offered, or what to use instead: the rest of a sentence. NULL: nothing is known of it. */
const char *refused_connector(const char *name);

#endif

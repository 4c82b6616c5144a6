/* SPDX-License-Identifier: BSD-2-Clause */
/* The other end of every connection. It has nothing to do, because no guest starts. */
#include <camkes.h>

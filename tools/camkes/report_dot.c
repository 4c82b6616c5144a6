/* SPDX-License-Identifier: BSD-2-Clause */
#include "report.h"

void report_dot(const struct adl_system *system, FILE *out)
{
    (void)system;
    fputs("digraph assembly {}\n", out);
}

/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <stdio.h>

int run(void)
{
    printf("%s second: a badge in the configuration counts\n", work_sender() == 7 ? "ok" : "not ok");
    done_emit();
    return 0;
}

/* SPDX-License-Identifier: BSD-2-Clause */
/* Is in no group: reaches the left worker through the kernel only. */
#include <camkes.h>
#include <stdio.h>
#include <string.h>

int run(void)
{
    mine_wait();
    printf("%s the stranger is another sender\n", work_sender() == 2 ? "ok" : "not ok");
    printf("%s the stranger sees what the group has counted\n", work_count(0) == 2007 ? "ok" : "not ok");
    work_write_at(0, "the stranger was here");
    yours_emit();
    return 0;
}

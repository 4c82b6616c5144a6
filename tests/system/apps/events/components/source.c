/* SPDX-License-Identifier: BSD-2-Clause */
/* Emits what it is told to. */
#include <camkes.h>

void orders_emit_native(int times)
{
    while (times-- > 0)
        native_emit();
}

void orders_emit_bound(void)
{
    bound_emit();
}

void orders_emit_queued(int times)
{
    while (times-- > 0)
        queued_emit();
}

void orders_emit_global(void)
{
    global_emit();
}

void orders_emit_called(int times)
{
    while (times-- > 0)
        called_emit();
}

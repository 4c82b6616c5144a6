/* SPDX-License-Identifier: BSD-2-Clause */
/* Emits what it is told to. */
#include <camkes.h>
#include <stdio.h>
#include <string.h>

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

/* How many of them went into the queue. */
int orders_send_letters(int first, int count)
{
    camkes_msgqueue_sender_t queue;
    if (camkes_msgqueue_sender_init(1, &queue) != 0)
        return -1;
    for (int i = 0; i < count; i++) {
        letter_t letter = {.number = (uint32_t)(first + i)};
        snprintf(letter.text, sizeof(letter.text), "letter %d", first + i);
        if (camkes_msgqueue_send(&queue, &letter, sizeof(letter)) != 0)
            return i;
    }
    return count;
}

int orders_send_pages(int count)
{
    camkes_msgqueue_sender_t queue;
    unsigned char page[3000];
    if (camkes_msgqueue_sender_init(2, &queue) != 0)
        return -1;
    for (int i = 0; i < count; i++) {
        memset(page, i + 1, sizeof(page));
        if (camkes_msgqueue_send(&queue, page, sizeof(page)) != 0)
            return i;
    }
    return count;
}

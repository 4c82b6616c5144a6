/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A mailbox with one place: X_put waits until the last message has been taken, X_take until there is one.
 * What the other side writes is believed no further than that.
 */
#if CAMKES_IS_TO
size_t CAMKES_FN(_take)(void *buffer, size_t size);
#else
void CAMKES_FN(_put)(const void *message, size_t size);
#endif

#ifdef CAMKES_GLUE
#ifndef MAILBOX_H
#define MAILBOX_H
#include <stdatomic.h>
#include <string.h>

struct mailbox {
    _Atomic uint32_t full;
    _Atomic uint32_t size;
    char message[];
};

static inline void mailbox_wait(const struct camkes_own_end *end, uint32_t full)
{
    const struct mailbox *box = end->memory;
    while (atomic_load(&box->full) != full) {
        uint64_t bits;
        cw_wait(end->notification, &bits);
    }
}

static inline void mailbox_turn(const struct camkes_own_end *end, uint32_t full)
{
    struct mailbox *box = end->memory;
    atomic_store(&box->full, full);
    cw_signal(end->partners[0]);
}

static inline size_t mailbox_limit(const struct camkes_own_end *end, size_t size)
{
    size_t most = end->size - sizeof(struct mailbox);
    return size < most ? size : most;
}
#endif

#if CAMKES_IS_TO
size_t CAMKES_FN(_take)(void *buffer, size_t size)
{
    struct mailbox *box = CAMKES_END.memory;
    mailbox_wait(&CAMKES_END, 1);
    size_t taken = mailbox_limit(&CAMKES_END, atomic_load(&box->size));
    taken = taken < size ? taken : size;
    memcpy(buffer, box->message, taken);
    mailbox_turn(&CAMKES_END, 0);
    return taken;
}
#else
void CAMKES_FN(_put)(const void *message, size_t size)
{
    struct mailbox *box = CAMKES_END.memory;
    mailbox_wait(&CAMKES_END, 0);
    atomic_store(&box->size, (uint32_t)mailbox_limit(&CAMKES_END, size));
    memcpy(box->message, message, mailbox_limit(&CAMKES_END, size));
    mailbox_turn(&CAMKES_END, 1);
}
#endif
#endif

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An event with a number: X_emit_number adds to a sum; the consumer's X_number gets, on the interface's thread, what it
 * has grown by.
 */
#if CAMKES_IS_TO
void CAMKES_FN(_number)(uint32_t number, uint64_t emitters);
#else
void CAMKES_FN(_emit_number)(uint32_t number);
#endif

#ifdef CAMKES_GLUE
#include <stdatomic.h>

#if CAMKES_IS_TO
int CAMKES_FN(__run)(void);

int CAMKES_FN(__run)(void)
{
    _Atomic uint32_t *sum = CAMKES_END.memory;
    uint32_t seen = 0;
    uint64_t emitters;
    while (cw_wait(CAMKES_END.notification, &emitters) >= 0) {
        uint32_t now = atomic_load(sum);
        CAMKES_FN(_number)(now - seen, emitters);
        seen = now;
    }
    return 0;
}
#else
void CAMKES_FN(_emit_number)(uint32_t number)
{
    _Atomic uint32_t *sum = CAMKES_END.memory;
    atomic_fetch_add(sum, number);
    for (size_t i = 0; i < CAMKES_END.partner_count; i++)
        cw_signal(CAMKES_END.partners[i]);
}

void CAMKES_FN(_emit)(void)
{
    CAMKES_FN(_emit_number)(1);
}
#endif
#endif

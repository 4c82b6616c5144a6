/* SPDX-License-Identifier: BSD-2-Clause */
/* A mutex of the specification as a value: the two functions that its name stands for. */
#ifndef CAMKES_MUTEX_H
#define CAMKES_MUTEX_H

typedef int (*camkes_mutex_lock_fn)(void);
typedef int (*camkes_mutex_unlock_fn)(void);

typedef struct camkes_mutex {
    camkes_mutex_lock_fn lock;
    camkes_mutex_unlock_fn unlock;
} camkes_mutex_t;

/* Both return 0 on success. */
__attribute__((warn_unused_result)) static inline int camkes_mutex_lock(camkes_mutex_t *mutex)
{
    return mutex->lock();
}

__attribute__((warn_unused_result)) static inline int camkes_mutex_unlock(camkes_mutex_t *mutex)
{
    return mutex->unlock();
}

#endif

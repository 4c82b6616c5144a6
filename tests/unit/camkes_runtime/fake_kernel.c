/* SPDX-License-Identifier: BSD-2-Clause */
#include "fake_kernel.h"

#include <sched.h>
#include <string.h>

struct badge {
    cw_slot notification;
    uint64_t bits; /* 0: the slot is what it seems */
};

struct notification {
    uint64_t bits;
    unsigned signals, waiters;
    bool closed;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct notification notifications[FAKE_SLOTS];
static struct badge badges[FAKE_SLOTS];
static unsigned acknowledged;

int64_t (*fake_server)(cw_slot endpoint, size_t words);
char fake_console[4096];
size_t fake_console_length, fake_console_most = 256;
uint64_t causeway_clock_frequency = 1000000000;

void fake_reset(void)
{
    memset(notifications, 0, sizeof(notifications));
    memset(badges, 0, sizeof(badges));
    acknowledged = 0;
    fake_console_length = 0;
    fake_console_most = 256;
    fake_server = NULL;
}

unsigned fake_signals(cw_slot notification)
{
    pthread_mutex_lock(&lock);
    unsigned signals = notifications[notification].signals;
    pthread_mutex_unlock(&lock);
    return signals;
}

unsigned fake_waiters(cw_slot notification)
{
    pthread_mutex_lock(&lock);
    unsigned waiters = notifications[notification].waiters;
    pthread_mutex_unlock(&lock);
    return waiters;
}

static bool is_idle(cw_slot notification)
{
    pthread_mutex_lock(&lock);
    bool idle = notifications[notification].bits == 0 && notifications[notification].waiters > 0;
    pthread_mutex_unlock(&lock);
    return idle;
}

void fake_settle(cw_slot notification)
{
    while (!is_idle(notification))
        sched_yield();
}

pthread_t fake_serving;
static void (*serving)(void *);

static void *serve(void *argument)
{
    serving(argument);
    return NULL;
}

int fake_serve(void (*server)(void *), void *argument)
{
    serving = server;
    return pthread_create(&fake_serving, NULL, serve, argument);
}

int fake_serve_end(cw_slot notification)
{
    fake_close(notification);
    return pthread_join(fake_serving, NULL);
}

void *fake_signal_later(void *argument)
{
    const struct fake_signal *signal = argument;
    while (fake_waiters(signal->waited) == 0)
        sched_yield();
    cw_signal(signal->signalled);
    return argument;
}

void fake_close(cw_slot notification)
{
    pthread_mutex_lock(&lock);
    notifications[notification].closed = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

void fake_badge(cw_slot slot, cw_slot notification, uint64_t badge)
{
    badges[slot] = (struct badge){notification, badge};
}

unsigned fake_acknowledged(void)
{
    pthread_mutex_lock(&lock);
    unsigned count = acknowledged;
    pthread_mutex_unlock(&lock);
    return count;
}

int64_t cw_irq_ack(cw_slot irq)
{
    (void)irq;
    pthread_mutex_lock(&lock);
    acknowledged++;
    pthread_mutex_unlock(&lock);
    return 0;
}

int64_t cw_signal(cw_slot slot)
{
    const struct badge *badge = &badges[slot];
    struct notification *object = &notifications[badge->bits ? badge->notification : slot];
    pthread_mutex_lock(&lock);
    object->bits |= badge->bits ? badge->bits : 1;
    object->signals++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    return 0;
}

/* As the kernel's: one waiter gets all bits, the others go on waiting. */
int64_t cw_wait(cw_slot notification, uint64_t *bits)
{
    struct notification *object = &notifications[notification];
    pthread_mutex_lock(&lock);
    object->waiters++;
    while (object->bits == 0 && !object->closed)
        pthread_cond_wait(&changed, &lock);
    object->waiters--;
    int64_t result = object->bits == 0 ? -CW_ENOENT : 0;
    *bits = object->bits;
    object->bits = 0;
    pthread_mutex_unlock(&lock);
    return result;
}

int64_t cw_poll(cw_slot notification, uint64_t *bits)
{
    pthread_mutex_lock(&lock);
    *bits = notifications[notification].bits;
    notifications[notification].bits = 0;
    pthread_mutex_unlock(&lock);
    return 0;
}

int64_t cw_call(cw_slot endpoint, size_t words)
{
    return words > CW_MESSAGE_WORDS ? -CW_EINVAL : fake_server(endpoint, words);
}

int64_t cw_receive(cw_slot endpoint, uint64_t *badge)
{
    (void)endpoint;
    *badge = 0;
    return -CW_ENOENT;
}

int64_t cw_reply_receive(cw_slot endpoint, size_t words, uint64_t *badge)
{
    (void)words;
    return cw_receive(endpoint, badge);
}

int64_t cw_console_write(cw_slot console, const char *bytes, size_t length)
{
    if (console == 0)
        return -CW_ENOENT;
    if (length > fake_console_most)
        length = fake_console_most;
    if (length > sizeof(fake_console) - fake_console_length)
        length = sizeof(fake_console) - fake_console_length;
    memcpy(fake_console + fake_console_length, bytes, length);
    fake_console_length += length;
    return (int64_t)length;
}

_Noreturn void cw_thread_exit(void)
{
    pthread_exit(NULL);
}

struct cw_message *cw_message_buffer(void)
{
    static _Thread_local struct cw_message message;
    return &message;
}

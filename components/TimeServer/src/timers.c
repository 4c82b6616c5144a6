/* SPDX-License-Identifier: BSD-2-Clause */
#include "timers.h"

#include <stdlib.h>

bool timers_init(struct timers *timers, size_t clients, int each)
{
    if (each < 1 || each > TIMERS_MOST)
        return false;
    struct timers_client *client = calloc(clients + 1, sizeof(*client));
    if (!client)
        return false;
    *timers = (struct timers){.client = client, .clients = clients, .each = (unsigned)each};
    for (size_t i = 0; i < clients; i++) {
        for (int id = 0; id < each; id++)
            client[i].timer[id].deadline = TIMERS_NEVER;
    }
    return true;
}

bool timers_start(struct timers *timers, size_t client, int id, uint64_t deadline, uint64_t period)
{
    if (client >= timers->clients || id < 0 || (unsigned)id >= timers->each)
        return false;
    timers->client[client].timer[id] = (struct timer){.deadline = deadline, .period = period};
    return true;
}

uint32_t timers_take_completed(struct timers *timers, size_t client)
{
    if (client >= timers->clients)
        return 0;
    uint32_t completed = timers->client[client].completed;
    timers->client[client].completed = 0;
    return completed;
}

uint64_t timers_add(uint64_t time, uint64_t delay)
{
    uint64_t sum;
    if (__builtin_add_overflow(time, delay, &sum) || sum == TIMERS_NEVER)
        sum = TIMERS_NEVER - 1;
    return sum;
}

/* The timer is due. */
static void end(struct timer *timer, uint64_t now)
{
    if (timer->period == 0) {
        timer->deadline = TIMERS_NEVER;
        return;
    }
    uint64_t late = (now - timer->deadline) % timer->period;
    timer->deadline = timers_add(now, timer->period - late);
}

static bool expire_client(struct timers_client *client, unsigned each, uint64_t now)
{
    bool ended = false;
    for (unsigned id = 0; id < each; id++) {
        if (client->timer[id].deadline > now)
            continue;
        end(&client->timer[id], now);
        client->completed |= 1u << id;
        ended = true;
    }
    return ended;
}

void timers_expire(struct timers *timers, uint64_t now, void (*ended)(size_t client))
{
    for (size_t i = 0; i < timers->clients; i++) {
        if (expire_client(&timers->client[i], timers->each, now))
            ended(i);
    }
}

uint64_t timers_next(const struct timers *timers)
{
    uint64_t next = TIMERS_NEVER;
    for (size_t i = 0; i < timers->clients; i++) {
        for (unsigned id = 0; id < timers->each; id++) {
            if (timers->client[i].timer[id].deadline < next)
                next = timers->client[i].timer[id].deadline;
        }
    }
    return next;
}

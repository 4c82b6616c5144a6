/* SPDX-License-Identifier: BSD-2-Clause */
/* There are two of these in one address space, with all their names. */
#include <camkes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tally.h"

int constructed;
static _Thread_local int calls;
static int rings;

static __attribute__((constructor)) void begin(void)
{
    constructed++;
}

void ring__init(void)
{
    constructed += 10;
}

char *work_who(void)
{
    char text[64];
    snprintf(text, sizeof(text), "%s/%s/%s/%d", get_instance_name(), tally_owner(), mark, constructed);
    return strdup(text);
}

int work_count(int by)
{
    lock_lock();
    int result = tally(by);
    lock_unlock();
    calls++;
    return result;
}

void work_write_at(uint64_t address, const char *text)
{
    strcpy((char *)address, text);
}

void work_turn(char **text)
{
    size_t length = strlen(*text);
    char *turned = malloc(length + 1);
    for (size_t i = 0; turned && i < length; i++)
        turned[i] = (*text)[length - 1 - i];
    if (turned)
        turned[length] = '\0';
    free(*text);
    *text = turned;
}

static int compare(const void *left, const void *right)
{
    return *(const int *)left - *(const int *)right;
}

void work_sort(size_t *numbers_sz, int **numbers)
{
    qsort(*numbers, *numbers_sz, sizeof(int), compare);
}

/* Goes through the kernel, on the caller's thread. */
int work_relay(int by)
{
    return other_count(by);
}

uint64_t work_heap(void)
{
    void *memory = malloc(1 << 20); /* more than this member alone has brought */
    uint64_t address = (uintptr_t)memory;
    free(memory);
    return address;
}

int work_seen(void)
{
    ring_wait();
    return ++rings;
}

uint64_t work_sender(void)
{
    return work_get_sender_id() + (uint64_t)calls * 1000;
}

char *remote_who(void)
{
    return work_who();
}

int remote_count(int by)
{
    return work_count(by);
}

void remote_write_at(uint64_t address, const char *text)
{
    (void)address;
    strcpy((char *)board, text);
}

void remote_turn(char **text)
{
    work_turn(text);
}

void remote_sort(size_t *numbers_sz, int **numbers)
{
    work_sort(numbers_sz, numbers);
}

int remote_relay(int by)
{
    return work_relay(by);
}

uint64_t remote_heap(void)
{
    return work_heap();
}

int remote_seen(void)
{
    return rings;
}

uint64_t remote_sender(void)
{
    return remote_get_sender_id();
}

int run(void)
{
    printf("%s runs\n", get_instance_name());
    return 0;
}

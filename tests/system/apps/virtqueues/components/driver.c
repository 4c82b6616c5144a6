/* SPDX-License-Identifier: BSD-2-Clause */
/* Sends texts to its devices, and checks what comes back. */
#include <camkes.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define ROUNDS 5000
#define LONG   20000
#define SMALL  4 /* entries of the small ring */

static virtqueue_driver_t left, right, small;

static void check(const char *what, bool good)
{
    printf("%s %s\n", good ? "ok" : "not ok", what);
}

/* Takes the next chain and compares it with `text` in capitals. */
static bool comes_back(virtqueue_driver_t *driver, const char *text, size_t size)
{
    static char got[LONG];
    virtqueue_chain_t chain;
    if (camkes_virtqueue_driver_wait(driver) != 0 || camkes_virtqueue_driver_get(driver, &chain) != 0)
        return false;
    bool good =
        chain.size == size && camkes_virtqueue_driver_gather_copy_buffer(driver, &chain, got, size) == 0;
    camkes_virtqueue_driver_done(driver, &chain);
    for (size_t i = 0; i < size; i++)
        good = good && got[i] == toupper(text[i]);
    return good;
}

static void ids(void)
{
    check("a virtqueue has the id of its setting", camkes_virtqueue_driver_init(&left, 7) == 0);
    check("others are numbered from 0",
          camkes_virtqueue_driver_init(&right, 0) == 0 && camkes_virtqueue_driver_init(&small, 1) == 0);
    check("there are no more", camkes_virtqueue_driver_init(&(virtqueue_driver_t){0}, 2) != 0);
}

static void texts(void)
{
    static char text[LONG];
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (char)('a' + i % 26);
    check("a text is sent", camkes_virtqueue_driver_scatter_send_buffer(&left, text, 100) == 0);
    check("a text comes back changed", comes_back(&left, text, 100));
    check("a text of many blocks is sent",
          camkes_virtqueue_driver_scatter_send_buffer(&left, text, LONG) == 0);
    check("a text of many blocks comes back changed", comes_back(&left, text, LONG));
}

static void blocks(void)
{
    void *block[2];
    size_t sizes[2] = {5, 6};
    bool good = camkes_virtqueue_buffer_alloc(&right, &block[0], 5) == 0 &&
                camkes_virtqueue_buffer_alloc(&right, &block[1], 6) == 0;
    check("blocks can be had", good);
    memcpy(block[0], "hello", 5);
    memcpy(block[1], " world", 6);
    check("two blocks are sent as one chain", camkes_virtqueue_driver_send(&right, block, sizes, 2) == 0);
    check("they come back as one", comes_back(&right, "hello world", 11));
    check("the answer is where the question was", memcmp(block[0], "HELLO", 5) == 0);
}

static void full(void)
{
    char text[] = "a";
    unsigned sent = 0;
    while (sent <= SMALL && camkes_virtqueue_driver_scatter_send_buffer(&small, text, 1) == 0) {
        sent++;
        text[0]++;
    }
    check("a full ring takes no more", sent == SMALL);
    bool good = true;
    for (unsigned i = 0; i < sent; i++) {
        text[0] = (char)('a' + i);
        good = good && comes_back(&small, text, 1);
    }
    check("all of a full ring comes back, in order", good);
    check("nothing else comes", camkes_virtqueue_driver_poll(&small) == 0);
}

static void rounds(void)
{
    unsigned good = 0;
    for (unsigned i = 0; i < ROUNDS; i++) {
        char one[32], other[32];
        snprintf(one, sizeof(one), "round %u", i);
        snprintf(other, sizeof(other), "round %u of the other", i);
        camkes_virtqueue_driver_scatter_send_buffer(&left, one, strlen(one));
        camkes_virtqueue_driver_scatter_send_buffer(&right, other, strlen(other));
        good += comes_back(&right, other, strlen(other)) && comes_back(&left, one, strlen(one));
    }
    check("5,000 rounds with two devices, none lost", good == ROUNDS);
}

int run(void)
{
    ids();
    texts();
    blocks();
    full();
    rounds();
    printf("driver is done\n");
    power_off();
    return 0;
}

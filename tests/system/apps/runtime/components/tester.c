/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <causeway/clock.h>

#define ROUNDS 100000
#define FLOOD  1000

static void check(const char *what, bool good)
{
    printf("%s tester: %s\n", good ? "ok" : "not ok", what);
}

static void test_calls(void)
{
    char **words;
    size_t word_count, number_count = 3;
    int *numbers = malloc(3 * sizeof(int));
    for (int i = 0; i < 3; i++)
        numbers[i] = i + 1;
    check("a call returns the sum", work_add(40, 2) == 42);
    char *text = work_describe("world", &number_count, &numbers, &word_count, &words);
    check("a string comes back", text && strcmp(text, "hello world") == 0);
    check("an array grows at the server", number_count == 4 && numbers[2] == 3 && numbers[3] == 6);
    check("strings come out", word_count == 2 && strcmp(words[1], "world") == 0);
    check("the first client without a badge of its own gets 1", work_sender() == 1);
    for (size_t i = 0; i < word_count; i++)
        free(words[i]);
    free(words);
    free(numbers);
    free(text);
}

static int call_error;

static camkes_error_action_t note_error(camkes_error_t *error)
{
    call_error = error->error;
    return CEA_DISCARD;
}

static void test_server_that_dies(void)
{
    mortal_register_error_handler(note_error);
    check("a server answers before it faults", mortal_add(1, 1) == 2);
    check("a call to a server that faults returns 0", mortal_die() == 0);
    check("the error is ECONNRESET", call_error == ECONNRESET);
    call_error = 0;
    check("so does every later call", mortal_add(1, 1) == 0 && call_error == ECONNRESET);
}

static void test_round_trips(void)
{
    uint64_t start = cw_clock_ticks();
    for (int i = 0; i < ROUNDS; i++) {
        ping_emit();
        pong_wait();
    }
    check("100000 round trips of events, none lost", !pong_poll());
    printf("a round trip takes %llu ns\n",
           (unsigned long long)cw_clock_to_ns((cw_clock_ticks() - start) / ROUNDS));
}

/* More events than anybody waits for: they may merge, but the last one is never lost. */
static void test_flood(void)
{
    volatile unsigned *seen = (volatile unsigned *)page;
    for (int i = 0; i < FLOOD; i++)
        flood_emit();
    ping_emit();
    pong_wait();
    check("a flood reaches the callback", *seen >= 1 && *seen <= FLOOD);
}

static void test_timer(void)
{
    uint64_t start = cw_clock_ticks();
    seL4_Word bits;
    clock_set(cw_clock_deadline(20000000));
    seL4_Wait(clock_notification(), &bits);
    check("the timer signals its own bit", bits == clock_notification_badge());
    check("not before its time", cw_clock_to_ns(cw_clock_ticks() - start) >= 20000000);
    clock_set(cw_clock_deadline(5000000));
    clock_cancel();
    start = cw_clock_ticks();
    while (cw_clock_to_ns(cw_clock_ticks() - start) < 10000000)
        ;
    seL4_Poll(clock_notification(), &bits);
    check("a cancelled timer stays silent", bits == 0);
}

static void test_dataport(void)
{
    strcpy((char *)page + 4096, "from the tester");
    check("the server sees the page", work_add(-1, -1) == 1);
    check("the tester sees the server's answer", strcmp((char *)page + 4096, "from the server") == 0);
    dataport_ptr_t pointer = dataport_wrap_ptr((char *)page + 100);
    check("a pointer survives wrapping", dataport_unwrap_ptr(pointer) == (char *)page + 100);
    check("an unconnected interface is NULL", never_poll == NULL);
}

/* Configuration space of the disk controller, where the emulator's firmware puts it (PCI 3.0, 6.1). */
#define CONFIG 0xb00fa000u

static void test_device_memory(void)
{
    volatile uint32_t *identity = config_translate_paddr(CONFIG, 4);
    volatile uint8_t *interrupt_line = config_translate_paddr(CONFIG + 0x3c, 1);
    check("device memory is where the device's addresses say",
          (volatile void *)identity == config && (volatile char *)interrupt_line == (char *)config + 0x3c);
    check("addresses of other devices are not translated",
          config_translate_paddr(CONFIG - 1, 1) == NULL && config_translate_paddr(CONFIG + 4092, 8) == NULL);
    check("a device's register can be read", *identity == 0x29228086);
    uint8_t before = *interrupt_line;
    *interrupt_line = (uint8_t)~before;
    check("and written", *interrupt_line == (uint8_t)~before);
    *interrupt_line = before;
}

int run(void)
{
    test_calls();
    test_dataport();
    test_server_that_dies();
    test_timer();
    test_device_memory();
    test_round_trips();
    test_flood();
    done_wait();
    printf("tester is done\n");
    /* Others have lower priorities; they end while this thread sleeps. */
    clock_set(cw_clock_deadline(1000000000));
    seL4_Wait(clock_notification(), NULL);
    power_off();
    return 0;
}

/* SPDX-License-Identifier: BSD-2-Clause */
/* Has events emitted and checks what arrives: how often, when, from whom. */
#include <camkes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"

#define QUEUED 10000
#define CALLED 100
#define TICKS  50

static void check(const char *what, bool good)
{
    printf("%s %s\n", good ? "ok" : "not ok", what);
}

static void native(void)
{
    check("a native event is not there before it is emitted", native_poll() == 0);
    first_emit_native(1);
    check("a native event is taken once", native_poll() == 1 && native_poll() == 0);
    first_emit_native(1000);
    second_emit_native(1000);
    check("native events merge", native_poll() == 1 && native_poll() == 0);
    second_emit_native(1);
    native_wait();
    check("a native event that was waited for is taken", native_poll() == 0);
    seL4_Word bits;
    first_emit_native(1);
    seL4_Poll(native_notification(), &bits);
    check("an event of type Notification can be taken at its notification", bits != 0 && native_poll() == 0);
}

static void bound(void)
{
    seL4_Word bits;
    first_emit_bound();
    second_emit_bound();
    seL4_Wait(bound_notification(), &bits);
    check("the badge says who has signalled, a number and a string of digits", bits == (4 | 8));
    second_emit_bound();
    seL4_Wait(bound_notification(), &bits);
    check("each emitter has its own badge", bits == 8);
    seL4_Poll(bound_notification(), &bits);
    check("nothing is left at a bound notification", bits == 0);
}

static void queued(void)
{
    first_emit_queued(QUEUED);
    for (int i = 0; i < QUEUED; i++)
        queued_wait();
    check("10,000 queued events are 10,000 events", queued_poll() == 0);
    int witnessed = 0;
    while (witnessed < QUEUED)
        witnessed += witness_taken();
    check("each consumer gets every queued event", witnessed == QUEUED && witness_taken() == 0);
}

static void global(void)
{
    check("two ends share the notification of their instance", left_notification() == right_notification());
    check("a badge can be set by hand", right_notification_badge() == 0x100);
    seL4_Word bits, all = left_notification_badge() | right_notification_badge();
    check("ends have badges of their own", (left_notification_badge() & right_notification_badge()) == 0);
    first_emit_global();
    seL4_Wait(left_notification(), &bits);
    check("the badge says which connection has signalled", bits == left_notification_badge());
    first_emit_global();
    second_emit_global();
    seL4_Wait(left_notification(), &bits);
    check("signals of several connections are taken together", bits == all);
}

static atomic_ullong called_bits;

void called_callback(seL4_Word badge)
{
    atomic_fetch_or(&called_bits, badge);
    callbacks_post();
}

static void called(void)
{
    for (int i = 0; i < CALLED; i++) {
        first_emit_called(1);
        callbacks_wait();
    }
    check("the function is called for each signal", callbacks_trywait() != 0);
    check("the function gets the end's badge", called_bits == called_notification_badge());
}

static void tick(void)
{
    seL4_Word bits;
    clock_start();
    for (int i = 0; i < TICKS; i++) {
        do
            seL4_Wait(tick_notification(), &bits);
        while ((bits & tick_notification_badge()) == 0);
        clock_clear();
        if (tick_acknowledge() != 0)
            break;
    }
    clock_stop();
    check("50 interrupts arrive at the notification of the instance", bits == tick_notification_badge());
}

static bool is_letter(camkes_msgqueue_receiver_t *queue, unsigned number)
{
    letter_t letter;
    char text[sizeof(letter.text)];
    snprintf(text, sizeof(text), "letter %u", number);
    return camkes_msgqueue_wait(queue) == 0 && camkes_msgqueue_get(queue, &letter, sizeof(letter)) == 0 &&
           letter.number == number && strcmp(letter.text, text) == 0;
}

static void letters(void)
{
    camkes_msgqueue_receiver_t queue, short_queue;
    check("a queue that is not there is not found", camkes_msgqueue_receiver_init(9, &queue) == -1);
    check("queues are found by their ids", camkes_msgqueue_receiver_init(1, &queue) == 0 &&
                                               camkes_msgqueue_receiver_init(3, &short_queue) == 0);
    check("a queue takes 128 messages, or as many as are set",
          first_send_letters(0, 200) == 128 && second_send_letters(0, 200) == 4);
    bool right = true;
    for (unsigned i = 0; i < 128; i++)
        right = is_letter(&queue, i) && right;
    for (unsigned i = 0; i < 4; i++)
        right = is_letter(&short_queue, i) && right;
    check("messages arrive whole and in order", right);
    check("an empty queue has nothing",
          camkes_msgqueue_poll(&queue) == 0 && camkes_msgqueue_get(&queue, &right, sizeof(right)) == -1);
    check("a queue goes on",
          first_send_letters(500, 2) == 2 && is_letter(&queue, 500) && is_letter(&queue, 501));
}

static void pages_of_bytes(void)
{
    camkes_msgqueue_receiver_t queue;
    unsigned char page[3000];
    check("a queue of Buf(N) has room for its messages",
          camkes_msgqueue_receiver_init(2, &queue) == 0 && first_send_pages(200) == 128);
    bool right = true;
    for (unsigned i = 0; i < 128; i++)
        right = right && camkes_msgqueue_get(&queue, page, sizeof(page)) == 0 && page[0] == i + 1 &&
                page[2999] == i + 1;
    check("and they are whole", right);
}

int run(void)
{
    native();
    bound();
    queued();
    global();
    called();
    letters();
    pages_of_bytes();
    tick();
    printf("sink is done\n");
    power_off();
    return 0;
}

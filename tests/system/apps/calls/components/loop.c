/* SPDX-License-Identifier: BSD-2-Clause */
/* One thread for all: calls of four interfaces, and the ticks of a timer. */
#include <camkes.h>
#include <stdio.h>

#include <causeway/clock.h>

static int last[2], ticks;

/* The round again, or -1 if it is not the one after the caller's last. */
int order_step(int round)
{
    int *own = &last[order_get_sender_id() == 0xffffffff];
    if (round != *own + 1)
        return -1;
    *own = round;
    return round;
}

void buffers_wake(int client)
{
    *(int *)buffers_buf(buffers_get_sender_id()) = client + 1;
}

void buffers_leave(const char *text)
{
    seL4_Word client = buffers_get_sender_id();
    snprintf(buffers_buf(client), buffers_buf_size(client), "%s", text);
}

/* How often the timer has come. */
void pico_wake(int client)
{
    (void)client;
    *(int *)pico_buf(pico_get_sender_id()) = ticks;
}

void pico_leave(const char *text)
{
    (void)text;
}

void pico_signal_wake(int client)
{
    pico_signal_emit((unsigned)client);
}

void pico_signal_leave(const char *text)
{
    (void)text;
    pico_signal_emit((unsigned)pico_signal_get_sender_id());
}

static bool handle(seL4_MessageInfo_t *info, seL4_Word badge)
{
    return order_handle_message(info, badge) == 0 || buffers_handle_message(info, badge) == 0 ||
           pico_handle_message(info, badge) == 0 || pico_signal_handle_message(info, badge) == 0;
}

int run(void)
{
    seL4_Word badge;
    tick_set(cw_clock_deadline(1000000));
    seL4_MessageInfo_t info = seL4_Recv(order_endpoint(), &badge);
    for (;;) {
        if (handle(&info, badge)) {
            info = seL4_ReplyRecv(order_endpoint(), info, &badge);
            continue;
        }
        ticks += (badge & tick_notification_badge()) != 0;
        tick_set(cw_clock_deadline(1000000));
        info = seL4_Recv(order_endpoint(), &badge);
    }
}

// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * consumes_event: events from components of the system around this guest to its processes.
 *
 * The character device's minor number is the event's id. What has happened is counted per id, whoever opens the file:
 *
 *   read()  waits for an event, then takes all and gives their number as eight bytes, like an eventfd.
 *   poll()  that asks for POLLIN returns at once if an event is pending, and takes all. On a file opened with
 *           O_NONBLOCK it only reports and leaves the taking to read(): that is what epoll needs, which asks again
 *           before it tells.
 *
 * Events come through a page shared with the monitor; its protocol is in abi/guest.h.
 */
#include <linux/atomic.h>
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/irq.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "causeway/guest.h"

#define NAME "consumes_event"

struct event {
    atomic64_t pending; /* occurrences that no process has taken */
    wait_queue_head_t waiters;
};

static struct event events[CAUSEWAY_MAX_EVENTS];
static unsigned int highest; /* the highest id of this guest's specification, 0 if it consumes no events */
static struct causeway_event_page *page;
static int irq;
static int major;

static bool event_take(struct event *event, u64 *count)
{
    *count = atomic64_xchg(&event->pending, 0);
    return *count != 0;
}

static void event_arrive(unsigned int id)
{
    u32 count = xchg(&page->pending[id], 0);

    if (!count)
        return;
    atomic64_add(count, &events[id].pending);
    wake_up_interruptible_poll(&events[id].waiters, EPOLLIN | EPOLLRDNORM);
}

/*
 * Whatever is found, the interrupt was ours: the line has no other user, and an earlier run may have fetched already
 * what this one was sent for.
 */
static irqreturn_t events_fetch(int line, void *cookie)
{
    xchg(&page->ring, 0);
    for (unsigned int word = 0; word < ARRAY_SIZE(page->summary); word++) {
        unsigned long bits = xchg(&page->summary[word], 0);
        unsigned int bit;

        for_each_set_bit(bit, &bits, 32) event_arrive(32 * word + bit);
    }
    return IRQ_HANDLED;
}

/* How the line was handled before: the interrupt controller's way. */
static struct irq_chip *controller;
static irq_flow_handler_t controller_flow;

static void line_nothing(struct irq_data *data)
{
}

/* A line that goes past the controller has nothing to mask, acknowledge or end. */
static struct irq_chip direct_chip = {
    .name = "Causeway",
    .irq_ack = line_nothing,
    .irq_mask = line_nothing,
    .irq_unmask = line_nothing,
};

static void line_handle_directly(void)
{
    struct irq_data *data = irq_get_irq_data(irq);

    controller = irq_data_get_irq_chip(data);
    controller_flow = irq_data_to_desc(data)->handle_irq;
    irq_set_chip_and_handler(irq, &direct_chip, handle_edge_irq);
}

static void line_restore(void)
{
    if (irq_get_chip(irq) != &direct_chip)
        return;
    causeway_call(CAUSEWAY_HC_EVENTS_DIRECT, 0, 0, 0);
    irq_set_chip_and_handler(irq, controller, controller_flow);
}

/*
 * The monitor can send the interrupt past the controller, whose every access costs the guest an exit. One that cannot
 * leaves the line as it is.
 */
static int line_request(void)
{
    int error;

    line_handle_directly();
    error = causeway_call(CAUSEWAY_HC_EVENTS_DIRECT, 1, 0, 0);
    if (error)
        line_restore();
    error = request_irq(irq, events_fetch, 0, NAME, NULL);
    if (error) {
        pr_err("couldn't request irq %d\n", irq);
        line_restore();
    }
    return error;
}

static void line_free(void)
{
    free_irq(irq, NULL);
    line_restore();
}

static bool file_is_valid(const struct file *file)
{
    return iminor(file_inode(file)) <= highest;
}

static struct event *event_of(const struct file *file)
{
    return &events[iminor(file_inode(file))];
}

static __poll_t consumes_event_poll(struct file *file, poll_table *table)
{
    struct event *event = event_of(file);
    bool pending;
    u64 count;

    if (!file_is_valid(file)) {
        pr_err_ratelimited(NAME " poll: invalid event id\n");
        return EPOLLERR;
    }
    poll_wait(file, &event->waiters, table);
    if (!(poll_requested_events(table) & (EPOLLIN | EPOLLRDNORM)))
        return 0;
    if (file->f_flags & O_NONBLOCK)
        pending = atomic64_read(&event->pending) != 0;
    else
        pending = event_take(event, &count);
    return pending ? EPOLLIN | EPOLLRDNORM : 0;
}

static ssize_t consumes_event_read(struct file *file, char __user *buffer, size_t size, loff_t *offset)
{
    struct event *event = event_of(file);
    u64 count;

    if (!file_is_valid(file))
        return -ENOENT;
    if (size < sizeof(count))
        return -EINVAL;
    if (!event_take(event, &count)) {
        if (file->f_flags & O_NONBLOCK)
            return -EAGAIN;
        if (wait_event_interruptible(event->waiters, event_take(event, &count)))
            return -ERESTARTSYS;
    }
    if (copy_to_user(buffer, &count, sizeof(count))) {
        /* Nobody has seen the event yet. */
        atomic64_add(count, &event->pending);
        wake_up_interruptible_poll(&event->waiters, EPOLLIN | EPOLLRDNORM);
        return -EFAULT;
    }
    return sizeof(count);
}

static int consumes_event_open(struct inode *inode, struct file *file)
{
    /* Ids start at 1. */
    return iminor(inode) == 0 ? -ENXIO : stream_open(inode, file);
}

static const struct file_operations operations = {
    .owner = THIS_MODULE,
    .open = consumes_event_open,
    .read = consumes_event_read,
    .poll = consumes_event_poll,
};

/* Gives the page to the monitor and checks its answer. From here on interrupts may come. */
static int page_share(void)
{
    long error = causeway_call(CAUSEWAY_HC_EVENTS_SHARE, causeway_address(page), 0, 0);

    if (error)
        return error;
    if (READ_ONCE(page->magic) != CAUSEWAY_EVENT_MAGIC || READ_ONCE(page->version) != CAUSEWAY_ABI_VERSION) {
        pr_err("incorrect event context magic number (expected %u, got %u)\n", CAUSEWAY_EVENT_MAGIC,
               READ_ONCE(page->magic));
        causeway_call(CAUSEWAY_HC_EVENTS_UNSHARE, 0, 0, 0);
        return -EPROTO;
    }
    highest = min(READ_ONCE(page->events), CAUSEWAY_MAX_EVENTS - 1);
    return 0;
}

/*
 * The interrupt is requested first: the monitor delivers what was emitted before while it takes the page, and the
 * line is edge triggered.
 */
static int events_start(void)
{
    int error;

    page = (struct causeway_event_page *)get_zeroed_page(GFP_KERNEL);
    if (!page) {
        pr_err("couldn't allocate context\n");
        return -ENOMEM;
    }
    error = line_request();
    if (error)
        goto free;
    error = page_share();
    if (!error)
        return 0;
    pr_err("couldn't share context: error %d\n", error);
    line_free();
free:
    free_page((unsigned long)page);
    page = NULL;
    return error;
}

static void events_stop(void)
{
    long error;

    if (!page)
        return;
    error = causeway_call(CAUSEWAY_HC_EVENTS_UNSHARE, 0, 0, 0);
    line_free();
    /* A page that the monitor still writes to is better lost than given to somebody else. */
    if (error)
        pr_err("couldn't take the context back: error %ld\n", error);
    else
        free_page((unsigned long)page);
}

static int __init consumes_event_init(void)
{
    long line;
    int error = causeway_guest_find();

    if (error)
        return error;
    for (size_t id = 0; id < ARRAY_SIZE(events); id++)
        init_waitqueue_head(&events[id].waiters);

    /*
     * A guest whose specification has no consumed events has no line for them, and one without any connectors has a
     * monitor that does not know the call. Then every id is invalid.
     */
    line = causeway_call(CAUSEWAY_HC_EVENTS_IRQ, 0, 0, 0);
    if (line >= 0) {
        irq = line;
        error = events_start();
    } else if (line != -ENOENT && line != -ENOSYS) {
        error = line;
    }
    if (error)
        return error;

    major = register_chrdev(0, NAME, &operations);
    if (major < 0) {
        events_stop();
        return major;
    }
    pr_info(NAME " initialized with major number %d\n", major);
    return 0;
}

static void __exit consumes_event_exit(void)
{
    unregister_chrdev(major, NAME);
    events_stop();
    pr_info(NAME " exit\n");
}

module_init(consumes_event_init);
module_exit(consumes_event_exit);
MODULE_DESCRIPTION("Events from Causeway components");
MODULE_LICENSE("Dual BSD/GPL");

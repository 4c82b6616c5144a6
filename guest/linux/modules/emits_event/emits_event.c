// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * emits_event: events from processes of this guest to components of the system around it.
 *
 * The character device's minor number is the event's id. There is no state here: an ioctl is a hypercall.
 */
#include <linux/fs.h>
#include <linux/module.h>

#include "causeway/guest.h"
#include "emits_event/ioctl_commands.h"

#define NAME "emits_event"

static int major;

static long emits_event_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
    if (command != EMITS_EVENT_EMIT) {
        pr_info_ratelimited(NAME " unknown ioctl command: %u\n", command);
        return -ENOTTY;
    }
    return causeway_call(CAUSEWAY_HC_EMIT, iminor(file_inode(file)), 0, 0);
}

static int emits_event_open(struct inode *inode, struct file *file)
{
    /* Ids start at 1. */
    return iminor(inode) == 0 ? -ENXIO : nonseekable_open(inode, file);
}

static const struct file_operations operations = {
    .owner = THIS_MODULE,
    .open = emits_event_open,
    .unlocked_ioctl = emits_event_ioctl,
    .compat_ioctl = emits_event_ioctl, /* the same encoding, and no argument to convert */
};

static int __init emits_event_init(void)
{
    int error = causeway_guest_find();

    if (error)
        return error;
    major = register_chrdev(0, NAME, &operations);
    if (major < 0)
        return major;
    pr_info(NAME " initialized with major number %d\n", major);
    return 0;
}

static void __exit emits_event_exit(void)
{
    unregister_chrdev(major, NAME);
    pr_info(NAME " exit\n");
}

module_init(emits_event_init);
module_exit(emits_event_exit);
MODULE_DESCRIPTION("Events to Causeway components");
MODULE_LICENSE("Dual BSD/GPL");

// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * dataport: memory shared between processes of this guest and components of the system around it.
 *
 * The character device's minor number is the dataport's id. DATAPORT_ALLOCATE sets aside guest memory and asks the
 * monitor to put the dataport's frames in its place; mmap() then hands those out. The guest's own frames stay hidden,
 * and must not be used for anything else, until the dataport is unshared. That happens when the module is removed: a
 * file or mapping in use holds a reference to the module, so by then no process can see the memory any more.
 */
#include <linux/compat.h>
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/kstrtox.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/uaccess.h>
#include <linux/version.h>

#include "causeway/guest.h"
#include "dataport/ioctl_commands.h"

#define NAME "dataport"

/* The commands as a 32-bit process of a 64-bit guest encodes them: its size_t has four bytes. */
#define COMPAT_DATAPORT_ALLOCATE _IOW('D', 0, u32)
#define COMPAT_DATAPORT_GET_SIZE _IOR('D', 2, u32)

struct dataport {
    struct mutex lock;
    void *memory; /* NULL until allocated, then constant until the module goes */
    size_t size;
    unsigned int rights; /* CAUSEWAY_DATAPORT_* */
};

static struct dataport dataports[CAUSEWAY_MAX_DATAPORTS];
static int major;

static unsigned int id_of(const struct file *file)
{
    return iminor(file_inode(file));
}

static struct dataport *dataport_of(const struct file *file)
{
    return &dataports[id_of(file)];
}

/* Asks the monitor for the frames of dataport `id`. Returns 0 or a negative errno; then nothing has changed. */
static int dataport_share(struct dataport *port, unsigned int id, size_t size)
{
    long rights = causeway_call(CAUSEWAY_HC_DATAPORT_RIGHTS, id, 0, 0);
    void *memory;
    long error;

    if (rights < 0)
        return rights;

    memory = alloc_pages_exact(size, GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN);
    if (!memory) {
        pr_err_ratelimited("failed to allocate dataport\n");
        return -ENOMEM;
    }
    error = causeway_call(CAUSEWAY_HC_DATAPORT_SHARE, id, causeway_address(memory), size);
    if (error) {
        pr_err_ratelimited("failed to share dataport %u: error %ld\n", id, error);
        free_pages_exact(memory, size);
        return error;
    }
    port->memory = memory;
    port->size = size;
    port->rights = rights;
    return 0;
}

/*
 * Whoever reads the system's log should see the mistake, too: the monitor refuses a wrong size, and logs it with the
 * right one. A size that a 32-bit register would make the right one is not sent.
 */
static void report_size(unsigned int id, unsigned long long size, unsigned long expected)
{
    if ((unsigned long)size != expected)
        causeway_call(CAUSEWAY_HC_DATAPORT_SHARE, id, 0, (unsigned long)size);
}

static int dataport_allocate(struct dataport *port, unsigned int id, unsigned long long size)
{
    long expected = causeway_call(CAUSEWAY_HC_DATAPORT_SIZE, id, 0, 0);
    int error;

    if (expected < 0) {
        pr_err_ratelimited("failed to retrieve dataport with id %u\n", id);
        return expected;
    }
    if (!size || !IS_ALIGNED(size, PAGE_SIZE) || size != (unsigned long)expected) {
        pr_err_ratelimited("invalid dataport size %llu for dataport %u, which has %ld bytes\n", size, id,
                           expected);
        report_size(id, size, expected);
        return -EINVAL;
    }

    mutex_lock(&port->lock);
    error = port->memory ? -EBUSY : dataport_share(port, id, size);
    mutex_unlock(&port->lock);
    return error;
}

static long number_from_user(unsigned long long *number, const char __user *text)
{
    char copy[DATAPORT_TEXT_SIZE];
    long length = strncpy_from_user(copy, text, sizeof(copy));

    if (length < 0)
        return length;
    if (length == sizeof(copy) || kstrtoull(copy, 0, number))
        return -EINVAL;
    return 0;
}

static long number_to_user(char __user *text, unsigned long long number)
{
    char copy[DATAPORT_TEXT_SIZE];
    int length = scnprintf(copy, sizeof(copy), "%llu", number);

    return copy_to_user(text, copy, length + 1) ? -EFAULT : 0;
}

static long dataport_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
    struct dataport *port = dataport_of(file);
    char __user *text = (char __user *)argument;
    unsigned long long address = 0, size = 0;
    bool allocated;
    long error;

    if (command == DATAPORT_ALLOCATE) {
        error = number_from_user(&size, text);
        return error ? error : dataport_allocate(port, id_of(file), size);
    }
    if (command != DATAPORT_GET_PADDR && command != DATAPORT_GET_SIZE)
        return -ENOTTY;

    mutex_lock(&port->lock);
    allocated = port->memory;
    if (allocated) {
        address = virt_to_phys(port->memory);
        size = port->size;
    }
    mutex_unlock(&port->lock);
    if (!allocated) {
        pr_err_ratelimited("dataport %u is not allocated\n", id_of(file));
        return -ENXIO;
    }
    return number_to_user(text, command == DATAPORT_GET_PADDR ? address : size);
}

static long dataport_compat_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
    if (command == COMPAT_DATAPORT_ALLOCATE)
        command = DATAPORT_ALLOCATE;
    else if (command == COMPAT_DATAPORT_GET_SIZE)
        command = DATAPORT_GET_SIZE;
    return dataport_ioctl(file, command, (unsigned long)compat_ptr(argument));
}

/* Checks what a process may do with the dataport, and sees to it that mprotect() cannot add to it later. */
static int mapping_restrict(struct vm_area_struct *vma, unsigned int rights)
{
    vm_flags_t forbidden = VM_EXEC;

    if (!(rights & CAUSEWAY_DATAPORT_READ))
        forbidden |= VM_READ;
    if (!(rights & CAUSEWAY_DATAPORT_WRITE))
        forbidden |= VM_WRITE;
    if (vma->vm_flags & forbidden)
        return -EACCES;

    forbidden =
        VM_MAYEXEC | ((forbidden & VM_READ) ? VM_MAYREAD : 0) | ((forbidden & VM_WRITE) ? VM_MAYWRITE : 0);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
    vm_flags_clear(vma, forbidden);
#else
    vma->vm_flags &= ~forbidden;
#endif
    return 0;
}

static int dataport_map(struct dataport *port, unsigned int id, struct vm_area_struct *vma)
{
    unsigned long pages = port->size >> PAGE_SHIFT;
    unsigned long length = vma->vm_end - vma->vm_start;
    int error;

    if (!port->memory) {
        pr_err_ratelimited("dataport %u is not allocated\n", id);
        return -ENXIO;
    }
    /*
	 * A private mapping would be a copy that no component ever sees. (VM_SHARED would miss shared mappings of a file
	 * that is not open for writing.)
	 */
    if (!(vma->vm_flags & VM_MAYSHARE) || vma->vm_pgoff > pages || vma_pages(vma) > pages - vma->vm_pgoff)
        return -EINVAL;
    error = mapping_restrict(vma, port->rights);
    if (error)
        return error;

    error = remap_pfn_range(vma, vma->vm_start, (virt_to_phys(port->memory) >> PAGE_SHIFT) + vma->vm_pgoff,
                            length, vma->vm_page_prot);
    if (error)
        pr_err_ratelimited("dataport mmap of dataport %u failed\n", id);
    return error;
}

static int dataport_mmap(struct file *file, struct vm_area_struct *vma)
{
    struct dataport *port = dataport_of(file);
    int error;

    pr_info_ratelimited("dataport received mmap for minor %u\n", id_of(file));
    mutex_lock(&port->lock);
    error = dataport_map(port, id_of(file), vma);
    mutex_unlock(&port->lock);
    return error;
}

static int dataport_open(struct inode *inode, struct file *file)
{
    /* Ids start at 1. */
    return iminor(inode) == 0 ? -ENXIO : nonseekable_open(inode, file);
}

static const struct file_operations operations = {
    .owner = THIS_MODULE,
    .open = dataport_open,
    .unlocked_ioctl = dataport_ioctl,
    .compat_ioctl = dataport_compat_ioctl,
    .mmap = dataport_mmap,
};

static void dataport_release(struct dataport *port, unsigned int id)
{
    long error;

    if (!port->memory)
        return;
    error = causeway_call(CAUSEWAY_HC_DATAPORT_UNSHARE, id, 0, 0);
    if (error) {
        /* The memory is still a component's: better lost than given to somebody else. */
        pr_err("failed to unshare dataport %u: error %ld; %zu bytes stay allocated\n", id, error, port->size);
        return;
    }
    free_pages_exact(port->memory, port->size);
}

static int __init dataport_init(void)
{
    int error = causeway_guest_find();

    if (error)
        return error;
    for (size_t id = 0; id < ARRAY_SIZE(dataports); id++)
        mutex_init(&dataports[id].lock);
    major = register_chrdev(0, NAME, &operations);
    if (major < 0)
        return major;
    pr_info(NAME " initialized with major number %d\n", major);
    return 0;
}

static void __exit dataport_exit(void)
{
    unregister_chrdev(major, NAME);
    for (size_t id = 0; id < ARRAY_SIZE(dataports); id++)
        dataport_release(&dataports[id], id);
    pr_info(NAME " exit\n");
}

module_init(dataport_init);
module_exit(dataport_exit);
MODULE_DESCRIPTION("Memory shared with Causeway components");
MODULE_LICENSE("Dual BSD/GPL");

/* SPDX-License-Identifier: BSD-2-Clause */
#include "syscall.h"

#include "abi/error.h"
#include "arch.h"
#include "console.h"
#include "domain.h"
#include "endpoint.h"
#include "irq.h"
#include "notification.h"
#include "scheduler.h"
#include "timer.h"
#include "vcpu.h"
#include "vm.h"

#define CONSOLE_MAX 256u

typedef void syscall_handler(struct thread *thread, struct slot *slot,
                             const struct syscall_arguments *arguments);

/* Finds a slot and checks it: kind first, then right. */
static int slot_find(const struct domain *domain, uint64_t index, uint32_t type, uint32_t right,
                     struct slot **found)
{
    if (index >= domain->slot_count || domain->slots[index].type == TABLE_SLOT_EMPTY)
        return -CW_ENOENT;
    struct slot *slot = &domain->slots[index];
    if (slot->type != type)
        return -CW_EINVAL;
    if ((slot->rights & right) != right)
        return -CW_EACCES;
    *found = slot;
    return 0;
}

/* For calls that give nothing in RDX: that register keeps its value. */
static void set_status(struct thread *thread, const struct syscall_arguments *arguments, int64_t status)
{
    thread_set_result(thread, status, arguments->b);
}

static void sys_signal(struct thread *thread, struct slot *slot, const struct syscall_arguments *arguments)
{
    set_status(thread, arguments, 0);
    notification_signal(slot->object, slot->badge);
}

static void sys_wait(struct thread *thread, struct slot *slot, const struct syscall_arguments *arguments)
{
    (void)arguments;
    notification_wait(slot->object, thread);
}

static void sys_poll(struct thread *thread, struct slot *slot, const struct syscall_arguments *arguments)
{
    (void)arguments;
    thread_set_result(thread, 0, notification_take(slot->object));
}

static void sys_call(struct thread *thread, struct slot *slot, const struct syscall_arguments *arguments)
{
    endpoint_call(slot->object, thread, slot->badge, arguments->a);
}

static void sys_receive(struct thread *thread, struct slot *slot, const struct syscall_arguments *arguments)
{
    (void)arguments;
    endpoint_receive(slot->object, thread);
}

static void sys_reply_receive(struct thread *thread, struct slot *slot,
                              const struct syscall_arguments *arguments)
{
    endpoint_reply_receive(slot->object, thread, arguments->a);
}

static void sys_reply(struct thread *thread, struct slot *slot, const struct syscall_arguments *arguments)
{
    (void)slot;
    endpoint_reply(thread, arguments->a);
}

static void sys_irq_ack(struct thread *thread, struct slot *slot, const struct syscall_arguments *arguments)
{
    set_status(thread, arguments, 0);
    irq_acknowledge(slot->object);
}

static void sys_timer_set(struct thread *thread, struct slot *slot, const struct syscall_arguments *arguments)
{
    set_status(thread, arguments, 0);
    timer_set(slot->object, arguments->a, arch_now());
}

static void sys_vm_map(struct thread *thread, struct slot *slot, const struct syscall_arguments *arguments)
{
    struct slot *region;
    int status = slot_find(thread->domain, arguments->b, TABLE_SLOT_REGION, TABLE_RIGHT_READ, &region);
    if (status == 0)
        status =
            vm_map(slot->object, arguments->a, region->object, arguments->c, arguments->d, region->rights);
    set_status(thread, arguments, status);
}

static void sys_vm_unmap(struct thread *thread, struct slot *slot, const struct syscall_arguments *arguments)
{
    set_status(thread, arguments, vm_unmap(slot->object, arguments->a));
}

static void sys_vcpu_resume(struct thread *thread, struct slot *slot,
                            const struct syscall_arguments *arguments)
{
    set_status(thread, arguments, vcpu_resume(slot->object));
}

static void sys_vcpu_resume_receive(struct thread *thread, struct slot *slot,
                                    const struct syscall_arguments *arguments)
{
    struct slot *endpoint;
    int status = slot_find(thread->domain, arguments->a, TABLE_SLOT_ENDPOINT, TABLE_RIGHT_RECEIVE, &endpoint);
    if (status == 0)
        status = vcpu_resume(slot->object);
    if (status == 0)
        endpoint_receive(endpoint->object, thread);
    else
        set_status(thread, arguments, status);
}

static void sys_vcpu_inject(struct thread *thread, struct slot *slot,
                            const struct syscall_arguments *arguments)
{
    set_status(thread, arguments, vcpu_inject(slot->object, arguments->a));
}

static void sys_vcpu_get_state(struct thread *thread, struct slot *slot,
                               const struct syscall_arguments *arguments)
{
    set_status(thread, arguments, vcpu_get_state(slot->object));
}

static void sys_thread_set_tls(struct thread *thread, struct slot *slot,
                               const struct syscall_arguments *arguments)
{
    (void)slot;
    bool user = arguments->a < TABLE_USER_END;
    if (user)
        arch_thread_set_tls(thread, arguments->a);
    set_status(thread, arguments, user ? 0 : -CW_EFAULT);
}

static void sys_thread_yield(struct thread *thread, struct slot *slot,
                             const struct syscall_arguments *arguments)
{
    (void)slot;
    set_status(thread, arguments, 0);
    scheduler_yield(thread);
}

static void sys_thread_exit(struct thread *thread, struct slot *slot,
                            const struct syscall_arguments *arguments)
{
    (void)slot;
    (void)arguments;
    thread_stop(thread);
}

static void sys_console_write(struct thread *thread, struct slot *slot,
                              const struct syscall_arguments *arguments)
{
    (void)slot;
    uint64_t size = arguments->b < CONSOLE_MAX ? arguments->b : CONSOLE_MAX;
    const char *bytes = domain_bytes(thread->domain, arguments->a, size, TABLE_RIGHT_READ);
    if (bytes)
        console_write(bytes, size);
    set_status(thread, arguments, bytes ? (int64_t)size : -CW_EFAULT);
}

static void sys_power_off(struct thread *thread, struct slot *slot, const struct syscall_arguments *arguments)
{
    (void)thread, (void)slot, (void)arguments;
    arch_power_off();
}

static void sys_power_reset(struct thread *thread, struct slot *slot,
                            const struct syscall_arguments *arguments)
{
    (void)thread, (void)slot, (void)arguments;
    arch_power_reset();
}

static const struct {
    syscall_handler *handler;
    uint32_t type, right;
} syscalls[] = {
#define CALL(number, handler, type, right)                                                                   \
    [CW_SYS_##number - CW_SYSCALL_BASE] = {handler, TABLE_SLOT_##type, right}
    CALL(SIGNAL, sys_signal, NOTIFICATION, TABLE_RIGHT_SIGNAL),
    CALL(WAIT, sys_wait, NOTIFICATION, TABLE_RIGHT_WAIT),
    CALL(POLL, sys_poll, NOTIFICATION, TABLE_RIGHT_WAIT),
    CALL(CALL, sys_call, ENDPOINT, TABLE_RIGHT_CALL),
    CALL(RECEIVE, sys_receive, ENDPOINT, TABLE_RIGHT_RECEIVE),
    CALL(REPLY_RECEIVE, sys_reply_receive, ENDPOINT, TABLE_RIGHT_RECEIVE),
    CALL(REPLY, sys_reply, ENDPOINT, TABLE_RIGHT_RECEIVE),
    CALL(IRQ_ACK, sys_irq_ack, IRQ, 0),
    CALL(TIMER_SET, sys_timer_set, TIMER, 0),
    CALL(VM_MAP, sys_vm_map, VM, 0),
    CALL(VM_UNMAP, sys_vm_unmap, VM, 0),
    CALL(VCPU_RESUME, sys_vcpu_resume, VCPU, 0),
    CALL(VCPU_RESUME_RECEIVE, sys_vcpu_resume_receive, VCPU, 0),
    CALL(VCPU_INJECT, sys_vcpu_inject, VCPU, 0),
    CALL(VCPU_GET_STATE, sys_vcpu_get_state, VCPU, 0),
    CALL(THREAD_SET_TLS, sys_thread_set_tls, SELF, 0),
    CALL(THREAD_YIELD, sys_thread_yield, SELF, 0),
    CALL(THREAD_EXIT, sys_thread_exit, SELF, 0),
    CALL(CONSOLE_WRITE, sys_console_write, CONSOLE, 0),
    CALL(POWER_OFF, sys_power_off, POWER, 0),
    CALL(POWER_RESET, sys_power_reset, POWER, 0),
#undef CALL
};

_Static_assert(sizeof syscalls / sizeof syscalls[0] == CW_SYSCALL_END - CW_SYSCALL_BASE,
               "a handler for each");

void syscall_dispatch(struct thread *thread, enum cw_syscall number,
                      const struct syscall_arguments *arguments)
{
    unsigned index = number - CW_SYSCALL_BASE;
    struct slot *slot;
    int error =
        slot_find(thread->domain, arguments->slot, syscalls[index].type, syscalls[index].right, &slot);
    if (error)
        set_status(thread, arguments, error);
    else
        syscalls[index].handler(thread, slot, arguments);
}

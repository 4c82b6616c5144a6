/* SPDX-License-Identifier: BSD-2-Clause */
/* One mistake in the tables for each guest; the attribute `mistake` says which. */
#include <camkes.h>
#include <cross_vm_consumes_event.h>
#include <cross_vm_dataport.h>
#include <cross_vm_emits_event.h>

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

enum { SWAPPED_DATAPORTS, DATAPORT_LEFT_OUT, EVENT_LEFT_OUT, GAP_IN_IDS, ID_TWICE, NO_CALLBACK };

extern dataport_caps_handle_t first_handle;
extern dataport_caps_handle_t second_handle;

static dataport_caps_handle_t *dataports[] = {NULL, &first_handle, &second_handle};
static camkes_emit_fn emitted[] = {NULL, ring_emit, ping_emit};
static camkes_consumes_event_t consumed[] = {{.id = 1, .reg_callback = rung_reg_callback},
                                             {.id = 2, .reg_callback = pong_reg_callback}};

int cross_vm_dataports_init(vmm_t *vmm)
{
    if (mistake == SWAPPED_DATAPORTS) {
        dataports[1] = &second_handle;
        dataports[2] = &first_handle;
    } else if (mistake == DATAPORT_LEFT_OUT) {
        dataports[1] = NULL;
    }
    return cross_vm_dataports_init_common(vmm, dataports, COUNT(dataports));
}

int cross_vm_emits_events_init(vmm_t *vmm)
{
    if (mistake == EVENT_LEFT_OUT)
        emitted[1] = NULL;
    return cross_vm_emits_events_init_common(vmm, emitted, COUNT(emitted));
}

int cross_vm_consumes_events_init(vmm_t *vmm, vspace_t *vspace, seL4_Word irq_badge)
{
    if (mistake == GAP_IN_IDS)
        consumed[1].id = 3;
    else if (mistake == ID_TWICE)
        consumed[1].id = 1;
    else if (mistake == NO_CALLBACK)
        consumed[0].reg_callback = NULL;
    return cross_vm_consumes_events_init_common(vmm, vspace, NULL, consumed, COUNT(consumed), irq_badge);
}

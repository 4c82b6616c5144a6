/* SPDX-License-Identifier: BSD-2-Clause */
#include "glue.h"

#include <stdlib.h>

#include "call_connector.h"
#include "glue_emit.h"

static const struct glue_connector connectors[] = {
    {.name = "seL4DirectCall", .from = glue_direct_client, .to = glue_direct_server},
    {.name = "seL4Notification",
     .from = glue_event_emitter,
     .to = glue_event_consumer,
     .serve = "camkes_event_serve",
     .served = "event"},
    {.name = "seL4NotificationNative", .from = glue_event_emitter, .to = glue_native_consumer},
    {.name = "seL4NotificationBind", .from = glue_event_emitter, .to = glue_bound_consumer},
    {.name = "seL4NotificationQueue",
     .from = glue_queue_emitter,
     .to = glue_queue_consumer,
     .serve = "camkes_event_queue_serve",
     .served = "queue"},
    {.name = "seL4GlobalAsynch", .from = glue_event_emitter, .to = glue_global},
    {.name = "seL4GlobalAsynchCallback",
     .from = glue_event_emitter,
     .to = glue_callback_consumer,
     .serve = "camkes_signalled_serve",
     .served = "signalled"},
    {.name = "seL4SharedData", .from = glue_dataport, .to = glue_dataport},
    {.name = "seL4SharedDataWithCaps", .from = glue_dataport_with_caps, .to = glue_dataport_with_caps},
    {.name = "seL4MessageQueue", .from = glue_message_queue, .to = glue_message_queue},
    {.name = "seL4VirtQueues"},
    {.name = "seL4HardwareMMIO", .from = glue_device_memory},
    {.name = "seL4HardwareInterrupt",
     .to = glue_interrupt,
     .serve = "camkes_interrupt_serve",
     .served = "interrupt"},
    {.name = "seL4IOAPICHardwareInterrupt",
     .to = glue_old_interrupt,
     .serve = "camkes_interrupt_event_serve",
     .served = "event"},
    {.name = "seL4GlobalAsynchHardwareInterrupt", .to = glue_global_interrupt},
    {.name = "seL4HardwareIOPort", .from = glue_ports},
    {.name = "CausewayTimer", .to = glue_timer},
    {.name = "CausewayPayload", .from = glue_payload},
    {.name = "CausewayPower", .from = glue_power},
    {.name = "CausewayVirtualMachine", .from = glue_virtual_machine},
};

static const struct glue_connector calls = {
    .from = glue_call_client, .to = glue_call_server, .serve = "camkes_server_serve", .served = "server"};

/* A connector of the application's. */
static const struct glue_connector own = {.from = glue_own, .to = glue_own};

const struct glue_connector *glue_connector(const struct adl_end *end)
{
    if (call_connector(end->connection))
        return &calls;
    for (size_t i = 0; i < sizeof(connectors) / sizeof(connectors[0]); i++) {
        if (connection_is(end->connection, connectors[i].name))
            return &connectors[i];
    }
    return &own;
}

static void emit_includes(FILE *out, const struct adl_include *includes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fprintf(out, includes[i].angle ? "#include <%s>\n" : "#include \"%s\"\n", includes[i].name);
}

/* What the prototypes of the interface need: a server without a type of its own has those of its clients. */
static void emit_procedure_includes(FILE *out, const struct adl_interface *interface)
{
    const struct adl_procedure *procedure = interface->procedure;
    if (procedure)
        emit_includes(out, procedure->includes, procedure->include_count);
    if (!call_has(interface, CALL_ANY_PROCEDURE) || !interface->end->is_to)
        return;
    const struct adl_connection *connection = interface->end->connection;
    for (size_t i = 0; i < connection->from_count; i++) {
        procedure = connection->from[i].interface->procedure;
        emit_includes(out, procedure->includes, procedure->include_count);
    }
}

static void emit_preamble(struct glue *glue)
{
    const struct adl_instance *instance = glue->instance;
    fprintf(glue->header,
            "/* The interfaces of instance %s. Written by camkes from the specification. */\n"
            "#ifndef CAMKES_H\n#define CAMKES_H\n\n"
            "#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n\n"
            "#include <camkes/component.h>\n#include <camkes/dataport.h>\n"
            "#include <camkes/dataport_caps.h>\n#include <camkes/error.h>\n#include <camkes/vm.h>\n"
            "#include <sel4/sel4.h>\n",
            instance->name);
    emit_includes(glue->header, instance->includes, instance->include_count);
    for (size_t i = 0; i < instance->interface_count; i++)
        emit_procedure_includes(glue->header, &instance->interfaces[i]);
    fputs("\nvoid pre_init(void);\nvoid post_init(void);\nint run(void);\n", glue->header);
    fprintf(glue->source,
            "/* The glue code of instance %s. Written by camkes from the specification. */\n"
            "#include \"camkes.h\"\n\n#include <stdlib.h>\n#include <string.h>\n\n"
            "#include <camkes/clients.h>\n#include <camkes/event.h>\n#include <camkes/interrupt.h>\n"
            "#include <camkes/io_port.h>\n#include <camkes/msgqueue.h>\n#include <camkes/rpc.h>\n#include "
            "<causeway/component.h>\n",
            instance->name);
}

static void emit_interface(struct glue *glue, const struct adl_interface *interface)
{
    glue->has_error_handler = false;
    glue_declare(glue, interface);
    glue_end_fn *emit = NULL;
    if (interface->end) {
        const struct glue_connector *connector = glue_connector(interface->end);
        emit = interface->end->is_to ? connector->to : connector->from;
    }
    if (emit)
        emit(glue, interface);
    glue_idle_error_handler(glue, interface);
}

static void emit_instance(struct glue *glue)
{
    emit_preamble(glue);
    glue_attributes(glue);
    glue_thread_hooks(glue);
    for (size_t i = 0; i < glue->instance->interface_count; i++)
        emit_interface(glue, &glue->instance->interfaces[i]);
    glue_locks(glue);
    glue_component(glue);
    fputs("\n#endif\n", glue->header);
}

/* One file in the making, in memory. */
struct memory_file {
    FILE *stream;
    char *text;
    size_t length;
};

static FILE *file_open(struct memory_file *file)
{
    *file = (struct memory_file){0};
    file->stream = open_memstream(&file->text, &file->length);
    if (!file->stream)
        diag_error((struct adl_location){0}, "there is no memory for the glue code");
    return file->stream;
}

static bool file_write(struct memory_file *file, struct arena *arena, const char *path)
{
    fclose(file->stream);
    bool written = glue_write_file(arena, path, file->text, file->length);
    free(file->text);
    return written;
}

static bool write_instance(const struct plan *plan, const struct plan_member *member, const char *directory)
{
    struct arena *arena = plan->system->arena;
    struct glue glue = {.plan = plan, .member = member, .instance = member->instance};
    const char *folder = arena_printf(arena, "%s/%s", directory, member->instance->c_name);
    struct memory_file header, source;
    glue.header = file_open(&header);
    glue.source = file_open(&source);
    if (!glue.header || !glue.source)
        return false;
    emit_instance(&glue);
    bool written = file_write(&header, arena, arena_printf(arena, "%s/camkes.h", folder));
    return file_write(&source, arena, arena_printf(arena, "%s/camkes.c", folder)) && written;
}

static bool write_program(const struct plan *plan, const struct plan_domain *domain, const char *directory)
{
    struct arena *arena = plan->system->arena;
    struct memory_file program;
    if (!file_open(&program))
        return false;
    glue_program(domain, program.stream);
    return file_write(&program, arena, arena_printf(arena, "%s/%s/program.c", directory, domain->c_name));
}

bool glue_write(const struct plan *plan, const char *directory)
{
    unsigned errors = diag_errors();
    for (size_t i = 0; i < plan->member_count; i++) {
        if (!write_instance(plan, &plan->members[i], directory))
            return false;
    }
    for (size_t i = 0; i < plan->domain_count; i++) {
        if (!write_program(plan, &plan->domains[i], directory))
            return false;
    }
    return diag_errors() == errors;
}

/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls: the functions of a client, and what a server needs to answer them. */
#include "call_connector.h"
#include "glue_procedure.h"

/* X_buf, which is for the component; messages do not go through it. */
static void emit_own_buffer(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    FILE *declarations = glue_declarations(glue, interface);
    fprintf(declarations, "extern void *%s_buf;\nvoid *%s_get_buf(void);\nsize_t %s_get_size(void);\n", name,
            name, name);
    fprintf(glue->source, "\nvoid *%s_buf = (void *)0x%llx;\n", name, (unsigned long long)end->address);
    fprintf(glue->source, "\nvoid *%s_get_buf(void)\n{\n    return %s_buf;\n}\n", name, name);
    fprintf(glue->source, "\nsize_t %s_get_size(void)\n{\n    return %llu;\n}\n", name,
            (unsigned long long)end->size);
}

static void emit_message_buffer(struct glue *glue, const char *name, const struct plan_end *end)
{
    unsigned long long size = end->size, address = end->address;
    fprintf(glue->source,
            "\nstatic uint8_t cw_%s_copy[%llu];\n"
            "static const struct camkes_rpc_buffer cw_%s_buffer = {(void *)0x%llx, cw_%s_copy, %llu};\n"
            "static struct camkes_semaphore cw_%s_lock = CAMKES_SEMAPHORE(%u, 1, 1);\n",
            name, size, name, address, name, size, name, end->lock_slot);
}

void glue_call_client(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    size_t methods = interface->procedure->method_count;
    if (call_has(interface, CALL_BUFFERS))
        emit_own_buffer(glue, interface);
    if (end->lock_slot != 0)
        emit_message_buffer(glue, name, end);
    fprintf(glue->source,
            "\nstatic struct camkes_client cw_%s_client = {.endpoint = %u, .interface = \"%s\", .methods = "
            "%zu%s",
            name, end->slot, name, methods, interface->implicit ? ", .handler = camkes_output_error" : "");
    if (end->lock_slot != 0)
        fprintf(glue->source, ",\n    .buffer = &cw_%s_buffer, .lock = &cw_%s_lock", name, name);
    fputs("};\n", glue->source);
    for (size_t i = 0; i < methods; i++)
        glue_client_method(glue->source, interface, i);
    glue_error_handler(glue, interface, "client");
    if (end->signal_badge != 0)
        glue_global(glue, interface);
}

static void emit_procedure(FILE *out, const char *name, const char *number,
                           const struct adl_procedure *procedure)
{
    fprintf(out, "\nstatic camkes_method_fn *const cw_%s_methods%s[] = {", name, number);
    for (size_t i = 0; i < procedure->method_count; i++)
        fprintf(out, "cw_%s_serve_%s, ", name, procedure->methods[i].name);
    fprintf(out, "};\nstatic const struct camkes_procedure cw_%s_procedure%s = {%zu, cw_%s_methods%s};\n",
            name, number, procedure->method_count, name, number);
}

/* What the server offers: its procedure, or that of each client, by the client's number. */
static void emit_procedures(struct glue *glue, const struct adl_interface *interface)
{
    if (!call_has(interface, CALL_ANY_PROCEDURE)) {
        emit_procedure(glue->source, interface->name, "", interface->procedure);
        return;
    }
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    for (size_t i = 0; i < end->client_count; i++)
        emit_procedure(glue->source, interface->name, arena_printf(glue->plan->system->arena, "_%zu", i),
                       end->clients[i].end->interface->procedure);
}

/* The loop is the component's. */
static void emit_handle_message(struct glue *glue, const char *name, const struct plan_end *end)
{
    fprintf(
        glue->header,
        "seL4_CPtr %s_endpoint(void);\nint %s_handle_message(seL4_MessageInfo_t *info, seL4_Word badge);\n",
        name, name);
    fprintf(glue->source, "\nseL4_CPtr %s_endpoint(void)\n{\n    return %u;\n}\n", name, end->slot);
    fprintf(glue->source,
            "\nint %s_handle_message(seL4_MessageInfo_t *info, seL4_Word badge)\n{\n"
            "    return camkes_server_handle_message(&cw_%s_server, info, badge);\n}\n",
            name, name);
}

void glue_call_server(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    bool any = call_has(interface, CALL_ANY_PROCEDURE);
    FILE *out = glue->source;
    size_t count;
    const struct adl_method *const *methods = call_methods(glue->plan->system->arena, interface, &count);
    for (size_t i = 0; i < count; i++)
        glue_server_method(out, interface, methods[i]);
    emit_procedures(glue, interface);
    glue_clients(glue, interface);
    if (end->size != 0)
        fprintf(out, "\nstatic uint8_t cw_%s_copy[%llu];\n", name, (unsigned long long)end->size);
    fprintf(out, "\nstatic struct camkes_server cw_%s_server = {.endpoint = %u, .interface = \"%s\"", name,
            end->slot, name);
    if (!any)
        fprintf(out, ",\n    .procedure = &cw_%s_procedure", name);
    if (end->size != 0)
        fprintf(out, ", .copy = cw_%s_copy", name);
    if (any || end->size != 0)
        fprintf(out, ", .clients = &cw_%s_clients", name);
    if (end->badge != 0)
        fprintf(out, ", .number = %llu", (unsigned long long)end->badge);
    fputs("};\n", out);
    glue_error_handler(glue, interface, "server");
    if (call_has(interface, CALL_NO_THREAD))
        emit_handle_message(glue, name, end);
}

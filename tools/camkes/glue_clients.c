/* SPDX-License-Identifier: BSD-2-Clause */
/* What a server knows of its clients, and the functions that tell its component. */
#include "call_connector.h"
#include "glue_procedure.h"

static const char *client_name(const struct glue *glue, const struct plan_client *client)
{
    const struct adl_end *end = client->end;
    if (end->interface->implicit)
        return end->instance->name;
    return arena_printf(glue->plan->system->arena, "%s.%s", end->instance->name, end->interface->name);
}

static void emit_client(struct glue *glue, const char *name, const struct plan_client *client)
{
    FILE *out = glue->source;
    fprintf(out, "    {.badge = %llu, .name = ", (unsigned long long)client->badge);
    emit_string(out, client_name(glue, client));
    if (client->buffer != 0)
        fprintf(out, ", .buffer = (void *)0x%llx, .size = %llu", (unsigned long long)client->buffer,
                (unsigned long long)client->buffer_size);
    if (client->signal_slot != 0)
        fprintf(out, ", .signal = %u", client->signal_slot);
    if (call_has(client->end->interface, CALL_ANY_PROCEDURE))
        fprintf(out, ", .procedure = &cw_%s_procedure_%zu", name, client->end->index);
    fputs("},\n", out);
}

static void emit_table(struct glue *glue, const char *name, const struct plan_end *server)
{
    FILE *out = glue->source;
    fprintf(out, "\nstatic const struct camkes_server_client cw_%s_client[] = {\n", name);
    for (size_t i = 0; i < server->client_count; i++)
        emit_client(glue, name, &server->clients[i]);
    fprintf(out, "};\nstatic const struct camkes_clients cw_%s_clients = {cw_%s_client, %zu};\n", name, name,
            server->client_count);
}

/* One line of header, one function of source. */
static void emit_function(struct glue *glue, const char *name, const char *type, const char *function,
                          const char *parameter, const char *runtime)
{
    const char *argument = parameter[0] == 'v' ? "" : ", client";
    const char *back = type[0] == 'v' && type[4] == '\0' ? "" : "return ";
    fprintf(glue->header, "%s %s_%s(%s);\n", type, name, function, parameter);
    fprintf(glue->source, "\n%s %s_%s(%s)\n{\n    %s%s(&cw_%s_clients%s);\n}\n", type, name, function,
            parameter, back, runtime, name, argument);
}

void glue_clients(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    const struct plan_end *server = plan_end(glue->plan, interface->end);
    bool buffers = call_has(interface, CALL_BUFFERS), signals = call_has(interface, CALL_SIGNALS);
    if (!buffers && !signals && server->size == 0 && !call_has(interface, CALL_ANY_PROCEDURE))
        return;
    emit_table(glue, name, server);
    if (!buffers && !signals)
        return;
    if (buffers) {
        emit_function(glue, name, "void *", "buf", "seL4_Word client", "camkes_clients_buffer");
        emit_function(glue, name, "size_t", "buf_size", "seL4_Word client", "camkes_clients_size");
    }
    emit_function(glue, name, "const char *", "client_name", "seL4_Word client", "camkes_clients_name");
    emit_function(glue, name, "seL4_Word", "enumerate_badge", "unsigned client", "camkes_clients_badge");
    emit_function(glue, name, "int", "largest_badge", "void", "(int)camkes_clients_largest");
    fprintf(glue->header, "unsigned %s_num_badges(void);\n", name);
    fprintf(glue->source, "\nunsigned %s_num_badges(void)\n{\n    return cw_%s_clients.count;\n}\n", name,
            name);
    if (signals)
        emit_function(glue, name, "void", "emit", "unsigned client", "camkes_clients_signal");
}

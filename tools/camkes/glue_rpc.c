/* SPDX-License-Identifier: BSD-2-Clause */
#include "glue_procedure.h"

void glue_call_client(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    size_t methods = interface->procedure->method_count;
    fprintf(glue->source,
            "\nstatic struct camkes_client cw_%s_client = {.endpoint = %u, .interface = \"%s\", .methods = "
            "%zu%s};\n",
            name, end->slot, name, methods, interface->implicit ? ", .handler = camkes_output_error" : "");
    for (size_t i = 0; i < methods; i++)
        glue_client_method(glue->source, interface, i);
    glue_error_handler(glue, interface, "client");
}

void glue_call_server(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    const struct adl_procedure *procedure = interface->procedure;
    FILE *out = glue->source;
    for (size_t i = 0; i < procedure->method_count; i++)
        glue_server_method(out, interface, &procedure->methods[i]);
    fprintf(out, "\nstatic camkes_method_fn *const cw_%s_methods[] = {", name);
    for (size_t i = 0; i < procedure->method_count; i++)
        fprintf(out, "cw_%s_serve_%s, ", name, procedure->methods[i].name);
    fprintf(out, "};\nstatic struct camkes_server cw_%s_server = {.endpoint = %u, .interface = \"%s\",\n",
            name, end->slot, name);
    fprintf(out, "    .methods = %zu, .method = cw_%s_methods};\n", procedure->method_count, name);
    glue_error_handler(glue, interface, "server");
}

void glue_buffer_client(struct glue *glue, const struct adl_interface *interface)
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
    glue_call_client(glue, interface);
}

static const char *client_name(const struct glue *glue, const struct plan_client *client)
{
    const struct adl_end *end = client->end;
    if (end->interface->implicit)
        return end->instance->name;
    return arena_printf(glue->plan->system->arena, "%s.%s", end->instance->name, end->interface->name);
}

static void emit_clients(struct glue *glue, const char *name, const struct plan_end *server)
{
    FILE *out = glue->source;
    fprintf(out, "\nstatic const struct camkes_server_client cw_%s_client[] = {\n", name);
    for (size_t i = 0; i < server->client_count; i++) {
        const struct plan_client *client = &server->clients[i];
        fprintf(out, "    {%llu, ", (unsigned long long)client->badge);
        emit_string(out, client_name(glue, client));
        fprintf(out, ", (void *)0x%llx, %llu, %u},\n", (unsigned long long)client->buffer,
                (unsigned long long)client->buffer_size, client->signal_slot);
    }
    fprintf(out, "};\nstatic const struct camkes_clients cw_%s_clients = {cw_%s_client, %zu};\n", name, name,
            server->client_count);
}

/* One line of header, one function of source. */
static void emit_client_function(struct glue *glue, const char *name, const char *type, const char *function,
                                 const char *parameter, const char *runtime)
{
    const char *argument = parameter[0] == 'v' ? "" : ", client";
    const char *back = type[0] == 'v' && type[4] == '\0' ? "" : "return ";
    fprintf(glue->header, "%s %s_%s(%s);\n", type, name, function, parameter);
    fprintf(glue->source, "\n%s %s_%s(%s)\n{\n    %s%s(&cw_%s_clients%s);\n}\n", type, name, function,
            parameter, back, runtime, name, argument);
}

void glue_buffer_server(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    emit_clients(glue, name, end);
    emit_client_function(glue, name, "void *", "buf", "seL4_Word client", "camkes_clients_buffer");
    emit_client_function(glue, name, "size_t", "buf_size", "seL4_Word client", "camkes_clients_size");
    emit_client_function(glue, name, "const char *", "client_name", "seL4_Word client",
                         "camkes_clients_name");
    emit_client_function(glue, name, "seL4_Word", "enumerate_badge", "unsigned client",
                         "camkes_clients_badge");
    emit_client_function(glue, name, "int", "largest_badge", "void", "(int)camkes_clients_largest");
    fprintf(glue->header, "unsigned %s_num_badges(void);\n", name);
    fprintf(glue->source, "\nunsigned %s_num_badges(void)\n{\n    return cw_%s_clients.count;\n}\n", name,
            name);
    glue_call_server(glue, interface);
}

void glue_serial_client(struct glue *glue, const struct adl_interface *interface)
{
    glue_buffer_client(glue, interface);
    if (plan_end(glue->plan, interface->end)->signal_badge != 0)
        glue_global(glue, interface);
}

void glue_serial_server(struct glue *glue, const struct adl_interface *interface)
{
    glue_buffer_server(glue, interface);
    emit_client_function(glue, interface->name, "void", "emit", "unsigned client", "camkes_clients_signal");
}

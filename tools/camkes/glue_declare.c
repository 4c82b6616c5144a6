/* SPDX-License-Identifier: BSD-2-Clause */
/* What the header says about an interface because of its kind alone. */
#include <string.h>

#include "glue_procedure.h"

/* Memory that is shared: its type says how large it is. An enumeration constant instead of a macro:
   a struct of the component may still have a field X_size. */
static void declare_memory(FILE *out, const struct adl_interface *interface)
{
    const char *name = interface->name;
    fprintf(out, "extern %s *%s%s;\n", glue_dataport_type(interface), name, glue_weak(interface));
    if (interface->buffer_size != 0)
        fprintf(out, "enum { %s_size = %llu };\n", name, (unsigned long long)interface->buffer_size);
    else
        fprintf(out, "enum { %s_size = sizeof(%s) };\n", name, interface->type);
    fprintf(out, "static inline size_t %s_get_size(void)\n{\n    return %s_size;\n}\n", name, name);
}

/* A file, as long as it is. */
static void declare_payload(FILE *out, const struct adl_interface *interface)
{
    const char *name = interface->name;
    fprintf(
        out,
        "extern const %s *const %s;\nextern const size_t %s_payload_size __asm__(\"%s.%s.payload_size\");\n"
        "static inline size_t %s_get_size(void)\n{\n    return %s_payload_size;\n}\n",
        glue_dataport_type(interface), name, name, interface->owner->name, name, name, name);
}

static void declare_dataport(FILE *out, const struct adl_interface *interface)
{
    const char *name = interface->name;
    const char *weak = glue_weak(interface);
    if (glue_is_queue(interface))
        return;
    if (interface->end && connection_is(interface->end->connection, "CausewayPayload"))
        declare_payload(out, interface);
    else
        declare_memory(out, interface);
    fprintf(out,
            "#define %s_acquire() __atomic_thread_fence(__ATOMIC_ACQUIRE)\n"
            "#define %s_release() __atomic_thread_fence(__ATOMIC_RELEASE)\n",
            name, name);
    fprintf(out,
            "int %s_wrap_ptr(dataport_ptr_t *result, void *pointer)%s;\n"
            "void *%s_unwrap_ptr(dataport_ptr_t *pointer)%s;\n",
            name, weak, name, weak);
}

bool glue_names_notification(const struct adl_interface *interface)
{
    return strcmp(interface->type, "Notification") == 0;
}

static void declare_waiting(FILE *out, const struct adl_interface *interface)
{
    const char *name = interface->name;
    const char *weak = glue_weak(interface);
    fprintf(out, "void %s_wait(void)%s;\nint %s_poll(void)%s;\n", name, weak, name, weak);
    if (glue_names_notification(interface))
        fprintf(out, "seL4_CPtr %s_notification(void)%s;\n", name, weak);
}

static void declare_callbacks(FILE *out, const struct adl_interface *interface)
{
    fprintf(out,
            "int %s_reg_callback(void (*callback)(void *), void *argument)%s\n"
            "    __attribute__((warn_unused_result));\n",
            interface->name, glue_weak(interface));
}

/* The connectors that are not here declare what is theirs alone. */
static void declare_consumer(FILE *out, const struct adl_interface *interface)
{
    const char *name = interface->name;
    const struct adl_connection *connection = interface->end ? interface->end->connection : NULL;
    if (!connection || connection_is(connection, "seL4Notification") ||
        connection_is(connection, "seL4NotificationQueue") ||
        connection_is(connection, "seL4IOAPICHardwareInterrupt")) {
        declare_waiting(out, interface);
        declare_callbacks(out, interface);
    } else if (connection_is(connection, "seL4NotificationNative")) {
        declare_waiting(out, interface);
    } else if (connection_is(connection, "seL4HardwareInterrupt")) {
        fprintf(out, "void %s_handle(void);\nint %s_acknowledge(void);\n", name, name);
    }
}

void glue_declare(struct glue *glue, const struct adl_interface *interface)
{
    FILE *out = glue_declarations(glue, interface);
    fprintf(out, "\n/* %s %s */\n", interface->type, interface->name);
    switch (interface->kind) {
    case ADL_USES:
        glue_prototypes(glue, out, interface);
        break;
    case ADL_PROVIDES:
        glue_prototypes(glue, out, interface);
        fprintf(out, "seL4_Word %s_get_sender_id(void);\n", interface->name);
        fprintf(glue->source,
                "\nseL4_Word %s_get_sender_id(void)\n{\n    return camkes_server_sender();\n}\n",
                interface->name);
        break;
    case ADL_EMITS:
        fprintf(out, "void %s_emit(void);\n", interface->name);
        if (!interface->end)
            fprintf(glue->source, "\nvoid %s_emit(void)\n{\n}\n", interface->name);
        break;
    case ADL_CONSUMES:
        declare_consumer(out, interface);
        break;
    case ADL_DATAPORT:
        declare_dataport(out, interface);
        break;
    }
    fprintf(out, "void %s__init(void);\n", interface->name);
    fprintf(out, "camkes_error_handler_t %s_register_error_handler(camkes_error_handler_t handler);\n",
            interface->name);
}

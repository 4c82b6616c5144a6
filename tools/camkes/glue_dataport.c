/* SPDX-License-Identifier: BSD-2-Clause */
#include "glue_emit.h"

#include <string.h>

const char *glue_dataport_type(const struct adl_interface *interface)
{
    return strncmp(interface->type, "Buf(", 4) == 0 ? "void" : interface->type;
}

/* A C type that is larger than the memory behind it must not even compile. */
static void emit_size_check(FILE *out, const struct adl_interface *interface, uint64_t size)
{
    if (interface->buffer_size == 0)
        fprintf(out,
                "_Static_assert(sizeof(%s) <= %llu, \"the connection's size is less than the type's\");\n",
                interface->type, (unsigned long long)size);
}

static void emit_pointers(struct glue *glue, const struct adl_interface *interface, uint64_t size)
{
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    const char *name = interface->name;
    FILE *out = glue->source;
    fprintf(out, "static const struct camkes_dataport cw_%s_dataport = {%zu, (void *)0x%llx, %llu};\n", name,
            interface->end->connection->index, (unsigned long long)end->address, (unsigned long long)size);
    fprintf(out,
            "\nint %s_wrap_ptr(dataport_ptr_t *result, void *pointer)\n{\n"
            "    return camkes_dataport_wrap(&cw_%s_dataport, result, pointer);\n}\n"
            "\nvoid *%s_unwrap_ptr(dataport_ptr_t *pointer)\n{\n"
            "    return camkes_dataport_unwrap(&cw_%s_dataport, pointer);\n}\n",
            name, name, name, name);
}

void glue_dataport(struct glue *glue, const struct adl_interface *interface)
{
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    fputs("\n", glue->source);
    emit_size_check(glue->source, interface, end->size);
    fprintf(glue->source, "%s *%s = (void *)0x%llx;\n", glue_dataport_type(interface), interface->name,
            (unsigned long long)end->address);
    emit_pointers(glue, interface, end->size);
}

/* The functions of the handle have no argument that says whose they are: one set for each dataport. */
static void emit_frame_functions(FILE *out, const char *name)
{
    fprintf(out,
            "\nstatic seL4_CPtr cw_%s_nth_frame(unsigned n)\n{\n    return camkes_frames_nth(&cw_%s_frames, "
            "n);\n}\n",
            name, name);
    fprintf(out, "\nstatic unsigned cw_%s_id(void)\n{\n    return cw_%s_frames.id;\n}\n", name, name);
    fprintf(out,
            "\nstatic unsigned cw_%s_frame_count(void)\n{\n    return cw_%s_frames.size / TABLE_PAGE;\n}\n",
            name, name);
    fprintf(
        out,
        "\nstatic seL4_CPtr *cw_%s_all_frames(void)\n{\n    return camkes_frames_tokens(&cw_%s_frames);\n}\n",
        name, name);
    fprintf(out, "\nstatic void cw_%s_free_frames(seL4_CPtr *frames)\n{\n    (void)frames;\n}\n", name);
    fprintf(out, "\nstatic size_t cw_%s_bytes(void)\n{\n    return cw_%s_frames.size;\n}\n", name, name);
    fprintf(out,
            "\nstatic seL4_CapRights_t cw_%s_rights(void)\n{\n"
            "    return seL4_CapRights_new(0, 0, cw_%s_frames.read, cw_%s_frames.write);\n}\n",
            name, name, name);
}

/* Only ends that have an id have the frames. */
void glue_dataport_with_caps(struct glue *glue, const struct adl_interface *interface)
{
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    const char *name = interface->name;
    FILE *out = glue->source;
    glue_dataport(glue, interface);
    if (end->badge == 0)
        return;
    fprintf(out, "static seL4_CPtr cw_%s_tokens[%llu];\n", name,
            (unsigned long long)(end->size / TABLE_PAGE));
    fprintf(out,
            "static const struct camkes_frames cw_%s_frames = {.region = %u, .id = %llu, .size = %llu, .read "
            "= %d, "
            ".write = %d, .tokens = cw_%s_tokens};\n",
            name, end->slot, (unsigned long long)end->badge, (unsigned long long)end->size,
            !!(end->rights & TABLE_RIGHT_READ), !!(end->rights & TABLE_RIGHT_WRITE), name);
    emit_frame_functions(out, name);
    fprintf(out,
            "\ndataport_caps_handle_t %s_handle = {cw_%s_nth_frame, cw_%s_id, cw_%s_frame_count, "
            "cw_%s_all_frames, "
            "cw_%s_free_frames, cw_%s_bytes, cw_%s_rights, \"%s\"};\n",
            name, name, name, name, name, name, name, name, name);
}

void glue_device_memory(struct glue *glue, const struct adl_interface *interface)
{
    const struct plan *plan = glue->plan;
    const char *name = interface->name;
    uint64_t address = 0;
    glue_dataport(glue, interface);
    const struct adl_value *setting =
        interface_setting(plan->system, interface->end->connection->to[0].interface, "paddr");
    if (setting && setting->kind == ADL_VALUE_INTEGER)
        address = (uint64_t)setting->integer;
    fprintf(glue->header, "void *%s_translate_paddr(uintptr_t paddr, size_t size);\n", name);
    fprintf(glue->source,
            "\nvoid *%s_translate_paddr(uintptr_t paddr, size_t size)\n{\n"
            "    uintptr_t offset = paddr - 0x%llx;\n"
            "    if (offset >= cw_%s_dataport.size || size > cw_%s_dataport.size - offset)\n        return "
            "NULL;\n"
            "    return (char *)cw_%s_dataport.address + offset;\n}\n",
            name, (unsigned long long)address, name, name, name);
}

/* Only the image writer knows how long the file is: it fills in X_payload_size. */
void glue_payload(struct glue *glue, const struct adl_interface *interface)
{
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    const char *name = interface->name;
    fprintf(glue->source, "\nconst %s *const %s = (const void *)0x%llx;\n", glue_dataport_type(interface),
            name, (unsigned long long)end->address);
    fprintf(glue->source,
            "const size_t %s_payload_size __attribute__((section(\".rodata.%s\"), used)) = 0;\n", name, name);
    emit_pointers(glue, interface, LAYOUT_PAYLOAD_SIZE);
}

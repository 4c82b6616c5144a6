/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Prototypes and marshalling. Names of the generated code start with cw_, so that they meet no
 * parameter's.
 *
 * A parameter is one of four shapes: a value, a string, an array, an array of strings. A function's
 * parameter is either the thing itself (`in`) or a pointer to it; its local copy, in the server's
 * function and for what comes back to a client, is always the thing itself.
 */
#include "glue_procedure.h"

#include <string.h>

#include "call_connector.h"

static bool is_string(const struct adl_parameter *parameter)
{
    return parameter->type.kind == ADL_TYPE_STRING;
}

static bool by_value(const struct adl_parameter *parameter)
{
    return parameter->direction == ADL_IN;
}

static bool is_input(const struct adl_parameter *parameter)
{
    return parameter->direction != ADL_OUT;
}

static bool is_output(const struct adl_parameter *parameter)
{
    return parameter->direction == ADL_OUT || parameter->direction == ADL_INOUT;
}

/* "char *" needs no blank before a name or a star, "int" does. */
static const char *blank(const char *type)
{
    return type[strlen(type) - 1] == '*' ? "" : " ";
}

static void emit_parameter(FILE *out, const struct adl_parameter *p)
{
    const char *type = p->type.c_name;
    const char *constant = p->direction == ADL_REFIN ? "const " : "";
    if (by_value(p) && is_string(p) && !p->array)
        fprintf(out, "const char *%s", p->name);
    else if (by_value(p) && is_string(p))
        fprintf(out, "size_t %s_sz, char **%s", p->name, p->name);
    else if (by_value(p) && p->array)
        fprintf(out, "size_t %s_sz, const %s%s*%s", p->name, type, blank(type), p->name);
    else if (by_value(p))
        fprintf(out, "%s%s%s", type, blank(type), p->name);
    else if (is_string(p) && !p->array)
        fprintf(out, "char **%s", p->name);
    else if (is_string(p))
        fprintf(out, "%ssize_t *%s_sz, char ***%s", constant, p->name, p->name);
    else if (p->array)
        fprintf(out, "%ssize_t *%s_sz, %s%s**%s", constant, p->name, type, blank(type), p->name);
    else
        fprintf(out, "%s%s%s*%s", constant, type, blank(type), p->name);
}

void glue_signature(FILE *out, const char *prefix, const struct adl_interface *interface,
                    const struct adl_method *method)
{
    const char *type = method->result.c_name;
    fprintf(out, "%s%s%s%s_%s(", type, blank(type), prefix, interface->name, method->name);
    for (size_t i = 0; i < method->parameter_count; i++) {
        fputs(i > 0 ? ", " : "", out);
        emit_parameter(out, &method->parameters[i]);
    }
    fputs(method->parameter_count == 0 ? "void)" : ")", out);
}

void glue_prototypes(struct glue *glue, FILE *out, const struct adl_interface *interface)
{
    const struct adl_procedure *procedure = interface->procedure;
    for (size_t i = 0; i < procedure->method_count; i++) {
        glue_signature(out, "", interface, &procedure->methods[i]);
        fprintf(out, "%s;\n", glue_weak(interface));
    }
    if (!call_has(interface, CALL_ANY_PROCEDURE) || !interface->end->is_to)
        return;
    size_t count;
    const struct adl_method *const *methods = call_methods(glue->plan->system->arena, interface, &count);
    for (size_t i = 0; i < count; i++) {
        glue_signature(out, "", interface, methods[i]);
        fputs(";\n", out);
    }
}

/* Writes the parameter of a function (`indirect`: a pointer to the thing) or its local copy. */
static void emit_put(FILE *out, const struct adl_parameter *p, bool indirect)
{
    const char *open = indirect ? "(*" : "", *close = indirect ? ")" : "";
    const char *name = p->name;
    if (is_string(p) && !p->array)
        fprintf(out, "    camkes_put_string(cw_rpc, %s%s%s);\n", open, name, close);
    else if (is_string(p))
        fprintf(out, "    camkes_put_strings(cw_rpc, (char *const *)%s%s%s, %s%s_sz%s);\n", open, name, close,
                open, name, close);
    else if (p->array)
        fprintf(out, "    camkes_put_array(cw_rpc, %s%s%s, %s%s_sz%s, sizeof(*%s%s%s));\n", open, name, close,
                open, name, close, open, name, close);
    else
        fprintf(out, "    camkes_put(cw_rpc, &%s%s%s, sizeof(%s%s%s));\n", open, name, close, open, name,
                close);
}

/* Declares the local copy; `read`: filled from the message, else empty. */
static void emit_local(FILE *out, const struct adl_parameter *p, const char *prefix, bool read)
{
    const char *type = p->type.c_name;
    const char *name = p->name;
    if (p->array)
        fprintf(out, "    size_t %s%s_sz = 0;\n", prefix, name);
    if (is_string(p) && !p->array)
        fprintf(out, "    char *%s%s = %s;\n", prefix, name, read ? "camkes_get_string(cw_rpc)" : "NULL");
    else if (p->array && !read)
        fprintf(out, "    %s%s*%s%s = NULL;\n", type, blank(type), prefix, name);
    else if (is_string(p))
        fprintf(out, "    char **%s%s = camkes_get_strings(cw_rpc, &%s%s_sz);\n", prefix, name, prefix, name);
    else if (p->array)
        fprintf(out, "    %s%s*%s%s = camkes_get_array(cw_rpc, &%s%s_sz, sizeof(%s));\n", type, blank(type),
                prefix, name, prefix, name, type);
    else {
        fprintf(out, "    %s%s%s%s;\n", type, blank(type), prefix, name);
        fprintf(out,
                read ? "    camkes_get(cw_rpc, &%s%s, sizeof(%s%s));\n"
                     : "    memset(&%s%s, 0, sizeof(%s%s));\n",
                prefix, name, prefix, name);
    }
}

/* Frees the heap memory of a local copy (star: ""), or of what a parameter points to ("*"). */
static void emit_free(FILE *out, const struct adl_parameter *p, const char *indent, const char *star,
                      const char *prefix)
{
    if (is_string(p) && p->array)
        fprintf(out, "%scamkes_free_strings(%s%s%s, %s%s%s_sz);\n", indent, star, prefix, p->name, star,
                prefix, p->name);
    else if (is_string(p) || p->array)
        fprintf(out, "%sfree(%s%s%s);\n", indent, star, prefix, p->name);
}

static bool returns_string(const struct adl_method *method)
{
    return method->result.kind == ADL_TYPE_STRING;
}

static bool returns(const struct adl_method *method)
{
    return method->result.kind != ADL_TYPE_VOID;
}

void glue_pass_on(FILE *out, const char *prefix, const struct adl_interface *interface,
                  const struct adl_method *method)
{
    fprintf(out, "%s%s%s_%s(", returns(method) ? "return " : "", prefix, interface->name, method->name);
    for (size_t i = 0; i < method->parameter_count; i++) {
        const struct adl_parameter *p = &method->parameters[i];
        fputs(i > 0 ? ", " : "", out);
        if (p->array)
            fprintf(out, "%s_sz, ", p->name);
        fputs(p->name, out);
    }
    fputs(");", out);
}

/* The result is declared as 0 or NULL, which is what a failed call returns. */
static void emit_client_result(FILE *out, const struct adl_method *method)
{
    const char *type = method->result.c_name;
    if (returns_string(method))
        fputs("    char *cw_result = NULL;\n", out);
    else if (returns(method))
        fprintf(out, "    %s%scw_result;\n    memset(&cw_result, 0, sizeof(cw_result));\n", type,
                blank(type));
}

static void emit_client_reply(FILE *out, const struct adl_method *method)
{
    if (returns_string(method))
        fputs("    char *cw_reply = camkes_get_string(cw_rpc);\n", out);
    else if (returns(method))
        fprintf(out, "    %s%scw_reply;\n    camkes_get(cw_rpc, &cw_reply, sizeof(cw_reply));\n",
                method->result.c_name, blank(method->result.c_name));
    for (size_t i = 0; i < method->parameter_count; i++) {
        if (is_output(&method->parameters[i]))
            emit_local(out, &method->parameters[i], "cw_", true);
    }
}

/* Nothing of the caller's changes unless the whole reply was good. */
static void emit_client_commit(FILE *out, const struct adl_interface *interface,
                               const struct adl_method *method)
{
    fprintf(out, "    if (!camkes_client_end(&cw_%s_client, cw_rpc)) {\n", interface->name);
    if (returns_string(method))
        fputs("        free(cw_reply);\n", out);
    for (size_t i = 0; i < method->parameter_count; i++) {
        if (is_output(&method->parameters[i]))
            emit_free(out, &method->parameters[i], "        ", "", "cw_");
    }
    fprintf(out, "        return%s;\n    }\n", returns(method) ? " cw_result" : "");
    for (size_t i = 0; i < method->parameter_count; i++) {
        const struct adl_parameter *p = &method->parameters[i];
        if (!is_output(p))
            continue;
        if (p->direction == ADL_INOUT)
            emit_free(out, p, "    ", "*", "");
        fprintf(out, "    *%s = cw_%s;\n", p->name, p->name);
        if (p->array)
            fprintf(out, "    *%s_sz = cw_%s_sz;\n", p->name, p->name);
    }
    if (returns(method))
        fputs("    return cw_reply;\n", out);
}

void glue_client_method(FILE *out, const struct adl_interface *interface, size_t index)
{
    const struct adl_method *method = &interface->procedure->methods[index];
    fputs("\n", out);
    glue_signature(out, "", interface, method);
    fputs("\n{\n    struct camkes_rpc cw_message, *cw_rpc = &cw_message;\n", out);
    emit_client_result(out, method);
    fprintf(out, "    camkes_client_begin(&cw_%s_client, cw_rpc, %zu);\n", interface->name, index);
    for (size_t i = 0; i < method->parameter_count; i++) {
        if (is_input(&method->parameters[i]))
            emit_put(out, &method->parameters[i], !by_value(&method->parameters[i]));
    }
    fprintf(out, "    if (!camkes_client_call(&cw_%s_client, cw_rpc))\n        return%s;\n", interface->name,
            returns(method) ? " cw_result" : "");
    emit_client_reply(out, method);
    emit_client_commit(out, interface, method);
    fputs("}\n", out);
}

static void emit_server_call(FILE *out, const struct adl_interface *interface,
                             const struct adl_method *method)
{
    const char *type = method->result.c_name;
    fputs("    ", out);
    if (returns(method))
        fprintf(out, "%s%scw_result = ", type, blank(type));
    fprintf(out, "%s_%s(", interface->name, method->name);
    for (size_t i = 0; i < method->parameter_count; i++) {
        const struct adl_parameter *p = &method->parameters[i];
        const char *address = by_value(p) ? "" : "&";
        fputs(i > 0 ? ", " : "", out);
        if (p->array)
            fprintf(out, "%s%s_sz, ", address, p->name);
        fprintf(out, "%s%s", address, p->name);
    }
    fputs(");\n", out);
}

static void emit_server_reply(FILE *out, const struct adl_method *method)
{
    fputs("    camkes_rpc_start_writing(cw_rpc, cw_rpc->buffer);\n", out);
    if (returns_string(method))
        fputs("    camkes_put_string(cw_rpc, cw_result);\n    free(cw_result);\n", out);
    else if (returns(method))
        fputs("    camkes_put(cw_rpc, &cw_result, sizeof(cw_result));\n", out);
    for (size_t i = 0; i < method->parameter_count; i++) {
        if (is_output(&method->parameters[i]))
            emit_put(out, &method->parameters[i], false);
    }
}

void glue_server_method(FILE *out, const struct adl_interface *interface, const struct adl_method *method)
{
    fprintf(out, "\nstatic void cw_%s_serve_%s(struct camkes_rpc *cw_rpc)\n{\n", interface->name,
            method->name);
    for (size_t i = 0; i < method->parameter_count; i++)
        emit_local(out, &method->parameters[i], "", is_input(&method->parameters[i]));
    fputs("    if (!camkes_rpc_finished(cw_rpc))\n        goto done;\n", out);
    emit_server_call(out, interface, method);
    emit_server_reply(out, method);
    fputs("done:;\n", out);
    for (size_t i = 0; i < method->parameter_count; i++)
        emit_free(out, &method->parameters[i], "    ", "", "");
    fputs("}\n", out);
}

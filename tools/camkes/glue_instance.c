/* SPDX-License-Identifier: BSD-2-Clause */
/* Locks, and the tables by which lib/camkes knows the instance. */
#include "glue_emit.h"

#include <limits.h>

static int initial_value(const struct glue *glue, const struct adl_lock *lock, int most, int otherwise)
{
    const char *name = arena_printf(glue->plan->system->arena, "%s_value", lock->name);
    adl_integer value = otherwise;
    setting_integer(system_setting(glue->plan->system, glue->instance->name, name), 0, (uint64_t)most,
                    &value);
    return (int)value;
}

static void emit_wait(struct glue *glue, const char *lock, const char *verb)
{
    fprintf(glue->header, "int %s_%s(void);\n", lock, verb);
    fprintf(glue->source,
            "\nint %s_%s(void)\n{\n    camkes_semaphore_wait(&cw_%s_semaphore);\n    return 0;\n}\n", lock,
            verb, lock);
}

static void emit_attempt(struct glue *glue, const char *lock, const char *verb, const char *function)
{
    fprintf(glue->header, "int %s_%s(void);\n", lock, verb);
    fprintf(glue->source, "\nint %s_%s(void)\n{\n    return %s(&cw_%s_semaphore) ? 0 : -1;\n}\n", lock, verb,
            function, lock);
}

/* All three kinds are semaphores; a mutex is one that never has more than one unit. */
static void emit_lock(struct glue *glue, const struct adl_lock *lock, uint32_t slot)
{
    int most = lock->kind == ADL_SEMAPHORE ? INT_MAX : 1;
    int initial = 1;
    if (lock->kind == ADL_SEMAPHORE)
        initial = initial_value(glue, lock, INT_MAX, 1);
    else if (lock->kind == ADL_BINARY_SEMAPHORE)
        initial = initial_value(glue, lock, 1, 0);
    fprintf(glue->source,
            "\nstatic struct camkes_semaphore cw_%s_semaphore = CAMKES_SEMAPHORE(%u, %d, %d);\n", lock->name,
            slot, initial, most);
    if (lock->kind == ADL_MUTEX) {
        emit_wait(glue, lock->name, "lock");
        emit_attempt(glue, lock->name, "unlock", "camkes_semaphore_post");
        return;
    }
    emit_wait(glue, lock->name, "wait");
    emit_attempt(glue, lock->name, "post", "camkes_semaphore_post");
    if (lock->kind == ADL_SEMAPHORE)
        emit_attempt(glue, lock->name, "trywait", "camkes_semaphore_try");
}

void glue_locks(struct glue *glue)
{
    if (glue->instance->lock_count > 0)
        fputs("\n/* Locks. */\n", glue->header);
    for (size_t i = 0; i < glue->instance->lock_count; i++)
        emit_lock(glue, &glue->instance->locks[i], glue->member->lock_slots[i]);
}

/* The glue's part in what the end's threads do, or NULL. */
static const char *serve_function(const struct adl_end *end)
{
    return end->is_to ? glue_connector(end)->serve : NULL;
}

/* The interface that the instance's thread `number` serves. */
static const struct adl_end *thread_end(const struct glue *glue, size_t number)
{
    return glue->member->domain->threads[glue->member->first_thread + number].end;
}

void glue_thread_hooks(struct glue *glue)
{
    FILE *out = glue->source;
    fputs(glue->member->thread_count > 1 ? "\n" : "", out);
    for (size_t i = 1; i < glue->member->thread_count; i++) {
        const struct adl_end *end = thread_end(glue, i);
        const char *name = end->interface->name;
        if (thread_end(glue, i - 1) == end)
            continue;
        fprintf(out, "void %s__init(void) __attribute__((weak));\n", name);
        if (!serve_function(end))
            fprintf(out, "int %s__run(void) __attribute__((weak));\n", name);
    }
}

static void emit_threads(struct glue *glue)
{
    FILE *out = glue->source;
    fputs("\nstatic const struct camkes_thread cw_threads[] = {\n    {0},\n", out);
    for (size_t i = 1; i < glue->member->thread_count; i++) {
        const struct adl_end *end = thread_end(glue, i);
        const char *name = end->interface->name;
        const char *serve = serve_function(end);
        fprintf(out, "    {.init = %s__init, ", name);
        if (serve)
            fprintf(out, ".serve = %s, .argument = &cw_%s_%s},\n", serve, name, glue_connector(end)->served);
        else
            fprintf(out, ".run = %s__run},\n", name);
    }
    fputs("};\n", out);
    if (glue->member->start_slot != 0)
        fprintf(out,
                "static struct camkes_startup cw_startup = {\n"
                "    .start = CAMKES_SEMAPHORE(%u, 0, 1),\n"
                "    .ready = CAMKES_SEMAPHORE(%u, 0, %zu),\n"
                "    .serve = CAMKES_SEMAPHORE(%u, 0, 1)};\n",
                glue->member->start_slot, glue->member->ready_slot, glue->member->thread_count,
                glue->member->serve_slot);
}

static bool has_pointers(const struct adl_interface *interface)
{
    return interface->kind == ADL_DATAPORT && interface->end && !glue_is_queue(interface);
}

/* The number of them. */
static size_t emit_dataports(struct glue *glue)
{
    size_t count = 0;
    for (size_t i = 0; i < glue->instance->interface_count; i++)
        count += has_pointers(&glue->instance->interfaces[i]);
    if (count == 0)
        return 0;
    fputs("\nstatic const struct camkes_dataport *const cw_dataports[] = {", glue->source);
    for (size_t i = 0; i < glue->instance->interface_count; i++) {
        if (has_pointers(&glue->instance->interfaces[i]))
            fprintf(glue->source, "&cw_%s_dataport, ", glue->instance->interfaces[i].name);
    }
    fputs("};\n", glue->source);
    return count;
}

static void emit_output(struct glue *glue)
{
    if (glue->member->stdio_lock == 0)
        return;
    const struct adl_interface *stdio = instance_interface(glue->instance, "camkes_stdio");
    const struct plan_end *end = plan_end(glue->plan, stdio->end);
    fprintf(glue->source,
            "\nstatic struct camkes_output cw_output = {\n"
            "    .lock = CAMKES_SEMAPHORE(%u, 1, 1),\n"
            "    .buffer = (char *)0x%llx, .size = %llu, .write = camkes_stdio_write};\n",
            glue->member->stdio_lock, (unsigned long long)end->address, (unsigned long long)end->size);
}

/* What the program knows the instance by; beside members of the same group, its name must be its own. */
static void emit_record(struct glue *glue)
{
    fprintf(glue->source,
            "\nextern const struct causeway_instance cw_instance __asm__(\"%s.instance\");\n"
            "const struct causeway_instance cw_instance = {\n    .name = ",
            glue->instance->name);
    emit_string(glue->source, glue->instance->name);
    fputs(", .control = camkes_control, .serve = camkes_serve, .print = camkes_print};\n", glue->source);
}

void glue_component(struct glue *glue)
{
    FILE *out = glue->source;
    emit_threads(glue);
    size_t dataports = emit_dataports(glue);
    size_t queues = glue_message_queues(glue);
    size_t virtqueues = glue_virtqueues(glue);
    emit_output(glue);
    fputs("\nconst struct camkes_component camkes_component = {\n    .name = ", out);
    emit_string(out, glue->instance->name);
    fprintf(out, ",\n    .thread_count = %zu,\n", glue->member->thread_count);
    if (glue->instance->control)
        fputs("    .run = run,\n", out);
    fputs("    .threads = cw_threads,\n", out);
    if (glue->member->start_slot != 0)
        fputs("    .startup = &cw_startup,\n", out);
    if (dataports > 0)
        fprintf(out, "    .dataports = cw_dataports,\n    .dataport_count = %zu,\n", dataports);
    if (queues > 0)
        fprintf(out, "    .queues = cw_queues,\n    .queue_count = %zu,\n", queues);
    if (virtqueues > 0)
        fprintf(out, "    .virtqueues = cw_virtqueues,\n    .virtqueue_count = %zu,\n", virtqueues);
    if (glue->member->stdio_lock != 0)
        fputs("    .output = &cw_output,\n", out);
    fputs("};\n", out);
    emit_record(glue);
}

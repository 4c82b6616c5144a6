/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes as a specification, through every stage but the preprocessor and the writing of files. */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "tests/unit/camkes/compile_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    char *text = malloc(length + 1);
    if (!text)
        return 0;
    memcpy(text, bytes, length);
    text[length] = 0;
    const struct adl_system *system = compile_bytes(text, length);
    /* Nothing is refused without a word. */
    if (!system && !strstr(compile_messages(), "error: "))
        abort();
    const struct plan *plan = system ? layout_plan(system) : NULL;
    if (plan) {
        char *report = NULL;
        size_t size;
        FILE *out = open_memstream(&report, &size);
        report_instances(system, out);
        report_dot(system, out);
        report_json(system, out);
        report_matrix(plan, out);
        fclose(out);
        free(report);
    }
    compile_end();
    free(text);
    return 0;
}

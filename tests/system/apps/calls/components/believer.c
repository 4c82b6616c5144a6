/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static int errors;

static camkes_error_action_t count(camkes_error_t *error)
{
    errors += error->type == CE_MALFORMED_RPC_PAYLOAD;
    return CEA_DISCARD;
}

int run(void)
{
    trust_register_error_handler(count);
    bool none = true;
    for (int i = 0; i < 3; i++)
        none = trust_text("hello") == NULL && none;
    check("of three replies that lie none is believed", none && errors == 3);
    check("the fourth one is", trust_number(7) == 7 && errors == 3);
    check("numbers can be lies as well",
          trust_number(1) == 0 && trust_number(2) == 0 && trust_number(3) == 0);
    check("each lie is reported", errors == 6);
    char *text = trust_text("hello");
    check("a string is believed, too", text && strcmp(text, "hello") == 0);
    free(text);
    finish_done();
    return 0;
}

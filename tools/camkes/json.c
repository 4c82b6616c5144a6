/* SPDX-License-Identifier: BSD-2-Clause */
#include "json.h"

/* How many bytes the character at `at` has in UTF-8; 0: it is none. */
static unsigned utf8_length(const unsigned char *at)
{
    static const struct {
        unsigned char mask, bits;
        uint32_t lowest;
    } forms[] = {{0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};
    for (unsigned more = 0; more < 4; more++) {
        if ((*at & forms[more].mask) != forms[more].bits)
            continue;
        uint32_t code = *at & (unsigned char)~forms[more].mask;
        for (unsigned i = 1; i <= more; i++) {
            if ((at[i] & 0xc0) != 0x80)
                return 0;
            code = code << 6 | (at[i] & 0x3f);
        }
        bool surrogate = code >= 0xd800 && code <= 0xdfff;
        return code >= forms[more].lowest && code <= 0x10ffff && !surrogate ? more + 1 : 0;
    }
    return 0;
}

void json_string(FILE *out, const char *text)
{
    putc('"', out);
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        unsigned length = utf8_length(at);
        if (*at == '"' || *at == '\\')
            fprintf(out, "\\%c", *at);
        else if (*at == '\n')
            fputs("\\n", out);
        else if (*at < ' ')
            fprintf(out, "\\u%04x", *at);
        else if (!length)
            fputs("\\ufffd", out);
        else
            fwrite(at, 1, length, out);
        at += length ? length : 1;
    }
    putc('"', out);
}

void json_integer(FILE *out, adl_integer integer)
{
    if (integer < 0)
        fprintf(out, "%lld", (long long)integer);
    else
        fprintf(out, "%llu", (unsigned long long)integer);
}

static void json_list(FILE *out, const struct adl_value *list)
{
    putc('[', out);
    for (size_t i = 0; i < list->list.count; i++) {
        fputs(i ? ", " : "", out);
        json_value(out, list->list.items[i]);
    }
    putc(']', out);
}

static void json_dictionary(FILE *out, const struct adl_value *dictionary)
{
    putc('{', out);
    for (size_t i = 0; i < dictionary->dict.count; i++) {
        const struct adl_dict_entry *entry = &dictionary->dict.entries[i];
        fputs(i ? ", " : "", out);
        if (entry->key->kind == ADL_VALUE_STRING) {
            json_string(out, entry->key->string);
        } else {
            putc('"', out);
            json_integer(out, entry->key->integer);
            putc('"', out);
        }
        fputs(": ", out);
        json_value(out, entry->value);
    }
    putc('}', out);
}

void json_value(FILE *out, const struct adl_value *value)
{
    switch (value->kind) {
    case ADL_VALUE_INTEGER:
        json_integer(out, value->integer);
        return;
    case ADL_VALUE_REAL:
        fprintf(out, "%.17g", value->real);
        return;
    case ADL_VALUE_STRING:
        json_string(out, value->string);
        return;
    case ADL_VALUE_LIST:
        json_list(out, value);
        return;
    case ADL_VALUE_DICT:
        json_dictionary(out, value);
        return;
    }
}

/* SPDX-License-Identifier: BSD-2-Clause */
#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum option_code {
    OPTION_INSTANCES = 256,
    OPTION_GLUE,
    OPTION_IMAGE,
    OPTION_ELF,
    OPTION_PAYLOAD,
    OPTION_IMPORT_PATH,
    OPTION_CONNECTOR,
    OPTION_DEPS,
    OPTION_DEPS_TARGET,
    OPTION_MATRIX,
    OPTION_JSON,
    OPTION_JSON_AST,
    OPTION_DOT,
    OPTION_FORWARD,
    OPTION_PRIORITY,
    OPTION_STACK_SIZE,
    OPTION_HEAP_SIZE,
    OPTION_CPP,
    OPTION_NO_CPP,
    OPTION_HELP,
    OPTION_VERSION,
};

static const struct option options_long[] = {
    {"instances", no_argument, NULL, OPTION_INSTANCES},
    {"glue", required_argument, NULL, OPTION_GLUE},
    {"image", required_argument, NULL, OPTION_IMAGE},
    {"elf", required_argument, NULL, OPTION_ELF},
    {"payload", required_argument, NULL, OPTION_PAYLOAD},
    {"import-path", required_argument, NULL, OPTION_IMPORT_PATH},
    {"connector", required_argument, NULL, OPTION_CONNECTOR},
    {"deps", required_argument, NULL, OPTION_DEPS},
    {"deps-target", required_argument, NULL, OPTION_DEPS_TARGET},
    {"matrix", no_argument, NULL, OPTION_MATRIX},
    {"json", no_argument, NULL, OPTION_JSON},
    {"json-ast", no_argument, NULL, OPTION_JSON_AST},
    {"dot", no_argument, NULL, OPTION_DOT},
    {"forward-references", no_argument, NULL, OPTION_FORWARD},
    {"default-priority", required_argument, NULL, OPTION_PRIORITY},
    {"default-stack-size", required_argument, NULL, OPTION_STACK_SIZE},
    {"default-heap-size", required_argument, NULL, OPTION_HEAP_SIZE},
    {"cpp", required_argument, NULL, OPTION_CPP},
    {"no-cpp", no_argument, NULL, OPTION_NO_CPP},
    {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, OPTION_VERSION},
    {NULL, 0, NULL, 0},
};

void options_help(void)
{
    fputs("usage: camkes [option]... FILE.camkes\n"
          "       camkes fmt [-i] FILE.camkes\n"
          "Checks a CAmkES specification and writes what its system is built from.\n"
          "\n"
          "  --instances             list instances: name, component, software or hardware\n"
          "  --glue DIR              write DIR/INSTANCE/camkes.h and camkes.c\n"
          "  --image FILE            write the system image, from:\n"
          "    --elf INSTANCE=FILE                  the program of each software instance\n"
          "    --payload INSTANCE.INTERFACE=FILE    the bytes behind a CausewayPayload\n"
          "  --connector NAME.PART=FILE  C code of an own connector; PART is from, to,\n"
          "                          from_header or to_header; FILE is absolute\n"
          "  --matrix                print who may touch what\n"
          "  --dot                   print the assembly as a graph for Graphviz\n"
          "  --json-ast              print instances, connections and settings as JSON\n"
          "  --deps FILE             write a make rule that names every file that was read\n"
          "    --deps-target NAME                   the target of that rule (the image, or FILE)\n"
          "\n"
          "  --import-path DIR       where to look for import <...>; may be repeated\n"
          "  -I DIR, -D NAME[=VALUE] for the C preprocessor\n"
          "  --forward-references    names may be used before their definition\n"
          "  --default-priority N    of threads for which no setting gives one\n"
          "  --default-stack-size N  bytes\n"
          "  --default-heap-size N   bytes\n"
          "  -w                      no warnings, for runs after one that gave them\n"
          "  --json                  messages as JSON, one object a line\n"
          "  --cpp PROGRAM, --no-cpp the C preprocessor (cpp), or none\n"
          "  --help, --version\n"
          "\n"
          "Without an option, the specification is only checked. With fmt, it is\n"
          "printed in one canonical layout; with fmt -i, the file is changed to that.\n",
          stdout);
}

static bool wrong(const char *message, const char *argument)
{
    fprintf(stderr, "camkes: %s '%s'\nTry 'camkes --help'.\n", message, argument);
    return false;
}

/* "name=path" */
static bool add_file(struct arena *arena, char *argument, const struct image_file **files, size_t *count)
{
    char *equal = strchr(argument, '=');
    if (!equal || equal == argument || !equal[1])
        return wrong("this must have the form NAME=FILE:", argument);
    *equal = 0;
    struct image_file *grown = arena_grow(arena, (void *)*files, *count, sizeof(struct image_file));
    grown[(*count)++] = (struct image_file){argument, equal + 1};
    *files = grown;
    return true;
}

static struct adl_connector_code *code_of(struct arena *arena, struct options *options, const char *connector)
{
    for (size_t i = 0; i < options->code_count; i++) {
        if (!strcmp(options->code[i].connector, connector))
            return &options->code[i];
    }
    struct adl_connector_code code = {.connector = connector};
    ARENA_APPEND(arena, options->code, options->code_count, code);
    return &options->code[options->code_count - 1];
}

/* "connector.part=file". The glue code includes the file: a quote or a backslash in its name would have a meaning. */
static bool add_code(struct arena *arena, struct options *options, const char *argument)
{
    static const char *const parts[] = {"from", "to", "from_header", "to_header"};
    const char *dot = strchr(argument, '.'), *equal = strchr(argument, '=');
    if (!dot || !equal || dot == argument || dot > equal || equal[1] != '/' || strpbrk(equal, "\"\\\n"))
        return wrong("this must have the form NAME.PART=/FILE:", argument);
    const char *part = arena_printf(arena, "%.*s", (int)(equal - dot - 1), dot + 1);
    const char *name = arena_printf(arena, "%.*s", (int)(dot - argument), argument);
    for (size_t i = 0; i < 4; i++) {
        if (strcmp(part, parts[i]) != 0)
            continue;
        struct adl_connector_code *code = code_of(arena, options, name);
        const char **file = i < 2 ? &code->source[i] : &code->header[i - 2];
        if (*file)
            return wrong("this part has a file already:", argument);
        *file = equal + 1;
        return true;
    }
    return wrong("the part is from, to, from_header or to_header:", argument);
}

static void add_text(struct arena *arena, const char *text, const char *const **texts, size_t *count)
{
    const char **grown = arena_grow(arena, (void *)*texts, *count, sizeof(const char *));
    grown[(*count)++] = text;
    *texts = grown;
}

/* A decimal number in a range, which belongs to what the option names. */
static bool take_number(const char *argument, uint64_t lowest, uint64_t highest, uint64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoull(argument, &end, 10);
    if (isdigit((unsigned char)argument[0]) && !*end && !errno && *number >= lowest && *number <= highest)
        return true;
    fprintf(stderr, "camkes: this must be a number from %llu to %llu: '%s'\nTry 'camkes --help'.\n",
            (unsigned long long)lowest, (unsigned long long)highest, argument);
    return false;
}

static bool take(struct arena *arena, struct options *options, int option, char *argument)
{
    struct preprocessor *cpp = &options->load.preprocessor;
    switch (option) {
    case 'I':
    case 'D':
        add_text(arena, arena_printf(arena, "-%c%s", option, argument), &cpp->arguments,
                 &cpp->argument_count);
        return true;
    case 'w':
        diag_hide_warnings();
        return true;
    case OPTION_INSTANCES:
        return options->instances = true;
    case OPTION_GLUE:
        options->glue = argument;
        return true;
    case OPTION_IMAGE:
        options->image.output = argument;
        return true;
    case OPTION_ELF:
        return add_file(arena, argument, &options->image.elves, &options->image.elf_count);
    case OPTION_PAYLOAD:
        return add_file(arena, argument, &options->image.payloads, &options->image.payload_count);
    case OPTION_IMPORT_PATH:
        add_text(arena, argument, &options->load.import_paths, &options->load.import_path_count);
        return true;
    case OPTION_CONNECTOR:
        return add_code(arena, options, argument);
    case OPTION_DEPS:
        options->deps = argument;
        return true;
    case OPTION_DEPS_TARGET:
        options->deps_target = argument;
        return true;
    case OPTION_MATRIX:
        return options->matrix = true;
    case OPTION_JSON:
        diag_as_json();
        return true;
    case OPTION_JSON_AST:
        return options->json_ast = true;
    case OPTION_DOT:
        return options->dot = true;
    case OPTION_FORWARD:
        return options->forward_references = true;
    case OPTION_PRIORITY:
        return take_number(argument, 1, 255, &options->defaults.priority);
    case OPTION_STACK_SIZE:
        return take_number(argument, TABLE_PAGE, LAYOUT_LARGEST_STACK, &options->defaults.stack_size);
    case OPTION_HEAP_SIZE:
        return take_number(argument, TABLE_PAGE, LAYOUT_LARGEST_HEAP, &options->defaults.heap_size);
    case OPTION_CPP:
        cpp->program = argument;
        return true;
    case OPTION_NO_CPP:
        cpp->program = NULL;
        return true;
    case OPTION_HELP:
        return options->help = true;
    default:
        return options->version = true;
    }
}

static bool check(const struct options *options)
{
    if (options->help || options->version)
        return true;
    if (!options->input) {
        fputs("camkes: no input file\nTry 'camkes --help'.\n", stderr);
        return false;
    }
    if (!options->image.output && (options->image.elf_count || options->image.payload_count)) {
        fputs("camkes: --elf and --payload mean nothing without --image\nTry 'camkes --help'.\n", stderr);
        return false;
    }
    return true;
}

bool options_parse(struct arena *arena, int count, char **arguments, struct options *options)
{
    *options = (struct options){.load.preprocessor.program = "cpp"};
    int option;
    opterr = 0;
    while ((option = getopt_long(count, arguments, ":I:D:w", options_long, NULL)) != -1) {
        if (option == ':')
            return wrong("an argument is missing behind", arguments[optind - 1]);
        if (option == '?')
            return wrong("unknown option", arguments[optind - 1]);
        if (!take(arena, options, option, optarg))
            return false;
    }
    for (; optind < count; optind++) {
        if (options->input)
            return wrong("more than one input file:", arguments[optind]);
        options->input = arguments[optind];
    }
    return check(options);
}

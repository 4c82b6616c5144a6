/* SPDX-License-Identifier: BSD-2-Clause */
#include "preprocess.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "diag.h"

#define FIRST_ROOM 65536u

static const struct adl_location nowhere;

/* Everything until the end; NULL and errno on failure. */
static char *read_all(struct arena *arena, int descriptor, size_t *length)
{
    size_t room = FIRST_ROOM, used = 0;
    char *text = arena_alloc(arena, room, 1);
    for (;;) {
        ssize_t count = read(descriptor, text + used, room - used - 1);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return NULL;
        if (count == 0)
            break;
        used += (size_t)count;
        if (used + 1 == room) {
            char *larger = arena_alloc(arena, 2 * room, 1);
            memcpy(larger, text, used);
            text = larger;
            room *= 2;
        }
    }
    *length = used;
    return text;
}

static char **make_arguments(struct arena *arena, const struct preprocessor *preprocessor, const char *path)
{
    size_t count = preprocessor->argument_count;
    char **arguments = ARENA_ARRAY(arena, char *, count + 4);
    size_t next = 0;
    arguments[next++] = (char *)preprocessor->program;
    for (size_t i = 0; i < count; i++)
        arguments[next++] = (char *)preprocessor->arguments[i];
    arguments[next++] = "-DCAMKES_TOOL_PROCESSING";
    arguments[next++] = (char *)path;
    return arguments;
}

/* Starts the program with its output in a pipe, whose other end is returned; -1 and errno. */
static int start(struct arena *arena, const struct preprocessor *preprocessor, const char *path, pid_t *child)
{
    extern char **environ;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC))
        return -1;
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (!error) {
        error = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        if (!error)
            error = posix_spawnp(child, preprocessor->program, &actions, NULL,
                                 make_arguments(arena, preprocessor, path), environ);
        posix_spawn_file_actions_destroy(&actions);
    }
    close(ends[1]);
    if (!error)
        return ends[0];
    close(ends[0]);
    errno = error;
    return -1;
}

static const char *read_file(struct arena *arena, const char *path, size_t *length)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    const char *text = file < 0 ? NULL : read_all(arena, file, length);
    if (!text)
        diag_error(nowhere, "cannot read %s: %m", path);
    if (file >= 0)
        close(file);
    return text;
}

const char *preprocess(struct arena *arena, const struct preprocessor *preprocessor, const char *path,
                       size_t *length)
{
    if (!preprocessor->program)
        return read_file(arena, path, length);
    pid_t child;
    int output = start(arena, preprocessor, path, &child);
    if (output < 0) {
        diag_error(nowhere, "cannot run the preprocessor '%s': %s", preprocessor->program, strerror(errno));
        return NULL;
    }
    const char *text = read_all(arena, output, length);
    int read_error = text ? 0 : errno;
    close(output);
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) {
            diag_error(nowhere, "cannot wait for the preprocessor: %s", strerror(errno));
            return NULL;
        }
    if (read_error) {
        diag_error(nowhere, "cannot read from the preprocessor: %s", strerror(read_error));
        return NULL;
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status)) {
        diag_error(nowhere, "the preprocessor failed on %s", path);
        return NULL;
    }
    return text;
}

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Procedure calls: the wire format, and the loops around it.
 *
 * A message is a run of bytes in the calling thread's message buffer: the method's index if the
 * procedure has more than one (1, 2, 4 or 8 bytes), then the inputs in the order of declaration; a
 * reply is the result, then the outputs. Values are raw bytes without padding, a string is its
 * bytes and a NUL, an array its count as size_t and its elements. The length is rounded up to
 * words with zeros, and is at least one word: an empty reply is the server's refusal of a request
 * that it could not decode.
 *
 * If the two sides share a buffer for that, the same bytes lie there, without padding, and the
 * message is one word, their number. Whoever receives copies them once, and decodes the copy.
 *
 * Nothing that arrives is trusted: every length is checked against the message before it is used.
 * The first error of a message is kept, and everything after it does nothing.
 */
#ifndef CAMKES_RPC_H
#define CAMKES_RPC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/syscall.h"
#include "camkes/clients.h"
#include "camkes/error.h"
#include "camkes/semaphore.h"
#include "causeway/syscall.h"
#include "sel4/sel4.h"

#define CAMKES_RPC_BYTES (CW_MESSAGE_WORDS * sizeof(uint64_t))

/* Memory that a client and a server share for the bytes of their messages. */
struct camkes_rpc_buffer {
    uint8_t *shared; /* the other side may change it at any time */
    uint8_t *copy;   /* as large; nobody else's */
    size_t size;     /* bytes */
};

struct camkes_rpc {
    uint8_t *bytes;
    size_t size; /* reading: bytes of the message; writing: most bytes */
    size_t at;   /* next byte */
    camkes_error_t error;
    const struct camkes_rpc_buffer *buffer; /* NULL: the bytes are in the thread's message buffer */
};

/* Starts to write a message, or to read the one of `words` words that has come. The buffer must last as
   long as `rpc`. */
void camkes_rpc_start_writing(struct camkes_rpc *rpc, const struct camkes_rpc_buffer *buffer);
void camkes_rpc_start_reading(struct camkes_rpc *rpc, const struct camkes_rpc_buffer *buffer, size_t words);

void camkes_put(struct camkes_rpc *rpc, const void *value, size_t size);
void camkes_put_string(struct camkes_rpc *rpc, const char *string); /* NULL counts as empty */
void camkes_put_array(struct camkes_rpc *rpc, const void *elements, size_t count, size_t size);
void camkes_put_strings(struct camkes_rpc *rpc, char *const *strings, size_t count);

/* Reading. Strings and arrays are new heap memory of the caller's; after an error NULL, count 0 and
   a zeroed value. */
void camkes_get(struct camkes_rpc *rpc, void *value, size_t size);
char *camkes_get_string(struct camkes_rpc *rpc);
void *camkes_get_array(struct camkes_rpc *rpc, size_t *count, size_t size);
char **camkes_get_strings(struct camkes_rpc *rpc, size_t *count);
void camkes_free_strings(char **strings, size_t count);

/* True if everything was read without error and nothing but padding is left. */
bool camkes_rpc_finished(struct camkes_rpc *rpc);

/* Completes what was written; returns the words to send. */
size_t camkes_rpc_end_writing(struct camkes_rpc *rpc);

/* ---- The client's side ---- */

struct camkes_client {
    cw_slot endpoint; /* CALL */
    const char *interface;
    size_t methods;
    camkes_error_slot_t handler;
    const struct camkes_rpc_buffer *buffer; /* NULL: messages alone */
    struct camkes_semaphore *lock;          /* of the buffer: one call at a time; NULL without a buffer */
};

/* Starts a message with the method's index. Takes the lock, if there is one; camkes_client_end and a
   camkes_client_call that fails give it back. */
void camkes_client_begin(struct camkes_client *client, struct camkes_rpc *rpc, size_t method);

/* Sends and waits for the reply, which can then be read. False: an error was handled. */
bool camkes_client_call(struct camkes_client *client, struct camkes_rpc *rpc);

/* True if the reply was well-formed to its end; otherwise the error has been handled. */
bool camkes_client_end(struct camkes_client *client, struct camkes_rpc *rpc);

/* ---- The server's side ---- */

/*
 * Decodes the inputs; if camkes_rpc_finished() says that they are complete, runs the component's
 * function and writes the reply after camkes_rpc_start_writing(). Frees what it allocated.
 */
typedef void camkes_method_fn(struct camkes_rpc *rpc);

struct camkes_procedure {
    size_t methods;
    camkes_method_fn *const *method; /* `methods` of them */
};

struct camkes_server {
    cw_slot endpoint; /* RECEIVE */
    const char *interface;
    /* What all clients call; or NULL, and each of `clients` says what it calls. */
    const struct camkes_procedure *procedure;
    /* Messages go through the clients' buffers: memory of the largest one's size. NULL: they do not. */
    uint8_t *copy;
    const struct camkes_clients *clients; /* NULL if neither needs it */
    uint32_t number; /* of the interface at the instance's endpoint, which its badges show; from 1 */
    camkes_error_slot_t handler;
};

/* The interface thread: answers every request. Never returns unless the endpoint cannot be used. */
void camkes_server_serve(void *server);

/* Answers one request of `words` words in the message buffer; returns the reply's words. */
size_t camkes_server_answer(struct camkes_server *server, size_t words, seL4_Word badge);

/*
 * Answers the request that was received on the instance's endpoint, if it came for this server: 0,
 * and *info is that of the reply. -1: it is another interface's, or no message, and nothing is done.
 */
int camkes_server_handle_message(struct camkes_server *server, seL4_MessageInfo_t *info, seL4_Word badge);

/* Badge of the request that the calling thread is working on. */
seL4_Word camkes_server_sender(void);

#endif

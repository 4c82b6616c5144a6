/* SPDX-License-Identifier: BSD-2-Clause */
/* In the place of the serial server's generated header: functions that the tests define. */
#ifndef FAKE_CAMKES_H
#define FAKE_CAMKES_H

#include <stddef.h>
#include <stdint.h>

typedef uint64_t seL4_Word;

extern const char *style;
const char *get_instance_name(void);
void pre_init(void);

int stream_write(int bytes);
int stream_read(void);
seL4_Word stream_get_sender_id(void);
void *stream_buf(seL4_Word client);
size_t stream_buf_size(seL4_Word client);
const char *stream_client_name(seL4_Word client);
seL4_Word stream_enumerate_badge(unsigned client);
unsigned stream_num_badges(void);
void stream_emit(unsigned client);

uint8_t uart_in8_offset(uint16_t offset);
void uart_out8_offset(uint16_t offset, uint8_t value);
void uart_irq_handle(void);
int uart_irq_acknowledge(void);

int lock_lock(void);
int lock_unlock(void);
int room_wait(void);
int room_post(void);

#endif

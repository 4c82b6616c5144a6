/* SPDX-License-Identifier: BSD-2-Clause */
/* What is in memory of each kind, in the first word of each page. */
#ifndef HOSTILE_WORDS_H
#define HOSTILE_WORDS_H

#define RAM_WORD      0x52414d00u
#define SHARED_WORD   0x53484152u
#define CONSTANT_WORD 0x434f4e53u

#endif

/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes all bytes, and blocks while there is no room. Not for several threads at once. 0; -1: the reader has broken
   the pipe, and some bytes are lost. */
int CONNECTOR(write)(const void *bytes, size_t count);

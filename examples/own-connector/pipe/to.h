/* SPDX-License-Identifier: BSD-2-Clause */
/* The component defines both; the interface's thread calls them. Writers have numbers from 0, in the order of the
   connection. */
void CONNECTOR(received)(unsigned writer, const char *bytes, size_t count);

/* The writer has broken its pipe; nothing more comes from it. */
void CONNECTOR(broken)(unsigned writer);

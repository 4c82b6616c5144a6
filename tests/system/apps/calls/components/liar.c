/* SPDX-License-Identifier: BSD-2-Clause */
/* Answers with what no server should answer; every fourth time truly. */
#include <camkes.h>
#include <stdlib.h>
#include <string.h>

#include <causeway/thread.h>

int trust_number(int value)
{
    return value;
}

char *trust_text(const char *text)
{
    return strdup(text);
}

/* The words of the reply. */
static seL4_Word lie(unsigned turn)
{
    static const seL4_Word lengths[] = {0, 2, CW_MESSAGE_WORDS};
    memset(cw_message_buffer(), 0xff, sizeof(struct cw_message));
    return lengths[turn];
}

int run(void)
{
    seL4_Word badge;
    seL4_MessageInfo_t info = seL4_Recv(trust_endpoint(), &badge);
    for (unsigned turn = 0;; turn++) {
        if (turn % 4 == 3)
            trust_handle_message(&info, badge);
        else
            info = seL4_MessageInfo_new(0, 0, 0, lie(turn % 4));
        info = seL4_ReplyRecv(trust_endpoint(), info, &badge);
    }
}

/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/dataport_caps.h"

seL4_CPtr camkes_frames_nth(const struct camkes_frames *frames, unsigned n)
{
    return n < frames->size / TABLE_PAGE ? camkes_frame_token(frames->region, n) : seL4_CapNull;
}

seL4_CPtr *camkes_frames_tokens(const struct camkes_frames *frames)
{
    for (unsigned n = 0; n < frames->size / TABLE_PAGE; n++)
        frames->tokens[n] = camkes_frame_token(frames->region, n);
    return frames->tokens;
}

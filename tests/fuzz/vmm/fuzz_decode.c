/* SPDX-License-Identifier: BSD-2-Clause */
/* The decoder: whatever it accepts is no longer than what it was given, and says sensible things. */
#include <stdint.h>
#include <stdlib.h>

#include "abi/vcpu.h"
#include "cpu/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int is_size(unsigned size)
{
    return size == 1 || size == 2 || size == 4 || size == 8;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t modes[] = {16, 32, 64};

    for (unsigned i = 0; i < sizeof(modes); i++) {
        struct instruction instruction, again;

        if (!instruction_decode(data, size, modes[i], &instruction)) {
            continue;
        }
        if (instruction.length == 0 || instruction.length > INSTRUCTION_MAX || instruction.length > size ||
            instruction.reg >= VCPU_GPRS || instruction.segment > VCPU_GS ||
            (instruction.kind != INSTRUCTION_HYPERCALL &&
             !(is_size(instruction.memory_size) && is_size(instruction.register_size))) ||
            instruction.address_size < 2 || !is_size(instruction.address_size)) {
            abort();
        }
        /* Exactly its bytes decode to the same; one fewer does not. */
        if (!instruction_decode(data, instruction.length, modes[i], &again) ||
            again.length != instruction.length ||
            instruction_decode(data, instruction.length - 1u, modes[i], &again)) {
            abort();
        }
    }
    return 0;
}

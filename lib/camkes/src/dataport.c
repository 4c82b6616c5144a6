/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/dataport.h"

#include "camkes/component.h"

int camkes_dataport_wrap(const struct camkes_dataport *dataport, dataport_ptr_t *result, void *pointer)
{
    uintptr_t start = (uintptr_t)dataport->address;
    uintptr_t address = (uintptr_t)pointer;
    if (address < start || address - start >= dataport->size)
        return -1;
    result->id = dataport->id;
    result->offset = (off_t)(address - start);
    return 0;
}

void *camkes_dataport_unwrap(const struct camkes_dataport *dataport, const dataport_ptr_t *pointer)
{
    if (pointer->id != dataport->id || pointer->offset < 0 || (uint64_t)pointer->offset >= dataport->size)
        return NULL;
    return (char *)dataport->address + pointer->offset;
}

dataport_ptr_t dataport_wrap_ptr(void *pointer)
{
    dataport_ptr_t result = {.id = -1, .offset = 0};
    for (size_t i = 0; i < camkes_component.dataport_count; i++) {
        if (camkes_dataport_wrap(camkes_component.dataports[i], &result, pointer) == 0)
            break;
    }
    return result;
}

void *dataport_unwrap_ptr(dataport_ptr_t pointer)
{
    for (size_t i = 0; i < camkes_component.dataport_count; i++) {
        void *address = camkes_dataport_unwrap(camkes_component.dataports[i], &pointer);
        if (address)
            return address;
    }
    return NULL;
}

/* SPDX-License-Identifier: BSD-2-Clause */
#include "refused.h"

#include <stddef.h>
#include <string.h>

#define NO_DEVICE_TREE "a PC has no device tree"
#define NO_NETWORK     "there is no network component"
#define NO_DEBUGGER    "components have no debugging interface"

static const struct {
    const char *name, *why;
} refused[] = {
    {"seL4RPC", "it is an older form of seL4RPCCall"},
    {"seL4RPCSimple", "it is an older form of seL4RPCCall"},
    {"seL4RPCEvent", "it has never had an implementation; use seL4RPCCall or seL4Notification"},
    {"seL4GDB", NO_DEBUGGER},
    {"seL4GDBMem", NO_DEBUGGER},
    {"seL4DTBHardware", NO_DEVICE_TREE},
    {"seL4DTBHW", NO_DEVICE_TREE},
    {"seL4DTBHardwareThreadless", NO_DEVICE_TREE},
    {"seL4DTBHWThreadless", NO_DEVICE_TREE},
    {"seL4InitHardware", NO_DEVICE_TREE},
    {"seL4VMDTBPassthrough", NO_DEVICE_TREE},
    {"seL4GPIOServer", "a PC has no pins to serve"},
    {"seL4DMASharedData", "no component has memory for devices, because there is no IOMMU support"},
    {"seL4MultiSharedData", "use seL4SharedData, which takes any number of ends"},
    {"seL4Ethdriver", NO_NETWORK},
    {"seL4UDPSend", NO_NETWORK},
    {"seL4UDPRecv", NO_NETWORK},
    {"seL4Sataserver", "there is no disk component"},
};

const char *refused_connector(const char *name)
{
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
        if (strcmp(refused[i].name, name) == 0)
            return refused[i].why;
    return NULL;
}

/* SPDX-License-Identifier: BSD-2-Clause */
#include "node.h"

int main(int argc, char *argv[])
{
    return event_nodes_create("emits_event", "emitting", argc, argv);
}

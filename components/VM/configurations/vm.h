/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Macros for specifications with virtual machines; #include them, since macros do not cross an import. The
 * component type of guest n is Init<n> and its instance is vm<n>.
 */
#ifndef CONFIGURATIONS_VM_H
#define CONFIGURATIONS_VM_H

/* The interfaces and attributes of a monitor. */
#define VM_INIT_DEF()                                                                                        \
    control;                                                                                                 \
    uses VirtualMachine vm;                                                                                  \
    uses FileServerInterface fs;                                                                             \
    uses SerialStream guest_console;                                                                         \
    uses RTC system_rtc;                                                                                     \
    uses GuestPower power;                                                                                   \
    consumes Tick timer;                                                                                     \
    attribute int guest_ram_mb;                                                                              \
    attribute string kernel_cmdline = "";                                                                    \
    attribute string kernel_image;                                                                           \
    attribute string initrd_image = "";                                                                      \
    attribute int trace = 0;

/* The components that all guests share. */
#define VM_COMPOSITION_DEF()                                                                                 \
    component FileServer fserv;                                                                              \
    component FileArchive fserv_archive;                                                                     \
    component SerialServer serial;                                                                           \
    component RTC rtc;                                                                                       \
    component VMPower vm_power;                                                                              \
    component MachinePower vm_power_switch;                                                                  \
    connection CausewayPower vm_power_machine(from vm_power.machine, to vm_power_switch.power);              \
    connection CausewayPayload fserv_files(from fserv.archive, to fserv_archive.data);

/* Guest n: its monitor and the connections to what it needs. */
#define VM_PER_VM_COMP_DEF(n)                                                                                \
    component Init##n vm##n;                                                                                 \
    component VMConfig vm##n##_config;                                                                       \
    connection CausewayVirtualMachine vm##n##_machine(from vm##n.vm, to vm##n##_config.vm);                  \
    connection CausewayTimer vm##n##_timer(from vm##n##_config.timer, to vm##n.timer);                       \
    connection seL4RPCDataport vm##n##_power(from vm##n.power, to vm_power.guests);                          \
    connection seL4RPCDataport vm##n##_files(from vm##n.fs, to fserv.fs);                                    \
    connection seL4SerialServer vm##n##_console(from vm##n.guest_console, to serial.stream);                 \
    connection seL4RPCCall vm##n##_rtc(from vm##n.system_rtc, to rtc.rtc);

#define VM_CONFIGURATION_DEF()

#define VM_PER_VM_CONFIG_DEF(n) vm##n.fs_shmem_size = 0x10000;

#endif

/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DEVICE_H
#define DEVICE_H

#ifdef __cplusplus
extern "C" {
#endif

/* No device has this major number. */
#define NO_MAJOR 0

/*
 * Returns the major number of the character device `name` as /proc/devices has it, or NO_MAJOR: with errno 0 if the
 * device is not there, else with the error of reading /proc/devices.
 */
unsigned device_get_major(const char *name);

#ifdef __cplusplus
}
#endif

#endif

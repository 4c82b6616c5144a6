/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include <cross_vm_dataport.h>

#include "abi/error.h"
#include "abi/guest.h"
#include "core/monitor.h"
#include "fake_host.h"

#define SIZE_OF_1 0x1000u
#define SIZE_OF_2 0x3000u

static vmm_t *vmm;
static unsigned id_of_2, page_gap;
static size_t size_of_2;

static seL4_CPtr frame_1(unsigned n)
{
    return n < 1 ? camkes_frame_token(7, n) : seL4_CapNull;
}

static seL4_CPtr frame_2(unsigned n)
{
    return n < size_of_2 / 4096 ? camkes_frame_token(9, 5 + n + (n == 2 ? page_gap : 0)) : seL4_CapNull;
}

static unsigned id_1(void)
{
    return 1;
}

static unsigned id_2(void)
{
    return id_of_2;
}

static unsigned frames_1(void)
{
    return 1;
}

static unsigned frames_2(void)
{
    return (unsigned)(size_of_2 / 4096);
}

static size_t size_1(void)
{
    return SIZE_OF_1;
}

static size_t size_2(void)
{
    return size_of_2;
}

static seL4_CapRights_t rights_1(void)
{
    return seL4_ReadWrite;
}

static seL4_CapRights_t rights_2(void)
{
    return seL4_CanRead;
}

static dataport_caps_handle_t one = {frame_1, id_1, frames_1, NULL, NULL, size_1, rights_1, "first"};
static dataport_caps_handle_t two = {frame_2, id_2, frames_2, NULL, NULL, size_2, rights_2, "second"};
static dataport_caps_handle_t *table[] = {NULL, &one, &two};

bool event_page_there;

bool crossvm_event_page_overlaps(uint64_t address, uint64_t size);
bool crossvm_event_page_overlaps(uint64_t address, uint64_t size)
{
    return event_page_there && address < 0x9000 && 0x8000 < address + size;
}

static int setup_raw(void **state)
{
    (void)state;
    vmm = fake_start();
    id_of_2 = 2;
    size_of_2 = SIZE_OF_2;
    page_gap = 0;
    table[0] = NULL;
    table[1] = &one;
    event_page_there = false;
    return vmm ? 0 : -1;
}

static int setup(void **state)
{
    return setup_raw(state) || cross_vm_dataports_init_common(vmm, table, 3);
}

static int teardown(void **state)
{
    (void)state;
    vmm_reset(vmm); /* the library is one per component: unshares everything for the next test */
    fake_stop();
    return 0;
}

static int64_t share(uint64_t id, uint64_t address, uint64_t size)
{
    return fake_hypercall(vmm, CAUSEWAY_HC_DATAPORT_SHARE, id, address, size);
}

static int64_t unshare(uint64_t id)
{
    return fake_hypercall(vmm, CAUSEWAY_HC_DATAPORT_UNSHARE, id, 0, 0);
}

static void sizes_and_rights(void **state)
{
    (void)state;
    assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_DATAPORT_SIZE, 1, 0, 0), SIZE_OF_1);
    assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_DATAPORT_SIZE, 2, 0, 0), SIZE_OF_2);
    assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_DATAPORT_RIGHTS, 1, 0, 0), 3);
    assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_DATAPORT_RIGHTS, 2, 0, 0), 1);
}

static void ids_that_are_not_there(void **state)
{
    static const uint64_t ids[] = {0, 3, 256, 0x100000001, UINT64_MAX, (uint64_t)INT64_MIN};

    (void)state;
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_DATAPORT_SIZE, ids[i], 0, 0), -CW_ENOENT);
        assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_DATAPORT_RIGHTS, ids[i], 0, 0), -CW_ENOENT);
        assert_int_equal(share(ids[i], 0x2000, SIZE_OF_1), -CW_ENOENT);
        assert_int_equal(unshare(ids[i]), -CW_ENOENT);
    }
    assert_int_equal(fake.maps, 0);
}

static void sharing_maps_the_frames(void **state)
{
    (void)state;
    assert_int_equal(share(2, 0x4000, SIZE_OF_2), 0);
    assert_int_equal(fake.maps, 1);
    assert_int_equal(fake.mapped[0].address, 0x4000);
    assert_int_equal(fake.mapped[0].region, 9);
    assert_int_equal(fake.mapped[0].offset, 0x5000);
    assert_int_equal(fake.mapped[0].size, SIZE_OF_2);
    /* What lies there is no longer RAM for the monitor. */
    assert_null(vmm_guest_ptr(vmm, 0x6fff, 1));
    assert_non_null(vmm_guest_ptr(vmm, 0x7000, 1));
    assert_int_equal(unshare(2), 0);
    assert_int_equal(fake.unmaps, 1);
    assert_non_null(vmm_guest_ptr(vmm, 0x6fff, 1));
    assert_int_equal(unshare(2), -CW_ENOENT);
}

static void requests_that_can_never_be_right(void **state)
{
    (void)state;
    assert_int_equal(share(1, 0x2001, SIZE_OF_1), -CW_EINVAL);
    assert_int_equal(share(1, 0x2000, 0), -CW_EINVAL);
    assert_int_equal(share(1, 0x2000, SIZE_OF_1 + 1), -CW_EINVAL);
    assert_int_equal(share(1, 0x2000, SIZE_OF_2), -CW_EINVAL);
    assert_int_equal(share(1, 0x2000, 0x100001000), -CW_EINVAL);
    assert_int_equal(share(1, FAKE_RAM, SIZE_OF_1), -CW_EFAULT);
    assert_int_equal(share(2, FAKE_RAM - 0x2000, SIZE_OF_2), -CW_EFAULT);
    assert_int_equal(share(1, 0xfffffffffffff000u, SIZE_OF_1), -CW_EFAULT);
    assert_int_equal(share(2, 0xffffffffffffe000u, SIZE_OF_2), -CW_EFAULT);
    assert_int_equal(fake.maps, 0);
    assert_non_null(vmm_guest_ptr(vmm, 0x2000, SIZE_OF_1));
}

/* The next lines of the monitor's log go to a file, until said() has compared them with `text`. */
static int real_stdout;

static void listen(void)
{
    FILE *file = tmpfile();

    assert_non_null(file);
    fflush(stdout);
    real_stdout = dup(1);
    assert_int_equal(dup2(fileno(file), 1), 1);
    fclose(file);
}

static void said(const char *text)
{
    char log[1024];

    fflush(stdout);
    ssize_t length = pread(1, log, sizeof(log) - 1, 0);
    assert_int_equal(dup2(real_stdout, 1), 1);
    close(real_stdout);
    assert_in_range(length, 0, sizeof(log) - 1);
    log[length] = 0;
    if (!strstr(log, text)) {
        fail_msg("'%s' is not in '%s'", text, log);
    }
}

static void both_sizes_are_told(void **state)
{
    (void)state;
    listen();
    assert_int_equal(share(2, 0, 0x2000), -CW_EINVAL);
    said("dataport 2, 'second': the guest says 8192 bytes, the specification 12288\n");
}

static void overlaps_are_refused(void **state)
{
    (void)state;
    assert_int_equal(share(2, 0x4000, SIZE_OF_2), 0);
    assert_int_equal(share(1, 0x6000, SIZE_OF_1), -CW_EEXIST);
    assert_int_equal(share(1, 0x4000, SIZE_OF_1), -CW_EEXIST);
    assert_int_equal(share(1, 0x3000, SIZE_OF_1), 0);
    assert_int_equal(unshare(2), 0);
    event_page_there = true;
    assert_int_equal(share(2, 0x6000, SIZE_OF_2), -CW_EEXIST);
    assert_int_equal(share(2, 0x5000, SIZE_OF_2), 0);
}

static void sharing_again_depends_on_where(void **state)
{
    (void)state;
    assert_int_equal(share(1, 0x2000, SIZE_OF_1), 0);
    assert_int_equal(share(1, 0x2000, SIZE_OF_1), 0);
    assert_int_equal(fake.maps, 1);
    assert_int_equal(share(1, 0x3000, SIZE_OF_1), -CW_EBUSY);
    assert_int_equal(unshare(1), 0);
    assert_int_equal(share(1, 0x3000, SIZE_OF_1), 0);
}

static void a_kernel_that_refuses_changes_nothing(void **state)
{
    (void)state;
    fake.map_result = -CW_ENOMEM;
    assert_int_equal(share(1, 0x2000, SIZE_OF_1), -CW_ENOMEM);
    assert_non_null(vmm_guest_ptr(vmm, 0x2000, 1));
    assert_int_equal(unshare(1), -CW_ENOENT);
    fake.map_result = 0;
    assert_int_equal(share(1, 0x2000, SIZE_OF_1), 0);
}

static void a_reset_takes_everything_back(void **state)
{
    (void)state;
    assert_int_equal(share(1, 0x2000, SIZE_OF_1), 0);
    assert_int_equal(share(2, 0x4000, SIZE_OF_2), 0);
    assert_true(vmm_reset(vmm));
    assert_int_equal(fake.unmaps, 2);
    assert_int_equal(unshare(1), -CW_ENOENT);
    assert_int_equal(share(1, 0x4000, SIZE_OF_1), 0);
}

static void tables_that_do_not_fit_the_specification(void **state)
{
    (void)state;
    assert_int_equal(cross_vm_dataports_init_common(vmm, table, 0), -1);
    assert_int_equal(cross_vm_dataports_init_common(vmm, table, -1), -1);
    assert_int_equal(cross_vm_dataports_init_common(vmm, table, 257), -1);
    table[0] = &one;
    assert_int_equal(cross_vm_dataports_init_common(vmm, table, 3), -1);
    table[0] = NULL;
    table[1] = NULL;
    listen();
    assert_int_equal(cross_vm_dataports_init_common(vmm, table, 3), -1);
    said("entry 1 is NULL: ids are contiguous from 1\n");
    table[1] = &one;
    id_of_2 = 3;
    listen();
    assert_int_equal(cross_vm_dataports_init_common(vmm, table, 3), -1);
    said("entry 2 is the dataport 'second', whose id in the specification is 3\n");
    id_of_2 = 2;
    page_gap = 1;
    assert_int_equal(cross_vm_dataports_init_common(vmm, table, 3), -1);
    page_gap = 0;
    size_of_2 = 0x1800;
    assert_int_equal(cross_vm_dataports_init_common(vmm, table, 3), -1);
    size_of_2 = 0;
    assert_int_equal(cross_vm_dataports_init_common(vmm, table, 3), -1);
    size_of_2 = SIZE_OF_2;
    assert_int_equal(cross_vm_dataports_init_common(vmm, table, 3), 0);
    assert_int_equal(cross_vm_dataports_init_common(vmm, table, 3), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sizes_and_rights, setup, teardown),
        cmocka_unit_test_setup_teardown(ids_that_are_not_there, setup, teardown),
        cmocka_unit_test_setup_teardown(sharing_maps_the_frames, setup, teardown),
        cmocka_unit_test_setup_teardown(requests_that_can_never_be_right, setup, teardown),
        cmocka_unit_test_setup_teardown(both_sizes_are_told, setup, teardown),
        cmocka_unit_test_setup_teardown(overlaps_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(sharing_again_depends_on_where, setup, teardown),
        cmocka_unit_test_setup_teardown(a_kernel_that_refuses_changes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_reset_takes_everything_back, setup, teardown),
        cmocka_unit_test_setup_teardown(tables_that_do_not_fit_the_specification, setup_raw, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-2-Clause */
/* A server as an application writes it: it checks what arrives and changes it in a known way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "far/camkes.h"
#include "calls_far.h"

extern dataport_caps_handle_t shared_handle;

static unsigned calls, single_calls;
static seL4_Word sender;

unsigned far_calls(void)
{
    return calls;
}

unsigned far_single_calls(void)
{
    return single_calls;
}

seL4_Word far_last_sender(void)
{
    return sender;
}

int work_plain(int a, unsigned int b, char c, uint64_t d, pair_t e)
{
    calls++;
    sender = work_get_sender_id();
    return a + (int)b + c + (int)d + e.first + (int)e.second;
}

void work_values(int *a, int64_t *b, const int *c, pair_t *d)
{
    calls++;
    assert_int_equal(*a, 0); /* an output starts as zero */
    *a = *c + 1;
    *b *= 2;
    *d = (pair_t){*c, -*c};
}

char *work_text(const char *a, char **b, char **c, char **d)
{
    calls++;
    assert_null(*b);
    *b = strdup(a);
    free(*c);
    *c = strdup(*d);
    return strdup("result");
}

int work_arrays(size_t a_sz, const int *a, size_t *b_sz, pair_t **b, size_t *c_sz, int **c,
                const size_t *d_sz, char **d)
{
    int sum = 0;
    calls++;
    for (size_t i = 0; i < a_sz; i++)
        sum += a[i];
    for (size_t i = 0; i < *d_sz; i++)
        sum += (*d)[i];
    *b_sz = 2;
    *b = calloc(2, sizeof(pair_t));
    (*b)[1].second = sum;
    *c = realloc(*c, (*c_sz + 1) * sizeof(int));
    (*c)[(*c_sz)++] = 77;
    return sum;
}

void work_texts(size_t a_sz, char **a, size_t *b_sz, char ***b, size_t *c_sz, char ***c, const size_t *d_sz,
                char ***d)
{
    calls++;
    *b = calloc(a_sz + *d_sz, sizeof(char *));
    for (size_t i = 0; i < a_sz; i++)
        (*b)[(*b_sz)++] = strdup(a[i]);
    for (size_t i = 0; i < *d_sz; i++)
        (*b)[(*b_sz)++] = strdup((*d)[i]);
    free((*c)[0]);
    (*c)[0] = strdup("changed");
    assert_int_equal(*c_sz, 1);
}

pair_t work_both(pair_t cw_pair)
{
    calls++;
    return (pair_t){(int)cw_pair.second, cw_pair.first};
}

void work_nothing(void)
{
    calls++;
}

void solo_only(void)
{
    single_calls++;
}

static void check_locks(void)
{
    assert_int_equal(m_lock(), 0);
    assert_int_equal(m_unlock(), 0);
    assert_int_equal(m_unlock(), -1); /* nobody has it */
    assert_int_equal(s_trywait(), 0); /* starts at 2 */
    assert_int_equal(s_wait(), 0);
    assert_int_equal(s_trywait(), -1);
    assert_int_equal(s_post(), 0);
    assert_int_equal(b_post(), -1); /* is 1 already */
    assert_int_equal(b_wait(), 0);
    assert_int_equal(b_post(), 0);
}

void far_check_own_interfaces(void)
{
    check_locks();
    assert_int_equal(shared_handle.get_id(), 9);
    assert_int_equal(shared_handle.get_size(), 8192);
    assert_int_equal(shared_handle.get_num_frame_caps(), 2);
    assert_int_equal(shared_handle.get_nth_frame_cap(2), seL4_CapNull);
    assert_int_equal(shared_handle.get_frame_caps()[1], shared_handle.get_nth_frame_cap(1));
    shared_handle.free_frame_caps(shared_handle.get_frame_caps());
    assert_true(seL4_CapRights_get_capAllowRead(shared_handle.get_rights()));
    assert_false(seL4_CapRights_get_capAllowWrite(shared_handle.get_rights()));
    assert_int_equal(work_num_badges(), 1);
    assert_int_equal(work_enumerate_badge(0), 1);
    assert_int_equal(work_largest_badge(), 1);
    assert_non_null(work_buf(1));
    assert_null(work_buf(2));
    assert_int_equal(work_buf_size(1), 4096);
    assert_string_equal(work_client_name(1), "near.shapes");
    assert_int_equal(rung_poll(), 0);
}

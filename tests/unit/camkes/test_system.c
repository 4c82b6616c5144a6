/* SPDX-License-Identifier: BSD-2-Clause */
/* What back ends see of a specification. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "compile_text.h"

static const struct adl_system *compile(const char *text)
{
    const struct adl_system *system = compile_text(text);
    if (!system)
        fail_msg("%s", compile_messages());
    return system;
}

static int end(void **state)
{
    (void)state;
    compile_end();
    return 0;
}

#define ECHO                                                                                                 \
    "procedure Echo { include <stdint.h>; int echo(in int a[], out string b); void stop(); }"                \
    "component Client { control; uses Echo echo; }"                                                          \
    "component Server { provides Echo echo; has semaphore s; has mutex m; has binary_semaphore b; }"

static void test_instances(void **state)
{
    (void)state;
    const struct adl_system *system =
        compile(ECHO "assembly { composition { component Client c; component Server s;"
                     " connection seL4RPCCall call(from c.echo, to s.echo); } }");
    assert_int_equal(system->instance_count, 2);
    const struct adl_instance *client = system_instance(system, "c"), *server = system_instance(system, "s");
    assert_ptr_equal(client, &system->instances[0]);
    assert_true(client->control);
    assert_false(server->control);
    assert_false(client->hardware);
    assert_string_equal(server->component, "Server");
    assert_int_equal(server->lock_count, 3);
    assert_int_equal(server->locks[0].kind, ADL_SEMAPHORE);
    assert_int_equal(server->locks[1].kind, ADL_MUTEX);
    assert_int_equal(server->locks[2].kind, ADL_BINARY_SEMAPHORE);
    assert_null(system_instance(system, "x"));

    const struct adl_interface *uses = instance_interface(client, "echo");
    assert_non_null(uses);
    assert_null(instance_interface(client, "ehco"));
    assert_int_equal(uses->kind, ADL_USES);
    assert_int_equal(uses->procedure->include_count, 1);
    assert_true(uses->procedure->includes[0].angle);
    assert_int_equal(uses->procedure->method_count, 2);
    const struct adl_method *method = &uses->procedure->methods[0];
    assert_string_equal(method->name, "echo");
    assert_string_equal(method->result.c_name, "int");
    assert_int_equal(method->parameter_count, 2);
    assert_true(method->parameters[0].array);
    assert_int_equal(method->parameters[1].direction, ADL_OUT);
    assert_int_equal(method->parameters[1].type.kind, ADL_TYPE_STRING);
    assert_int_equal(uses->procedure->methods[1].result.kind, ADL_TYPE_VOID);

    const struct adl_connection *call = system_connection(system, "call");
    assert_true(connection_is(call, "seL4RPCCall"));
    assert_ptr_equal(uses->end, &call->from[0]);
    assert_ptr_equal(call->from[0].interface, uses);
    assert_ptr_equal(call->to[0].instance, server);
    assert_true(call->to[0].is_to);
    assert_false(call->implicit);
}

static void test_merge(void **state)
{
    (void)state;
    const struct adl_system *system =
        compile(ECHO "assembly { composition { component Client a; component Client b; component Client c;"
                     " component Server s; component Server t; component Client d;"
                     " connection seL4RPCCall z(from a.echo, to s.echo);"
                     " connection seL4RPCCall other(from d.echo, to t.echo);"
                     " connection seL4RPCCall y(from b.echo, to s.echo);"
                     " connection seL4RPCCall x(from c.echo, to s.echo); }"
                     " configuration { y.size = 8192; } }");
    assert_int_equal(system->connection_count, 2);
    const struct adl_connection *merged = system_connection(system, "x.y.z");
    assert_non_null(merged);
    assert_null(system_connection(system, "x"));
    assert_int_equal(merged->from_count, 3);
    assert_int_equal(merged->to_count, 1);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(merged->from[i].index, i);
        assert_ptr_equal(merged->from[i].connection, merged);
        assert_ptr_equal(merged->from[i].interface->end, &merged->from[i]);
    }
    /* A setting of a part is one of the whole. */
    const struct adl_value *size = system_setting(system, "x.y.z", "size");
    assert_non_null(size);
    assert_int_equal((int)size->integer, 8192);
}

static void test_merge_chain(void **state)
{
    (void)state;
    /* Each connection shares an end with the next, the last one with the first two groups. */
    const struct adl_system *system = compile(
        "component D { control; dataport Buf d; }"
        "assembly { composition { component D a; component D b; component D c; component D e; component D f;"
        " connection seL4SharedData one(from a.d, to b.d);"
        " connection seL4SharedData two(from c.d, to e.d);"
        " connection seL4SharedData three(from a.d, to e.d, to f.d); } }");
    assert_int_equal(system->connection_count, 1);
    assert_string_equal(system->connections[0].name, "one.three.two");
    assert_int_equal(system->connections[0].from_count, 2);
    assert_int_equal(system->connections[0].to_count, 3);
}

#define STREAM                                                                                               \
    "procedure SerialStream { int write(in int bytes); int read(); }"                                        \
    "component Serial { provides SerialStream stream; }"                                                     \
    "component Terminal { control; uses SerialStream console; }"                                             \
    "component Quiet { control; }"                                                                           \
    "component Device { hardware; }"

static void test_stdio(void **state)
{
    (void)state;
    const struct adl_system *system = compile(
        STREAM "assembly { composition { component Quiet q; component Serial serial; component Device d;"
               " component Terminal t;"
               " connection seL4SerialServer c(from t.console, to serial.stream); } }");
    assert_int_equal(system->connection_count, 1);
    const struct adl_connection *connection = &system->connections[0];
    assert_string_equal(connection->name, "c");
    assert_int_equal(connection->from_count, 3);
    const struct adl_interface *output = instance_interface(system_instance(system, "q"), "camkes_stdio");
    assert_non_null(output);
    assert_true(output->implicit);
    assert_int_equal(output->kind, ADL_USES);
    assert_non_null(output->procedure);
    assert_ptr_equal(output->end->connection, connection);
    assert_non_null(instance_interface(system_instance(system, "t"), "camkes_stdio"));
    assert_null(instance_interface(system_instance(system, "serial"), "camkes_stdio"));
    assert_null(instance_interface(system_instance(system, "d"), "camkes_stdio"));
}

static void test_stdio_alone(void **state)
{
    (void)state;
    const struct adl_system *system =
        compile(STREAM "assembly { composition { component Quiet q; component Serial serial; } }");
    assert_int_equal(system->connection_count, 1);
    assert_true(system->connections[0].implicit);

    system = compile(STREAM "assembly { composition { component Quiet q; } }");
    assert_int_equal(system->connection_count, 0);
    assert_null(instance_interface(system_instance(system, "q"), "camkes_stdio"));
}

static void test_stdio_declared(void **state)
{
    (void)state;
    const struct adl_system *system =
        compile(STREAM "component Own { control; uses SerialStream camkes_stdio; }"
                       "assembly { composition { component Own o; component Serial serial;"
                       " connection seL4SerialServer c(from o.camkes_stdio, to serial.stream); } }");
    assert_int_equal(system_instance(system, "o")->interface_count, 1);
    assert_false(instance_interface(system_instance(system, "o"), "camkes_stdio")->implicit);
}

static void test_hierarchy(void **state)
{
    (void)state;
    const struct adl_system *system =
        compile("component In { control; emits Ping ping; attribute int x = 1; attribute string s; }"
                "component Mid { emits Ping pong; attribute int y = 2;"
                " composition { component In in_; export in_.ping -> pong; }"
                " configuration { in_.x <- y; in_.s = \"deep\"; in_.priority = 7; } }"
                "component Top { emits Ping pong; composition { component Mid m; export m.pong -> pong; } }"
                "component Sink { control; consumes Ping ping; }"
                "assembly { composition { component Top t; component Sink k;"
                " connection seL4Notification c(from t.pong, to k.ping); } }");
    assert_int_equal(system->instance_count, 4);
    const struct adl_instance *inner = system_instance(system, "t.m.in_");
    assert_non_null(inner);
    assert_string_equal(inner->c_name, "t_m_in_");
    assert_ptr_equal(system_connection(system, "c")->from[0].instance, inner);
    assert_int_equal((int)inner->attributes[0].value->integer, 2);
    assert_string_equal(inner->attributes[1].value->string, "deep");
    assert_int_equal((int)system_setting(system, "t.m.in_", "priority")->integer, 7);
    assert_null(instance_interface(system_instance(system, "t"), "pong")->end);
}

static void test_settings(void **state)
{
    (void)state;
    const struct adl_system *system = compile(
        "component A { control; emits Ping ping; attribute int x = 5; attribute int y; attribute string z;"
        " attribute int list[] = [1, 2]; }"
        "assembly { composition { component A a; component A b; }"
        " configuration { a.y <- b.x; a.z <- b.data[\"k\"][2]; b.data = {\"k\": {2: \"found\"}, 3: 4};"
        " a.ping_priority = 9; b.heap_size = \"much\"; b.priority = 300; b.ping_access = 1;"
        " b.x <- a.ping_attributes; a.simple = true; } }");
    assert_int_equal((int)system_setting(system, "a", "x")->integer, 5);
    /* b.x refers to what has no value, and so keeps its own default; a.y refers to b.x. */
    assert_int_equal((int)system_setting(system, "b", "x")->integer, 5);
    assert_int_equal((int)system_setting(system, "a", "y")->integer, 5);
    assert_string_equal(system_setting(system, "a", "z")->string, "found");
    assert_null(system_setting(system, "b", "z"));
    assert_null(system_setting(system, "nobody", "x"));
    assert_int_equal(system_setting(system, "a", "list")->list.count, 2);
    const struct adl_instance *a = system_instance(system, "a");
    assert_int_equal((int)interface_setting(system, &a->interfaces[0], "priority")->integer, 9);
    assert_null(interface_setting(system, &a->interfaces[0], "stack_size"));

    adl_integer number = 1;
    const char *text = "before";
    bool flag = false;
    unsigned errors = diag_errors();
    assert_false(setting_integer(NULL, 0, 10, &number));
    assert_int_equal(diag_errors(), errors);
    assert_false(setting_integer(system_setting(system, "b", "heap_size"), 0, 10, &number));
    assert_int_equal(diag_errors(), errors + 1);
    assert_false(setting_integer(system_setting(system, "b", "priority"), 0, 255, &number));
    assert_int_equal(diag_errors(), errors + 2);
    assert_int_equal((int)number, 1);
    assert_true(setting_integer(system_setting(system, "b", "priority"), 0, 300, &number));
    assert_int_equal((int)number, 300);
    assert_false(setting_string(system_setting(system, "b", "ping_access"), &text));
    assert_string_equal(text, "before");
    assert_true(setting_string(system_setting(system, "b", "heap_size"), &text));
    assert_string_equal(text, "much");
    assert_true(setting_boolean(system_setting(system, "a", "simple"), &flag));
    assert_true(flag);
    assert_false(setting_boolean(system_setting(system, "b", "priority"), &flag));
}

static void test_dataports(void **state)
{
    (void)state;
    const struct adl_system *system = compile("component A { control; maybe dataport Buf a; maybe dataport "
                                              "Buf(2 * 4096) b; maybe dataport my_t c; }"
                                              "assembly { composition { component A a; } }");
    const struct adl_interface *interfaces = system->instances[0].interfaces;
    assert_string_equal(interfaces[0].type, "Buf");
    assert_int_equal(interfaces[0].buffer_size, 4096);
    assert_string_equal(interfaces[1].type, "Buf(8192)");
    assert_int_equal(interfaces[1].buffer_size, 8192);
    assert_string_equal(interfaces[2].type, "my_t");
    assert_int_equal(interfaces[2].buffer_size, 0);
    assert_true(interfaces[2].maybe);
}

static void test_groups(void **state)
{
    (void)state;
    const struct adl_system *system =
        compile("component A { control; emits P p; } component B { control; consumes P p; }"
                "assembly { composition { group g { component A a; } component B b;"
                " connection seL4Notification c(from g.a.p, to b.p); } }");
    assert_string_equal(system_instance(system, "a")->group, "g");
    assert_string_equal(system_instance(system, "a")->address_space, "g");
    assert_null(system_instance(system, "b")->group);
    assert_string_equal(system_instance(system, "b")->address_space, "b");
}

/* A connector can say that the types of its ends need not agree; that it has no implementation counts later. */
static void test_type_checking(void **state)
{
    (void)state;
    static const char rest[] =
        " } component A { control; emits E e; } component B { control; consumes F f; }"
        "assembly { composition { component A a; component B b; connection C c(from a.e, to b.f); } }";
    static const char *const attributes[] = {
        "",
        "attribute bool disable_interface_type_checking;",
        "attribute bool disable_interface_type_checking = False;",
        "attribute bool disable_interface_type_checking = True;",
    };
    for (size_t i = 0; i < 4; i++) {
        char text[512];
        snprintf(text, sizeof(text), "connector C { from Event; to Event; %s%s", attributes[i], rest);
        const struct adl_system *system = compile_text(text);
        if (i == 3)
            assert_non_null(system);
        else
            assert_non_null(strstr(compile_messages(), "'b.f' is of type 'F', but 'a.e'"));
    }
}

/* A second connection by an inline connector is not one by the same connector. */
static void test_inline_connectors(void **state)
{
    (void)state;
    static const char rest[] =
        "component A { control; emits E e; } component B { control; consumes E e; }"
        "assembly { composition { component A a; component B b; component B c;"
        " connection { from Event with 0 threads; to Events with 2 threads; } x(from a.e, to b.e";
    char text[1024];
    snprintf(text, sizeof(text), "%s, to c.e); } }", rest);
    const struct adl_system *system = compile(text);
    assert_int_equal(system->connections[0].connector->from.threads, 0);
    assert_int_equal(system->connections[0].connector->to.threads, 2);
    assert_true(system->connections[0].connector->to.many);
    snprintf(text, sizeof(text), "%s); connection { from Event; to Events; } y(from a.e, to c.e); } }", rest);
    assert_null(compile_text(text));
    assert_non_null(strstr(compile_messages(), "'a.e' is an end of connections of two connectors"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_instances, end),
        cmocka_unit_test_teardown(test_merge, end),
        cmocka_unit_test_teardown(test_merge_chain, end),
        cmocka_unit_test_teardown(test_stdio, end),
        cmocka_unit_test_teardown(test_stdio_alone, end),
        cmocka_unit_test_teardown(test_stdio_declared, end),
        cmocka_unit_test_teardown(test_hierarchy, end),
        cmocka_unit_test_teardown(test_settings, end),
        cmocka_unit_test_teardown(test_dataports, end),
        cmocka_unit_test_teardown(test_groups, end),
        cmocka_unit_test_teardown(test_type_checking, end),
        cmocka_unit_test_teardown(test_inline_connectors, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# own_connector.sh COMPILER ROOT C_COMPILER
#
# The C code of an own connector: what it is told of each end, and how wrong options are answered.

set -u
compiler=$1 root=$2 cc=$3
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
failures=0

cat >"$scratch/system.camkes" <<'END'
connector Own {
    from Dataports;
    to Dataports with 2 threads;
    attribute int size = 8192;
    attribute int from_notification = 1;
    attribute int depth = 7;
    attribute string label = "plain";
    attribute int nothing;
}
component A { control; dataport Buf(8192) first; dataport shape_t second; include "shape.h"; }
component B { dataport Buf(8192) first; dataport shape_t second; include "shape.h"; }
assembly {
    composition {
        component A a;
        component A x;
        component B b;
        connection Own one(from a.first, from x.first, to b.first);
        connection Own two(from a.second, from x.second, to b.second);
    }
    configuration { two.size = 4096; two.depth = 8; two.label = "other"; }
}
END
echo 'typedef struct { char bytes[4096]; } shape_t;' >"$scratch/shape.h"

# The interfaces have other constants: those of the first must be forgotten where the second begins.
cat >"$scratch/from.c" <<'END'
#ifdef CONNECTOR_ATTRIBUTE_nothing
#error "an attribute without a value"
#endif
const char *CONNECTOR(label)(void)
{
    _Static_assert(CONNECTOR_SIZE == (CONNECTOR_ATTRIBUTE(depth) == 7 ? 8192 : 4096), "size");
    _Static_assert(sizeof(CONNECTOR_ATTRIBUTE(label)) == sizeof("plain"), "label");
    _Static_assert(CONNECTOR_PEERS == 1 && CONNECTOR_INDEX <= 1, "ends");
    const CONNECTOR_TYPE *memory = CONNECTOR(end).memory;
    return memory == CONNECTOR_INTERFACE ? CONNECTOR_ATTRIBUTE(label) : 0;
}
END
echo 'const char *CONNECTOR(label)(void);' >"$scratch/from.h"
cat >"$scratch/to.c" <<'END'
void CONNECTOR(_init)(void)
{
}
int CONNECTOR(_run)(void)
{
    _Static_assert(CONNECTOR_PEERS == 2, "ends");
    return (int)camkes_end_poll(&CONNECTOR(end));
}
END

run() {
    "$compiler" --import-path "$root/components" "$@" "$scratch/system.camkes" >"$scratch/out" 2>&1
}

# wrong STATUS PATTERN ARGUMENT...
wrong() {
    status=$1 pattern=$2
    shift 2
    run "$@"
    got=$?
    if [ "$got" -ne "$status" ] || ! grep -qe "$pattern" "$scratch/out"; then
        echo "camkes $*: status $got, expected $status and '$pattern':"
        cat "$scratch/out"
        failures=$((failures + 1))
    fi
}

if ! run --glue "$scratch/glue" --connector "Own.from=$scratch/from.c" --connector "Own.to=$scratch/to.c" \
    --connector "Own.from_header=$scratch/from.h" || [ -s "$scratch/out" ]; then
    cat "$scratch/out"
    exit 1
fi
for instance in a x b; do
    "$cc" -std=gnu17 -fsyntax-only -Wall -Wextra -Werror -I "$scratch/glue/$instance" -I "$scratch" \
        -I "$root/lib/camkes/include" -I "$root/lib/causeway/include" -I "$root" "$scratch/glue/$instance/camkes.c" ||
        failures=$((failures + 1))
done
grep -q '#define CONNECTOR_INDEX 1' "$scratch/glue/x/camkes.c" || failures=$((failures + 1))
grep -q 'CONNECTOR_ATTRIBUTE_label "other"' "$scratch/glue/a/camkes.h" || failures=$((failures + 1))

wrong 2 'the form NAME.PART=/FILE' --connector Own
wrong 2 'the form NAME.PART=/FILE' --connector "Own=$scratch/from.c"
wrong 2 'the form NAME.PART=/FILE' --connector ".from=$scratch/from.c"
wrong 2 'the form NAME.PART=/FILE' --connector Own.from=from.c
wrong 2 'the form NAME.PART=/FILE' --connector 'Own.from=/a"b.c'
wrong 2 'the part is from, to, from_header or to_header' --connector "Own.form=$scratch/from.c"
wrong 2 'this part has a file already' --connector "Own.to=$scratch/to.c" --connector "Own.to=$scratch/from.c"
wrong 1 "^camkes: error: connector 'seL4RPCCall' is built in, and takes no code" \
    --connector "seL4RPCCall.from=$scratch/from.c"
wrong 0 "^camkes: warning: there is code for connector 'Owm', but no connection of it" \
    --connector "Owm.from=$scratch/from.c"

# What C cannot spell as one constant.
sed -i 's/two.depth = 8/two.depth = [8]/' "$scratch/system.camkes"
wrong 1 ":20:[0-9]*: error: attribute 'depth' of a connector is an integer or a string" \
    --glue "$scratch/glue" --connector "Own.from=$scratch/from.c"

exit $((failures > 0))

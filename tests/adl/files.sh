#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# files.sh COMPILER IMPORT_PATH
#
# A specification of many files: where imports are looked for and in which order, what is read once, what the
# preprocessor does with each file, and that every message names the file and the line that the user wrote.

set -u
compiler=$1 imports=$2
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
failures=0
cd "$scratch" || exit 1
mkdir -p first second sub/deeper

# A file with one assembly, of the one component A.
assembly='assembly { composition { component A a; } }'

# expect STATUS MESSAGES ARGUMENT...: the first line of each message, sorted out from lines of source.
expect() {
    status=$1 wanted=$2
    shift 2
    "$compiler" --import-path first --import-path second --import-path "$imports" "$@" >out 2>messages
    got=$?
    found=$(grep -E '^[^ ]+: (error|warning): ' messages)
    if [ "$got" -ne "$status" ] || [ "$found" != "$wanted" ]; then
        printf 'camkes %s: status %s, expected %s and:\n%s\n' "$*" "$got" "$status" "$wanted"
        cat messages
        failures=$((failures + 1))
    fi
}

# The value of the only attribute of the only instance.
value() {
    "$compiler" --import-path first --import-path second --import-path "$imports" --json-ast "$1" |
        sed -nE 's/.*"name": "x".*"value": (.*)\}.*/\1/p'
}

is() {
    found=$(value "$1")
    if [ "$found" != "$2" ]; then
        echo "$1: x is '$found', not '$2'"
        failures=$((failures + 1))
    fi
}

component() {
    echo "component A { control; attribute int x = $1; }"
}

# <...> is looked for along the import path, in order, and not beside the importing file.
component 1 >first/a.camkes
component 2 >second/a.camkes
component 3 >second/only.camkes
component 4 >beside.camkes
printf 'import <a.camkes>;\n%s\n' "$assembly" >top.camkes
is top.camkes 1
printf 'import <only.camkes>;\n%s\n' "$assembly" >top.camkes
is top.camkes 3
printf 'import <beside.camkes>;\n%s\n' "$assembly" >top.camkes
expect 1 'top.camkes:1:8: error: cannot find <beside.camkes> along the import path' top.camkes

# "..." is looked for beside the importing file only, whatever folder the compiler runs in.
component 5 >sub/a.camkes
echo 'import "../a.camkes";' >sub/deeper/b.camkes
printf 'import "sub/deeper/b.camkes";\n%s\n' "$assembly" >top.camkes
is top.camkes 5
printf 'import "only.camkes";\nimport "a" ".camkes";\n%s\n' "$assembly" >sub/top.camkes
expect 1 'sub/top.camkes:1:8: error: cannot find "only.camkes" beside sub/top.camkes' sub/top.camkes

# What is imported stands where the import stands, and what it imports before it.
printf 'import "two.camkes";\nimport "one.camkes";\n%s\n' "$assembly" >top.camkes
echo 'component A { control; uses P p; }' >two.camkes
echo 'procedure P { void f(); }' >one.camkes
expect 1 "two.camkes:1:29: error: procedure 'P' is used before its definition" top.camkes
printf 'import "one.camkes";\ncomponent A { control; maybe uses P p; }\n' >two.camkes
expect 0 '' top.camkes

# A file is read once, under whatever name: files may import each other, and one that was included is there.
printf 'import "./two.camkes";\nprocedure P { void f(); }\n' >one.camkes
printf 'import "sub/../one.camkes";\nimport "one.camkes";\n%s\ncomponent A { control; }\n' '' >two.camkes
printf 'import "two.camkes";\n%s\n' "$assembly" >top.camkes
expect 0 '' top.camkes
component 6 >included.camkes
printf '#include "included.camkes"\nimport "included.camkes";\n%s\n' "$assembly" >top.camkes
is top.camkes 6
echo 'import "top.camkes"; component B { control; }' >circle.camkes
printf 'import "circle.camkes";\n%s\n%s\n' "$(component 7)" "$assembly" >top.camkes
is top.camkes 7

# Each imported file has a preprocessor of its own: macros cross #include, and do not cross import.
echo '#define VALUE 8' >macros.h
component VALUE >uses.camkes
printf '#include "macros.h"\nimport "uses.camkes";\n%s\n' "$assembly" >top.camkes
expect 1 "uses.camkes:1:42: error: unexpected 'VALUE'" top.camkes
printf '#include "macros.h"\n#include "uses.camkes"\n%s\n' "$assembly" >top.camkes
is top.camkes 8
printf '#include "macros.h"\n#ifdef VALUE\n#undef VALUE\n#endif\n%s\n' "$(component 9)" >uses.camkes
printf '#define VALUE 10\nimport "uses.camkes";\n%s\n' "$assembly" >top.camkes
is top.camkes 9

# Messages name the line of the file that the user wrote, whatever the preprocessor leaves out or puts in.
cat >lines.h <<'END'
#define LONG(name) \
    emits E name; \
    consumes E \
        in_##name
#define NOTHING

component Included {
    emits;
}
END
cat >imported.camkes <<'END'
/* A comment
   of three
   lines. */
#include "lines.h"
#if 0
component Hidden {
#endif
component Imported {
    LONG(one);
    LONG(two)
    control;
    NOTHING consumes /* here */ E;
}
END
cat >top.camkes <<'END'
import "imported.camkes";
#include "lines.h"
component Top { /* one
two */ emits E
\
    ;
}
#line 100 "elsewhere.camkes"
component Else { maybe; }
END
expect 1 "lines.h:8:10: error: expected a name before ';'
top.camkes:6:5: error: expected a name before ';'
elsewhere.camkes:100:23: error: expected 'uses', 'consumes' or 'dataport' before ';'
lines.h:8:10: error: expected a name before ';'
imported.camkes:10:5: error: expected ';' after this (in the expansion of this macro)
imported.camkes:12:34: error: expected a name before ';'" top.camkes

# The same, of names that are looked up after all files were read.
echo 'component Server { provides Ehco echo; }' >server.camkes
printf 'import "server.camkes";\nprocedure Echo { void f(); }\n%s\n' "$assembly" >top.camkes
expect 1 "server.camkes:1:29: error: unknown procedure 'Ehco'
top.camkes:3:36: error: unknown component 'A'" top.camkes

# What has no end is given up: imports and definitions in a chain, and messages.
repeat() {
    for i in $(seq "$1"); do
        # shellcheck disable=SC2059 # the second argument is a format
        printf "$2" "$i" $((i + 1))
    done
}
for i in $(seq 70); do
    echo "import \"chain$((i + 1)).camkes\";" >"chain$i.camkes"
done
echo "$assembly" >chain71.camkes
expect 1 'chain64.camkes:1:8: error: imports are nested too deeply' chain1.camkes
{
    repeat 70 'component A%s { composition { component A%s a; } }\n'
    echo 'component A71 { control; } assembly { composition { component A1 a; } }'
} >top.camkes
expect 1 'top.camkes:65:41: error: definitions are nested more than 64 deep' --forward-references top.camkes
{
    repeat 1000 'component A%s { emits; }\n'
    echo "$assembly"
} >top.camkes
"$compiler" --import-path "$imports" top.camkes 2>messages
if [ "$(grep -c '^top.camkes:[0-9]*:[0-9]*: error: expected a name' messages)" -ne 100 ] ||
    [ "$(tail -n 1 messages)" != 'camkes: error: too many errors; the rest is not shown' ]; then
    echo "1000 errors give:"
    tail -n 3 messages
    failures=$((failures + 1))
fi

exit $((failures > 0))

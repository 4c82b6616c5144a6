#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# command_line.sh COMPILER IMPORT_PATH FOLDER
#
# The compiler's options: what each writes, and what wrong ones get.

set -u
compiler=$1 imports=$2 folder=$3
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
failures=0

# try STATUS PATTERN ARGUMENT...: the compiler must end with STATUS and say something that matches.
try() {
    status=$1 pattern=$2
    shift 2
    "$compiler" "$@" >"$scratch/out" 2>&1
    got=$?
    if [ "$got" -ne "$status" ] || ! grep -qe "$pattern" "$scratch/out"; then
        echo "camkes $*: status $got, expected $status and '$pattern':"
        cat "$scratch/out"
        failures=$((failures + 1))
    fi
}

check() {
    if ! "$@"; then
        echo "not so: $*"
        failures=$((failures + 1))
    fi
}

minimal=$folder/accept/minimal.camkes

try 0 '^usage: ' --help
try 0 '^camkes ' --version
try 2 'no input file'
try 2 "unknown option '--nonsense'" --nonsense "$minimal"
try 2 "unknown option '-x'" -x "$minimal"
try 2 "missing behind '--glue'" "$minimal" --glue
try 2 'more than one input file' "$minimal" "$minimal"
try 2 'mean nothing without --image' --elf a=b "$minimal"
try 2 'form NAME=FILE' --image "$scratch/image" --elf a "$minimal"
try 2 "a number from 1 to 255: '0'" --default-priority 0 "$minimal"
try 2 "a number from 1 to 255: '256'" --default-priority 256 "$minimal"
try 2 "a number from 4096 to 268435456: '4k'" --default-stack-size 4k "$minimal"
try 2 "a number from 4096 to 34359738368: '-1'" --default-heap-size -1 "$minimal"
try 2 "a number from 4096 to 34359738368: '99999999999999999999'" --default-heap-size 99999999999999999999 "$minimal"
try 0 '^a A software -$' --default-priority 255 --default-stack-size 4096 --default-heap-size 4096 \
    --import-path "$imports" --instances "$minimal"
try 1 'cannot read' --import-path "$imports" "$scratch/none.camkes"
try 1 'cannot find <std_connector.camkes>' "$minimal"
try 1 "cannot run the preprocessor '/nonexistent'" --cpp /nonexistent --import-path "$imports" "$minimal"
try 1 'the preprocessor failed' --cpp false --import-path "$imports" "$minimal"
try 1 'the preprocessor failed' --no-cpp --cpp false --import-path "$imports" "$minimal" # the last one counts
try 0 '^a A software -$' --cpp false --no-cpp --import-path "$imports" --instances "$minimal"
try 1 'cannot read.*Is a directory' --no-cpp --import-path "$imports" "$scratch"
try 0 '^a A software -$' --import-path "$imports" --instances "$minimal"

try 0 'warning: ' --import-path "$imports" --instances "$folder/accept/unused.camkes"
try 0 '^alpha A software -$' -w --import-path "$imports" --instances "$folder/accept/unused.camkes"
check test "$(wc -l <"$scratch/out")" -eq 1

# Messages as JSON: each line of its own, the status as ever.
try 1 '^{"severity": "error", "file": ".*unknown_component.camkes", "line": 5, "column": [0-9]*, "width": [0-9]*, "message": ' \
    --json --import-path "$imports" "$folder/refuse/unknown_component.camkes"
check python3 -c 'import json, sys; [json.loads(line) for line in open(sys.argv[1])]' "$scratch/out"
try 1 '^{"severity": "error", "file": null, "line": null, "column": null, "width": null, "message": "cannot read ' \
    --json --import-path "$imports" "$scratch/none.camkes"
try 0 '^{"severity": "warning", ' --json --import-path "$imports" "$folder/accept/unused.camkes"
try 0 '^  "version": 1,$' --import-path "$imports" --json-ast "$minimal"

# -I and -D reach the preprocessor.
cat >"$scratch/defined.camkes" <<'END'
#include <my_values.h>
component A { control; attribute int x = NUMBER + OTHER; }
assembly { composition { component A a; } }
END
mkdir "$scratch/include"
echo '#define NUMBER 3' >"$scratch/include/my_values.h"
try 0 '^a A software -$' --import-path "$imports" -I "$scratch/include" -DOTHER=4 --instances "$scratch/defined.camkes"
try 1 'my_values.h' --import-path "$imports" -DOTHER=4 --instances "$scratch/defined.camkes"

# The dependency rule names everything that was read, and is left alone when nothing changes.
deps() {
    "$compiler" --import-path "$imports" -I "$scratch/include" -D OTHER=4 --deps "$scratch/deps" \
        --deps-target 'the $target' "$scratch/defined.camkes"
}
check deps
check grep -qF 'the\ $$target:' "$scratch/deps"
check grep -qF "$scratch/include/my_values.h" "$scratch/deps"
check grep -qF "$scratch/defined.camkes" "$scratch/deps"
check grep -qF 'std_connector.camkes' "$scratch/deps"
touch -d '2001-01-01' "$scratch/deps"
check deps
check test "$(stat -c %Y "$scratch/deps")" -lt 1000000000

# The picture and the matrix.
try 0 '^digraph assembly {' --import-path "$imports" --dot "$folder/accept/merge.camkes"
try 0 '"a" -> "server" .*label=<echo>' --import-path "$imports" --dot "$folder/accept/merge.camkes"
groups=$folder/accept/group_settings.camkes
try 0 'subgraph "cluster g" {' -w --import-path "$imports" --dot "$groups"
try 0 'subgraph "cluster group_of_b" {' -w --import-path "$imports" --dot "$groups"
try 0 '^g (group: a)$' -w --import-path "$imports" --matrix "$groups"
try 0 '^b A software group_of_b$' -w --import-path "$imports" --instances "$groups"
try 0 'endpoint .*server.echo .*call .*server: serve' --import-path "$imports" --matrix "$folder/accept/merge.camkes"

# The glue of an instance, which is not touched again when nothing changes.
glue() {
    "$compiler" --import-path "$imports" --glue "$scratch/glue" "$minimal"
}
check glue
check test -s "$scratch/glue/a/camkes.h"
check test -s "$scratch/glue/a/camkes.c"
touch -d '2001-01-01' "$scratch/glue/a/camkes.c"
check glue
check test "$(stat -c %Y "$scratch/glue/a/camkes.c")" -lt 1000000000

exit $((failures > 0))

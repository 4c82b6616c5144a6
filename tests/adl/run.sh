#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# run.sh COMPILER IMPORT_PATH FILE.camkes
#
# Compiles one specification. It must give the messages that its own comments name, in this order and no others:
#
#     // error: LINE:COLUMN: text        // warning: ...        // note: ...
#
# and `// options: ...` adds options. Line and column may be absent for messages without a place. Notes count only if the
# file names any. With an error the compiler must end with status 1, else with 0. With --json, it must say the same.

set -u
compiler=$1 imports=$2 file=$3
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# From the file's own folder, so that messages do not depend on where the tree is.
cd "$(dirname "$file")" || exit 1
file=$(basename "$file")
options=$(sed -nE 's,^// options: ,,p' "$file")

compile() {
    # shellcheck disable=SC2086 # several words
    "$compiler" "$@" $options --import-path "$imports" --import-path ../imports -I "$imports/VM" -I ../imports \
        --instances "$file" >"$scratch/out"
}

compile 2>"$scratch/messages"
status=$?

kinds='error|warning'
grep -q '^// note: ' "$file" && kinds='error|warning|note'

sed -nE "s,^// ($kinds): ,\1: ,p" "$file" >"$scratch/expected"
# "path/file.camkes:7:12: error: text" and "camkes: error: text" become "error: 7:12: text" and "error: text".
shorten() {
    sed -nE -e "s,^camkes: ($1): ,\1: ,p" -e "s,^[^ ]*:([0-9]+:[0-9]+): ($1): ,\2: \1: ,p"
}
shorten "$kinds" <"$scratch/messages" >"$scratch/found"

wanted=0
grep -q '^error: ' "$scratch/expected" && wanted=1
if [ "$status" -ne "$wanted" ] || ! diff -u "$scratch/expected" "$scratch/found"; then
    echo "exit status $status, expected $wanted; the compiler said:"
    cat "$scratch/messages"
    exit 1
fi
if [ "$wanted" -eq 0 ] && ! [ -s "$scratch/out" ]; then
    echo "no instances"
    exit 1
fi

compile --json 2>"$scratch/json" # the preprocessor's messages stay text
[ $? -eq "$status" ] || exit 1
python3 - "$scratch/json" >"$scratch/json-text" <<'END' || exit 1
import json, sys
for line in open(sys.argv[1]):
    if line.startswith("{"):
        message = json.loads(line)
        place = "camkes" if message["file"] is None else "{file}:{line}:{column}".format(**message)
        line = f"{place}: {message['severity']}: {message['message']}"
    print(line.rstrip("\n"))
END
shorten 'error|warning|note' <"$scratch/messages" >"$scratch/all"
shorten 'error|warning|note' <"$scratch/json-text" | diff -u "$scratch/all" -

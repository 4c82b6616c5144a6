#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# run.sh COMPILER IMPORT_PATH FILE.camkes
#
# Compiles one specification. It must give the messages that its own comments name, in this order and no others:
#
#     // error: LINE:COLUMN: text        // warning: ...        // note: ...
#
# and `// options: ...` adds options. Line and column may be absent for messages without a place. Notes count only if the file names any. With an
# error the compiler must end with status 1, else with 0.

set -u
compiler=$1 imports=$2 file=$3
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# From the file's own folder, so that messages do not depend on where the tree is.
cd "$(dirname "$file")" || exit 1
file=$(basename "$file")
options=$(sed -nE 's,^// options: ,,p' "$file")
# shellcheck disable=SC2086 # several words
"$compiler" $options --import-path "$imports" --import-path ../imports -I "$imports/VM" -I ../imports --instances "$file" \
    >"$scratch/out" 2>"$scratch/messages"
status=$?

kinds='error|warning'
grep -q '^// note: ' "$file" && kinds='error|warning|note'

sed -nE "s,^// ($kinds): ,\1: ,p" "$file" >"$scratch/expected"
# "path/file.camkes:7:12: error: text" and "camkes: error: text" become "error: 7:12: text" and "error: text".
sed -nE -e "s,^camkes: ($kinds): ,\1: ,p" -e "s,^[^ ]*:([0-9]+:[0-9]+): ($kinds): ,\2: \1: ,p" \
    "$scratch/messages" >"$scratch/found"

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

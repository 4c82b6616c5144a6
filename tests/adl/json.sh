#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# json.sh COMPILER IMPORT_PATH FILE.camkes
#
# What --json-ast prints must be valid JSON and equal to FILE.json beside the specification.

set -u
compiler=$1 imports=$2 file=$3
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

options=$(sed -nE "s,^// options: ,,p" "$file")
# shellcheck disable=SC2086 # several words
"$compiler" $options --import-path "$imports" -w --json-ast "$file" >"$scratch/out" || exit 1
if ! python3 -m json.tool "$scratch/out" >"$scratch/again"; then
    echo "this is not JSON:"
    cat "$scratch/out"
    exit 1
fi
diff -u "${file%.camkes}.json" "$scratch/out"

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# glue.sh COMPILER ROOT C_COMPILER FILE.camkes
#
# The glue of every instance of the specification must compile without a warning.

set -u
compiler=$1 root=$2 cc=$3 file=$4
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

"$compiler" --import-path "$root/components" -w --glue "$scratch" "$file" || exit 1
found=0
for source in "$scratch"/*/camkes.c; do
    found=1
    "$cc" -std=gnu17 -fsyntax-only -Wall -Wextra -Werror -I "$(dirname "$source")" -I "$root/lib/camkes/include" \
        -I "$root/lib/causeway/include" -I "$root" "$source" || exit 1
done
[ "$found" -eq 1 ]

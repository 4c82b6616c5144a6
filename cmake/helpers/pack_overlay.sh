#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# pack_overlay.sh MKCPIO FOLDER LIST IMAGE OUTPUT: writes IMAGE followed by an archive of the files of FOLDER that LIST
# names, one absolute path a line. Files of an earlier build that are no longer listed stay out.
set -eu
mkcpio=$1 folder=$2 list=$3 image=$4 output=$5

manifest=$output.manifest
while IFS= read -r path; do
    [ -z "$path" ] || printf 'file %s %s %s\n' "$(stat -c %a "$path")" "${path#"$folder"/}" "$path"
done <"$list" >"$manifest"
"$mkcpio" "$output.overlay" "$manifest"
cat "$image" "$output.overlay" >"$output"
rm -f "$output.overlay"

#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
#
# test_dkms.sh MODULES: what stage.sh makes is what dkms.conf describes: each module is there with its sources, and none
# is left out.
set -u

modules=$1
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
"$modules/stage.sh" "$stage" || exit 1
# As dkms does.
kernel_source_dir=/linux dkms_tree=/dkms
. "$stage/dkms.conf"

failed=0
fail() { echo "FAIL: $*"; failed=1; }

for i in "${!BUILT_MODULE_NAME[@]}"; do
    name=${BUILT_MODULE_NAME[$i]}
    folder=$stage/${BUILT_MODULE_LOCATION[$i]}
    grep -qsx "obj-m := $name.o" "$folder/Kbuild" || fail "$folder/Kbuild does not build $name"
    [ -f "$folder/$name.c" ] || fail "$name has no source"
    [ -n "${DEST_MODULE_LOCATION[$i]}" ] || fail "$name has no destination"
done
staged=$(ls "$stage"/*/Kbuild | wc -l)
[ "$staged" -eq "${#BUILT_MODULE_NAME[@]}" ] || fail "$staged modules, and dkms.conf has ${#BUILT_MODULE_NAME[@]}"
[ "$staged" -gt 0 ] || fail "there are no modules"
exit $failed

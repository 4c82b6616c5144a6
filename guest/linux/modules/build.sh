#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# build.sh HEADERS FOLDER [MODULE...]: builds the modules, and those in the MODULE folders, against a kernel's build
# tree and leaves them, without debug information, as FOLDER/*.ko.
set -eu

fail() { echo "modules: error: $*" >&2; exit 1; }

[ $# -ge 2 ] || { echo "usage: build.sh HEADERS FOLDER [MODULE...]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd -P)
headers=$(cd "$1" && pwd -P) || fail "no kernel build tree in '$1'"
mkdir -p "$2"
output=$(cd "$2" && pwd -P)
shift 2
stage=$output/tree

# The kernel's build refuses paths with blanks or colons. Then a copy is built where paths have neither.
case $headers$stage in
*[[:space:]:]*)
    temporary=$(mktemp -d)
    trap 'rm -rf "$temporary"' EXIT
    trap 'exit 130' INT TERM
    case $temporary in
    *[[:space:]:]*) fail "kernel modules cannot be built in paths with blanks or colons, and TMPDIR has one, too" ;;
    esac
    # HEADERS is usr/src/linux-headers-RELEASE and needs its neighbours and usr/lib.
    mkdir "$temporary/usr"
    cp -a "$headers/../../src" "$headers/../../lib" "$temporary/usr"
    headers=$temporary/usr/src/$(basename "$headers")
    stage=$temporary/tree
    ;;
esac

"$here/stage.sh" "$stage" "$@"
log=$output/build.log
# Paths of this machine have no place in a module, and a module without vmlinux at hand cannot have BTF.
maps="-ffile-prefix-map=$stage=. -ffile-prefix-map=${headers%/*}=linux"
make -C "$headers" M="$stage" KCFLAGS="-Werror $maps" CONFIG_DEBUG_INFO_BTF_MODULES= modules \
    >"$log" 2>&1 || {
    cat "$log" >&2
    fail "the kernel modules do not build"
}
for module in "$stage"/*/*.ko; do
    strip --strip-debug -o "$output/$(basename "$module").new" "$module"
    mv "$output/$(basename "$module").new" "$output/$(basename "$module")"
done

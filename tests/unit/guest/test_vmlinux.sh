#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# test_vmlinux.sh SCRIPT: checks extract_vmlinux.sh with boot images made here.
set -eu
script=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
failed=0

fail() { echo "not ok: $*"; failed=1; }

# The number in little-endian bytes, as many as asked for.
little() {
    value=$1 count=$2
    while [ "$count" -gt 0 ]; do
        printf '%b' "\\0$(printf %o $((value & 255)))"
        value=$((value >> 8)) count=$((count - 1))
    done
}

# put IMAGE OFFSET: overwrites with standard input.
put() { dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }

# A boot image with 3 setup sectors and the payload FILE, 100 bytes behind them.
image_make() {
    head -c $((4 * 512 + 100)) /dev/zero >"$1"
    little 3 1 | put "$1" 497
    printf HdrS | put "$1" 514
    little 527 2 | put "$1" 518
    little 100 4 | put "$1" 584
    little "$(wc -c <"$2")" 4 | put "$1" 588
    cat "$2" >>"$1"
    echo "what follows the payload" >>"$1"
}

{ printf '\177ELF'; seq 1 20000; } >kernel

for tool in 'gzip -c' 'xz -c --check=crc32' 'lz4 -l -c' 'bzip2 -c'; do
    command -v "${tool%% *}" >/dev/null || continue
    { $tool kernel; little "$(wc -c <kernel)" 4; } >payload
    image_make image payload
    "$script" image out || fail "$tool: refused"
    cmp -s kernel out || fail "$tool: another kernel came out"
done
image_make plain kernel
"$script" plain out && cmp -s kernel out || fail "a payload that is not compressed"
"$script" kernel out && cmp -s kernel out || fail "an ELF file"

# refused WHAT IMAGE MESSAGE: the image is refused with the message, and nothing is left behind.
refused() {
    rm -f refused.out
    if "$script" "$2" refused.out 2>message; then
        fail "$1: accepted"
    fi
    grep -q "$3" message || fail "$1: $(cat message)"
    [ -z "$(ls refused.out* 2>/dev/null)" ] || fail "$1: left something behind"
}

{ gzip -c kernel; little "$(wc -c <kernel)" 4; } >payload
image_make good payload
head -c $((4 * 512 + 100 + 1000)) good >cut
refused "a cut image" cut "is cut short"
cp good damaged
little 0 1 | put damaged $((4 * 512 + 100 + 2000))
little 4660 2 | put damaged $((4 * 512 + 100 + 2001))
refused "a damaged payload" damaged "cannot be unpacked"
{ gzip -c kernel; little 5 4; } >payload
image_make wrong payload
refused "a wrong size" wrong "wrong size"
{ echo no kernel | gzip -c; little 10 4; } >payload
image_make text payload
refused "no kernel" text "is not an ELF file"
cp good old
little 519 2 | put old 518
refused "an old protocol" old "before 2.08"
echo short >short
refused "a text" short "neither an x86 boot image nor an ELF file"
cp good unknown
printf abcd | put unknown $((4 * 512 + 100))
refused "an unknown compression" unknown "not known here (starts with 61626364"
refused "a missing file" missing "cannot read"

exit $failed

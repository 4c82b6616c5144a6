#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# extract_vmlinux.sh BZIMAGE VMLINUX: takes the kernel's ELF file out of an x86 boot image.
#
# The image says where its compressed payload lies (Linux, Documentation/arch/x86/boot.rst: setup_sects at 0x1f1,
# "HdrS" at 0x202, payload_offset at 0x248, payload_length at 0x24c). A file that is an ELF file already is copied.
set -eu

fail() { echo "extract_vmlinux: error: $*" >&2; exit 1; }

[ $# -eq 2 ] || { echo "usage: extract_vmlinux.sh BZIMAGE VMLINUX" >&2; exit 2; }
image=$1 output=$2
[ -r "$image" ] || fail "cannot read '$image'"

# The little-endian number of BYTES bytes at OFFSET.
number() {
    od -An -v -tu1 -j "$1" -N "$2" "$image" | tr -s ' \n' '\n\n' | sed '/^$/d' |
        awk '{ value += $1 * 256 ^ (NR - 1) } END { printf "%d", value }'
}
# The bytes at OFFSET in hexadecimal.
bytes() { od -An -v -tx1 -j "$1" -N "$2" "${3:-$image}" 2>/dev/null | tr -d ' \n'; }

new=$output.new.$$
trap 'rm -f "$new" "$new.payload"' EXIT

if [ "$(bytes 0 4)" = 7f454c46 ]; then
    cp "$image" "$new"
else
    [ "$(bytes 514 4)" = 48647253 ] || fail "'$image' is neither an x86 boot image nor an ELF file"
    [ "$(number 518 2)" -ge 520 ] || fail "'$image' has a boot protocol before 2.08, which does not locate the payload"
    sectors=$(number 497 1)
    [ "$sectors" -ne 0 ] || sectors=4
    offset=$(((sectors + 1) * 512 + $(number 584 4)))
    length=$(number 588 4)
    case $(bytes "$offset" 6) in
    fd377a585a00) unpack='xz -dc' ;;
    1f8b*) unpack='gzip -dc' ;;
    28b52ffd*) unpack='zstd -dcq' ;;
    425a68*) unpack='bzip2 -dc' ;;
    894c5a4f*) unpack='lzop -dc' ;;
    02214c18*) unpack='lz4 -dcq' ;;
    5d0000*) unpack='xz --format=lzma -dc' ;;
    7f454c46*) unpack=cat ;;
    *) fail "'$image' is compressed in a way that is not known here (starts with $(bytes "$offset" 6))" ;;
    esac
    command -v "${unpack%% *}" >/dev/null || fail "'$image' is compressed with ${unpack%% *}, which is not installed"
    [ "$(wc -c <"$image")" -ge $((offset + length)) ] || fail "'$image' is cut short"
    expected=
    if [ "$unpack" != cat ]; then
        # The payload ends with its unpacked size, four bytes that no decompressor expects.
        length=$((length - 4))
        expected=$(number $((offset + length)) 4)
    fi
    tail -c +$((offset + 1)) "$image" | head -c "$length" >"$new.payload"
    $unpack <"$new.payload" >"$new" || fail "the payload of '$image' cannot be unpacked"
    [ "${expected:-$(wc -c <"$new")}" -eq "$(wc -c <"$new")" ] || fail "the payload of '$image' has the wrong size"
fi

[ "$(bytes 0 4 "$new")" = 7f454c46 ] || fail "the payload of '$image' is not an ELF file"
mv "$new" "$output"

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# iso.sh BUILD ISO: writes an image for a CD or a USB stick that boots the system of BUILD through GRUB, on a PC with a
# BIOS or with UEFI. The consoles are the screen and the first serial line for GRUB, the serial line for the system.
set -eu

[ $# -eq 2 ] || { echo "usage: iso.sh BUILD ISO" >&2; exit 2; }
build=$1 iso=$2
for file in images/causeway.elf images/system.img; do
    [ -r "$build/$file" ] || { echo "iso: error: there is no $build/$file; build it first." >&2; exit 1; }
done
for tool in grub-mkrescue xorriso mformat; do
    command -v $tool >/dev/null || { echo "iso: error: $tool is not installed; 'make setup' brings it." >&2; exit 1; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
mkdir -p "$tree/boot/grub"
cp "$build/images/causeway.elf" "$build/images/system.img" "$tree/boot"
cat >"$tree/boot/grub/grub.cfg" <<'CFG'
serial --unit=0 --speed=115200
terminal_input console serial
terminal_output console serial
set timeout_style=hidden
set timeout=1
# Without a video driver, the loader complains on UEFI.
insmod all_video
menuentry "Causeway" {
    echo "Loading the kernel"
    multiboot2 /boot/causeway.elf
    echo "Loading the system image"
    module2 /boot/system.img
}
CFG
grub-mkrescue --compress=no -o "$iso" "$tree" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
echo "iso: $iso is ready; try it with: qemu-system-x86_64 -machine q35 -cpu EPYC,+svm,+npt -m 1G -nographic -cdrom $iso"

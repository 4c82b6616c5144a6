#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Installs the Debian packages that the build, the tests and the emulator need, if any is missing. It does nothing,
# and needs no network, when all of them are there. Nothing else on the machine is changed.
set -eu

# One package and its purpose a line.
packages() {
    cat <<'LIST'
gcc                 C compiler
libc6-dev           headers and static library of the host's C library
make                front door of the build
cmake               build description
ninja-build         build tool
flex                scanner of the specification compiler
bison               parser of the specification compiler
cpp                 preprocessor of specifications
musl-tools          C library of the components
linux-libc-dev      kernel headers for programs of the guest
libelf-dev          kernel modules of the guest
kmod                module dependencies of the guest
cpio                guest archives
xz-utils            compressed kernels of guests
lz4                 compressed kernels of guests
python3             drives the emulator's console
qemu-system-x86     the emulator
seabios             its BIOS
ovmf                its UEFI firmware
grub-common         ISO images
grub-pc-bin         ISO images for a BIOS
grub-efi-amd64-bin  ISO images for UEFI
xorriso             ISO images
mtools              ISO images for UEFI
graphviz            pictures of assemblies
cmark-gfm           the tutorial as HTML
libcmocka-dev       unit tests
clang-14            the other compiler, fuzz tests
libclang-rt-14-dev  sanitizers of the fuzz tests
clang-format-14     style tests
clang-tidy-14       style tests
git                 style tests
LIST
}

is_installed() {
    dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed
}

missing() {
    packages | while read -r name _; do
        is_installed "$name" || echo "$name"
    done
}

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "setup: this is not a Debian system, so the tools cannot be installed for you." >&2
    echo "setup: please install these (Debian's names), then call the build with SETUP=skip:" >&2
    packages | sed 's/^/    /' >&2
    exit 1
fi

wanted=$(missing)
if [ -z "$wanted" ]; then
    exit 0
fi

echo "setup: these Debian packages are missing and will be installed:"
packages | while read -r name purpose; do
    case "
$wanted
" in *"
$name
"*) printf '    %-20s %s\n' "$name" "$purpose" ;; esac
done

as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "setup: that needs root, and there is no sudo here. Please run as root:" >&2
        echo "    apt-get install" $wanted >&2
        exit 1
    fi
    as_root=sudo
    echo "setup: sudo may ask for your password."
fi

install_them() {
    # Word splitting of $wanted is meant: one package a word.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $wanted
}

if ! install_them; then
    echo "setup: the package lists may be old; updating them once."
    $as_root apt-get update
    install_them
fi

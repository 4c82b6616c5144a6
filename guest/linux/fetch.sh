#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# fetch.sh CACHE WORD: puts the stock Debian parts of a WORD-bit (32 or 64) guest into CACHE/guest-WORD.
#
# The packages come from the package archives that this machine is set up to use. They are downloaded and unpacked,
# never installed; apt keeps its state inside CACHE, so no root rights are needed and the machine does not change.
#
# What is in CACHE/guest-WORD afterwards:
#   release              the kernel's release string, for example 6.1.0-50-cloud-amd64
#   packages             name and version of each package, one a line
#   vmlinuz, config      the kernel's boot image and configuration
#   modules              of the kernel's own modules the one that ours need: uio.ko
#   headers              the kernel's build tree (a link into usr/src; the whole can be moved)
#   busybox              the static busybox
#   sysroot              32-bit guests only: headers and static C library for programs of the guest
# The folder appears in one step when all is there. A second call finds it, does nothing and needs no network.
set -eu

say() { echo "fetch: $*"; }
fail() { echo "fetch: error: $*" >&2; exit 1; }

[ $# -eq 2 ] || { echo "usage: fetch.sh CACHE WORD (32 or 64)" >&2; exit 2; }
case $2 in
64) arch=amd64 kernel=linux-image-cloud-amd64 ;;
32) arch=i386 kernel=linux-image-686 ;;
*) fail "the word size must be 32 or 64, not '$2'" ;;
esac

# The kernel's build tools run here, whatever the guest is.
native=$(dpkg --print-architecture 2>/dev/null) ||
    fail "dpkg is missing; the guest's kernel is fetched as Debian packages"

mkdir -p "$1" || fail "cannot create the cache folder '$1'"
cache=$(cd "$1" && pwd -P)
target=$cache/guest-$2
[ ! -e "$target/modules" ] || exit 0

for tool in apt-get apt-cache dpkg-deb flock; do
    command -v $tool >/dev/null || fail "$tool is missing; the guest's kernel is fetched as Debian packages"
done

# Two builds may share a cache: the second waits for the first and then finds everything done.
exec 9>"$cache/.lock-guest-$2"
flock -n 9 || { say "another fetch is at work in $cache; waiting for it."; flock 9; }
[ ! -e "$target/modules" ] || exit 0

work=$cache/.guest-$2.new
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
rm -rf "$work" "$target"
mkdir -p "$work/state/lists/partial" "$work/archives/partial" "$work/deb" "$work/root" "$work/new"
: >"$work/state/status"

# apt reads its settings from a file, where a path with blanks can be quoted; its own settings come first.
cat >"$work/apt.conf" <<CONF
Dir::State "$work/state";
Dir::State::status "$work/state/status";
Dir::Cache "$work";
Dir::Cache::archives "$work/archives";
APT::Architecture "$arch";
#clear APT::Architectures;
APT::Architectures { "$arch"; "$native"; };
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "3";
CONF
apt() {
    program=$1
    shift
    APT_CONFIG=$work/apt.conf "$program" -q "$@"
}

# The value of FIELD in the newest version of PACKAGE.
field() { apt apt-cache show --no-all-versions "$1" 2>/dev/null | sed -n "s/^$2: //p" | head -n 1; }
# The first dependency of PACKAGE that matches the basic regular expression.
dependency() { field "$1" Depends | tr ',|' '\n\n' | sed 's/^ *//; s/ .*//' | grep -x -m 1 -e "$2"; }

say "reading the package lists ($arch)"
# Archives of third parties may be down; what counts is whether the packages below are found.
apt apt-get update >"$work/log" 2>&1 || true

image=$(dependency $kernel 'linux-image-[0-9].*') || {
    grep -E '^(E|W|Err)' "$work/log" >&2 || true
    fail "no package $kernel found. Is the network up, and is this a Debian 12 package archive?"
}
release=${image#linux-image-}
headers=linux-headers-$release
common=$(dependency "$headers" 'linux-headers-.*-common') || fail "no package $headers found"
kbuild=$(dependency "$headers" 'linux-kbuild-.*'):$native || fail "$headers does not name its linux-kbuild package"

# The compiler of this machine makes 32-bit code, but has no 32-bit libraries unless they were installed with it.
library=
if [ "$2" = 32 ]; then
    compiler=$(dependency gcc 'gcc-[0-9]*') || fail "no package gcc found"
    library="libc6-dev linux-libc-dev lib$compiler-dev"
fi

# Word splitting of $library is meant: one package a word.
for package in "$image" "$headers" "$common" "$kbuild" busybox-static $library; do
    size=$(field "$package" Size)
    say "downloading $package ($((${size:-0} / 1000)) kB)"
    (cd "$work/deb" && apt apt-get download "$package" >"$work/log" 2>&1) || {
        grep -E '^(E|W|Err)' "$work/log" >&2 || true
        fail "cannot download $package"
    }
done

for deb in "$work/deb"/*.deb; do
    say "unpacking $(basename "$deb")"
    dpkg-deb -x "$deb" "$work/root" || fail "cannot unpack $deb"
    dpkg-deb -W --showformat='${Package} ${Version}\n' "$deb" >>"$work/new/packages"
done

new=$work/new
mv "$work/root/boot/vmlinuz-$release" "$new/vmlinuz"
mv "$work/root/boot/config-$release" "$new/config"
mv "$work/root/bin/busybox" "$new/busybox"
mkdir "$new/modules" "$new/usr" "$new/usr/src"
mv "$work/root/lib/modules/$release/kernel/drivers/uio/uio.ko" "$new/modules" || fail "$image has no module uio"
if [ -n "$library" ]; then
    mkdir "$new/sysroot" "$new/sysroot/usr" "$new/sysroot/usr/lib"
    mv "$work/root/usr/include" "$new/sysroot/usr/include"
    mv "$work/root/usr/lib/gcc" "$work/root/usr/lib/i386-linux-gnu" "$new/sysroot/usr/lib"
fi
mv "$work/root/usr/lib" "$new/usr/lib"
mv "$work/root/usr/src/$headers" "$work/root/usr/src/$common" "$new/usr/src"
ln -s "usr/src/$headers" "$new/headers"
# The tree is not at its installed place, so its parts find each other by relative paths.
echo "include ../$common/Makefile" >"$new/usr/src/$headers/Makefile"
echo "$release" >"$new/release"
mv "$new" "$target"
say "the $2-bit guest kernel $release is in $target"

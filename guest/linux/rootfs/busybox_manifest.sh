#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# busybox_manifest.sh BUSYBOX: prints the part of a root file system's manifest with busybox and its applets' links.
set -eu

[ $# -eq 1 ] || { echo "usage: busybox_manifest.sh BUSYBOX" >&2; exit 2; }

echo "file 0755 bin/busybox $1"
"$1" --list-full | while read -r path; do
    case $path in
    bin/busybox | linuxrc) ;;
    *) echo "link $path /bin/busybox" ;;
    esac
done

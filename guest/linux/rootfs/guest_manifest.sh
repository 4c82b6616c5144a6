#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# guest_manifest.sh RELEASE BUSYBOX MODULES UTILITIES: prints the part of a root file system's manifest that a build
# makes: busybox with its applets' links, the modules of the folder MODULES for the kernel release that the file
# RELEASE names, with what modprobe needs, and the programs of the folder UTILITIES. modules.dep is written to MODULES.
set -eu

[ $# -eq 4 ] || { echo "usage: guest_manifest.sh RELEASE BUSYBOX MODULES UTILITIES" >&2; exit 2; }
release=$(cat "$1") busybox=$2 modules=$3 utilities=$4
folder=lib/modules/$release

echo "file 0755 bin/busybox $busybox"
"$busybox" --list-full | while read -r path; do
    case $path in
    bin/busybox | linuxrc) ;;
    *) echo "link $path /bin/busybox" ;;
    esac
done

: >"$modules/modules.dep.new"
for module in "$modules"/*.ko; do
    name=$(basename "$module")
    case $name in
    connection.ko) needs=kernel/drivers/vmm/uio.ko ;;
    *) needs= ;;
    esac
    echo "kernel/drivers/vmm/$name: $needs" >>"$modules/modules.dep.new"
    echo "file 0644 $folder/kernel/drivers/vmm/$name $module"
done
mv "$modules/modules.dep.new" "$modules/modules.dep"
echo "file 0644 $folder/modules.dep $modules/modules.dep"

for program in dataport_init dataport_read dataport_write consumes_event_init consumes_event_wait emits_event_init \
    emits_event_emit string_reverse; do
    echo "file 0755 usr/sbin/$program $utilities/$program"
done

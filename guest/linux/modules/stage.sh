#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# stage.sh FOLDER [MODULE...]: copies the modules with the headers that they share with others into FOLDER, which then
# builds by itself ("make -C HEADERS M=FOLDER modules") and is what "dkms add FOLDER" takes. Each MODULE is the folder
# of one more module. Files that did not change keep their times, so that only what changed is compiled again.
set -eu

[ $# -ge 1 ] || { echo "usage: stage.sh FOLDER [MODULE...]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../../.." && pwd -P)
library=$here/../libcamkeslinux/include
stage=$1
shift

copy() {
    mkdir -p "$(dirname "$2")"
    cmp -s "$1" "$2" || cp "$1" "$2"
}

copy "$here/Kbuild" "$stage/Kbuild"
copy "$here/dkms.conf" "$stage/dkms.conf"
copy "$here/include/causeway/guest.h" "$stage/include/causeway/guest.h"
copy "$root/abi/guest.h" "$stage/abi/guest.h"
copy "$library/dataport/ioctl_commands.h" "$stage/include/dataport/ioctl_commands.h"
copy "$library/emits_event/ioctl_commands.h" "$stage/include/emits_event/ioctl_commands.h"
for module in "$here/dataport" "$here/consumes_event" "$here/emits_event" "$here/connection" "$@"; do
    find "$module" -type f | while read -r file; do
        copy "$file" "$stage/$(basename "$module")/${file#"$module"/}"
    done
done

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# install_file.sh SOURCE TARGET: copies a file with its permissions; new folders are open to everyone,
# whatever the umask.
set -eu
exec install -D -m "$(stat -L -c %a "$1")" "$1" "$2"

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# run-fuzzer.sh PROGRAM CORPUS FOUND MAX_LEN: feed PROGRAM for CAUSEWAY_FUZZ_SECONDS seconds (5 if unset).
# CORPUS is read only; new inputs, and a crashing one, are written to FOUND.
set -eu
program=$1 corpus=$2 found=$3 max_len=$4
mkdir -p "$found"
exec "$program" "$found" "$corpus" \
    -max_total_time="${CAUSEWAY_FUZZ_SECONDS:-5}" -max_len="$max_len" \
    -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=1 -artifact_prefix="$found/"

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# check_table_doc.sh HEADER DOC SOURCE...: every field and constant of abi/system_table.h, and every reason for which
# the kernel refuses a table, stands in the reference, fields in the section of their record.
set -eu
header=$1 doc=$2
shift 2

# "record field" for each field of each record: declarations without comments, split at commas.
fields=$(sed -e 's,/\*.*\*/,,' -e '/\/\*/,/\*\//{s,/\*.*,,;t' -e 's,.*\*/,,;t' -e 'd}' "$header" | awk '
    /^struct table_[a-z_]* \{/ { record = $2; next }
    /^};/ { record = "" }
    record != "" && /;/ {
        sub(/;.*/, ""); sub(/^ *(struct )?[a-z0-9_]+ /, ""); gsub(/,/, " ")
        for (i = 1; i <= NF; i++) print record, $i
    }')
# Lines of the section whose heading names the record.
section() {
    awk -v record="\`$1\`" '/^## / { inside = index($0, record) > 0 } inside' "$doc"
}
arrays='domains threads slots mappings regions notifications endpoints irqs port_ranges timers vms vm_mappings vcpus'

failed=0
missing() {
    echo "$doc: $1" >&2
    failed=1
}
[ "$(echo "$fields" | wc -l)" -ge 80 ] || missing "the header's fields were not recognised"

echo "$fields" | while read -r record field; do
    place=$record
    [ "$record" = table_array ] && place=table_header
    section "$place" | grep -qF "\`$field\`" || echo "$record.$field"
done | {
    while read -r name; do missing "$name is not described"; done
    exit $failed
} || failed=1

for name in $(grep -o '\bTABLE_[A-Z_]*' "$header" | sort -u); do
    case $name in
    TABLE_PAGE | TABLE_NAME_MAX | TABLE_SLOT_TYPES | TABLE_RIGHT_*) ;; # given as numbers and words
    *_) ;;                                                            # a prefix in a comment
    *) grep -q "\b$name\b" "$doc" || missing "$name is not described" ;;
    esac
done
for array in $arrays; do
    grep -qF "\`$array\`" "$doc" || missing "array $array is not described"
done

# The only strings with a space in the checker are reasons.
reasons=$(grep -ho '"[a-z][^"]* [^"]*"' "$@" | tr -d '"' | sort -u)
[ "$(echo "$reasons" | wc -l)" -ge 50 ] || missing "the reasons were not recognised"
echo "$reasons" | while read -r reason; do
    grep -qF "$reason" "$doc" || echo "$reason"
done | {
    while read -r reason; do missing "the reason '$reason' is not described"; done
    exit $failed
} || failed=1
exit $failed

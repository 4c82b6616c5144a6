#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# format.sh COMPILER ROOT
#
# `camkes fmt`: the layout of format/layout.camkes is that of format/layout.expected; formatting twice is
# formatting once; and no specification in the tree changes its meaning or loses a comment.

set -u
compiler=$1 root=$2
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
failures=0

fail() {
    echo "$@"
    failures=$((failures + 1))
}

idempotent() {
    "$compiler" fmt "$1" >"$scratch/once" || fail "cannot format $1"
    cp "$scratch/once" "$scratch/again.camkes"
    "$compiler" fmt "$scratch/again.camkes" | diff -u "$scratch/once" - || fail "$1 changes when it is formatted again"
    # Nothing but blanks may differ.
    for text in "$1" "$scratch/once"; do
        tr -d ' \t\r\n' <"$text" >"$scratch/squeezed.$(basename "$text")"
    done
    cmp "$scratch/squeezed.$(basename "$1")" "$scratch/squeezed.once" || fail "$1 loses something"
}

flat() {
    (cd "$(dirname "$1")" && "$compiler" --import-path "$root/components" --import-path ../imports -w \
        -I "$root/components/VM" -I ../imports --forward-references --json-ast "$(basename "$1")") 2>/dev/null
}

layout=$root/tests/adl/format/layout
idempotent "$layout.camkes"
diff -u "$layout.expected" "$scratch/once" || fail "the layout of $layout.camkes is another"

# Every specification in the tree but those that are no words, and those below, whose meaning is compared too.
for file in $(find "$root" -path "$root/build" -prune -o -name '*.camkes' -print -o -name '*.idl4' -print); do
    case ${file#"$root"/tests/adl/} in
    accept/* | refuse/unterminated_* | refuse/stray_character.camkes) continue ;;
    esac
    idempotent "$file"
done

cp -R "$root/tests/adl/imports" "$root/tests/adl/accept" "$scratch"
for file in "$scratch"/accept/*.camkes; do
    idempotent "$file"
    flat "$file" >"$scratch/before"
    [ -s "$scratch/before" ] || fail "$file cannot be compiled"
    "$compiler" fmt -i "$file" || fail "cannot format $file in place"
    cmp "$file" "$scratch/once" || fail "-i does something else to $file"
    flat "$file" | diff -u "$scratch/before" - || fail "$file has another meaning"
done

# A line that a backslash joins with the next is one, whatever stands there.
joined() {
    printf "$1" >"$scratch/joined.camkes"
    idempotent "$scratch/joined.camkes"
    flat "$scratch/joined.camkes" >"$scratch/before"
    [ -s "$scratch/before" ] || fail "this cannot be compiled: $1"
    "$compiler" fmt -i "$scratch/joined.camkes"
    flat "$scratch/joined.camkes" | diff -u "$scratch/before" - || fail "this has another meaning: $1"
}
rest='component A { control; }\nassembly { composition { component A a; } }\n'
joined "#define NOTHING \\\\\n\n\n$rest"
joined "#define NOTHING \\\\\ncomponent A { control; }\n$rest"
joined "#define NOTHING \\\\ \t\n   attribute int x;   \n$rest"
joined "#define NOTHING \\\\\r\n   attribute int x;\r\n$rest"
joined "// a comment \\\\\ncomponent A { control; }\n$rest"
joined "component B { control; } // a comment \\\\  \n attribute { int x; } y;\n$rest"
joined "component B { control; // at the end of a body \\\\\n\n}\n$rest"
joined "$rest // at the end of the file \\\\"
joined "$rest // at the end of the file \\\\\n"
joined "$rest // at the end of the file \\\\\n\n"
joined "$rest component B { control; } # at the end of the file \\\\\n   "

# What is no specification is refused, and left alone.
wrong() {
    printf '%s' "$2" >"$scratch/wrong.camkes"
    "$compiler" fmt -i "$scratch/wrong.camkes" 2>"$scratch/message" && fail "this was formatted: $2"
    grep -q "$1" "$scratch/message" || fail "'$1' is not in: $(cat "$scratch/message")"
    printf '%s' "$2" | cmp "$scratch/wrong.camkes" - || fail "this was changed: $2"
}
wrong 'wrong.camkes:2: this cannot be taken apart into words: "text' 'component A {
 "text'
wrong 'wrong.camkes:1: .* /\*' 'component /* A'
wrong 'cannot be taken apart' 'component @'
wrong 'nested too deeply' "$(printf '%300s' '' | tr ' ' '(')"
"$compiler" fmt "$scratch/none" 2>"$scratch/message" && fail "a file that is not there was formatted"
"$compiler" fmt 2>"$scratch/message"
[ $? -eq 2 ] || fail "a missing file is not a wrong command line"
grep -q '^usage: camkes fmt' "$scratch/message" || fail "no usage"

exit $((failures > 0))

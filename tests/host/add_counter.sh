# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# A counter more is not left out of the documentation: without its row in docs/counters.md,
# or without its sentence of help, the check of the documentation fails.
# tests/vm/add_counter.sh has the module and the command built with it.

set -e

# reference STATUS [OPTION]: in the copy; what it says is in /tmp/out.
reference() {
	status=0
	sh /tmp/tree/scripts/docs/reference ${2:+"$2"} >/tmp/out 2>&1 || status=$?
	[ $status -eq "$1" ] || {
		cat /tmp/out
		echo "# scripts/docs/reference $2 ends with $status, not $1"
		exit 1
	}
}

# added [HELP]: a copy of the tree, with the counter.
added() {
	rm -rf /tmp/tree
	cp -r . /tmp/tree
	HELP="$1" sh tests/host/other_tree/add_counter /tmp/tree
}

# changed FILE: lines that are more, and fewer, than here.
changed() {
	diff "$1" "/tmp/tree/$1" >/tmp/diff || :
	echo "$(grep -c '^>' /tmp/diff) $(grep -c '^<' /tmp/diff)"
}

rm -rf /tmp/tree
cp -r . /tmp/tree
reference 0 --check

added "Returns of do_swap_page() for a fault that writes."
[ "$(changed include/vmalockstat/table.h)" = "1 0" ]
[ "$(changed src/hooks/do_swap_page.c)" = "1 0" ]
# Nothing else was touched.
[ "$(diff -rq . /tmp/tree | wc -l)" -eq 2 ]

# No row.
reference 1 --check
# shellcheck disable=SC2016 # code font
grep -q '^> | `write_fault.LOCK` | counter | Returns of `do_swap_page()` for a fault that writes. |' /tmp/out
reference 0
reference 0 --check
[ "$(changed docs/counters.md)" = "1 0" ]

# No help.
added ""
reference 2 --check
grep -q 'no help.*write_fault' /tmp/out

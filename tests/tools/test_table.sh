# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The one table: the man page repeats it word by word, and a counter, a time or a label that
# is added to it needs no other edit of the command.

. tests/tools/lib.sh

CC=${CC:-cc}

# print_table TREE: the table of that tree as text, as $TEMP/table.
print_table() {
	"$CC" -Wall -Wextra -Werror -I"$1/tools/lib/include" -I"$1/include" -o "$TEMP/print_table" \
		"$1/scripts/docs/print_table.c" "$1/src/table.c" || not_ok "print_table does not build"
	"$TEMP/print_table" >"$TEMP/table"
}

# rows KIND: "NAME HELP" of the table.
rows() {
	awk -F '\t' -v kind="$1" '$1 == kind { print $2, $6 }' "$TEMP/table"
}

# section TITLE: "NAME HELP" of the man page.
section() {
	awk -v title="$1" '
		/^[.]SH/ { flush_row(); on = $0 == ".SH " title; next }
		!on { next }
		/^[.](TP|PP)/ { flush_row(); next }
		/^[.]B [^ ]+$/ { name = $2; next }
		name != "" { text = text " " $0 }
		function flush_row() { if (name != "") print name text; name = text = "" }
		END { flush_row() }' packaging/vmalockstat.8 | sed 's/\\-/-/g'
}

print_table .
for pair in counter:COUNTERS time:TIMES set:LABELS; do
	rows "${pair%%:*}" >"$TEMP/wanted"
	[ "$(wc -l <"$TEMP/wanted")" -ge 9 ] || not_ok "rows of ${pair%%:*}"
	section "${pair#*:}" | diff "$TEMP/wanted" - || not_ok "the man page: ${pair#*:}"
done

# A tree with a counter, a time and a label more, each one line.
mkdir -p "$TEMP/tree/tools" "$TEMP/tree/scripts"
cp -r include src dkms.conf packaging "$TEMP/tree/"
cp -r scripts/docs "$TEMP/tree/scripts/"
for part in Makefile commands data lib metrics plot print; do
	cp -r "tools/$part" "$TEMP/tree/tools/"
done
table=$TEMP/tree/include/vmalockstat/table.h labels=$TEMP/tree/include/vmalockstat/labels.h
sed -i 's/^	X(untracked, .*/	X(added, "added.counter", LOCK, NONE, NONE, COUNTER, EVENTS, VLS_NEED(DO_SWAP_PAGE), "Help of the counter.") \\\n&/
	s/^	X(retry_cost, .*/	X(added_time, "added.time", NONE, VLS_NEED(DO_SWAP_PAGE), "Help of the time.") \\\n&/' "$table"
sed -i 's/^	X(VLS_OUTCOME_SIGBUS,/	X(VLS_OUTCOME_ADDED, "added", "help of the label") \\\n&/' "$labels"
make -C "$TEMP/tree/tools" CFLAGS=-O1 >"$TEMP/build" 2>&1 || {
	cat "$TEMP/build"
	not_ok "the command does not build with a longer table"
}
print_table "$TEMP/tree"
grep -qxF "$(printf 'counter\tadded.counter.LOCK\tcounter\tevents\tdo_swap_page\tHelp of the counter.')" \
	"$TEMP/table" || not_ok "the counter is not in the table"

# The old command takes the new files, the new one does not take the old.
copy after 7.3
sed -i -e 's/^untracked .*/added.counter.vma 7\nadded.counter.mmap 8\nadded.counter.mmap_nouser 9\n&/' \
	-e 's/^fault[.]\([a-z_]*\)[.]\([a-z_]*\)[.]oom .*/&\nfault.\1.\2.added 5/' "$TEMP/copy/counters"
sed -i 's/^retry_cost 1024 2048 .*/&/
	1,/^retry_cost/s/^retry_cost .*/added.time 1024 2048 3\nadded.time.count 3\nadded.time.sum 5000\nadded.time.max 2000\n&/' \
	"$TEMP/copy/latency"
expect 0 -j
grep -q '"added.counter.vma":7,' "$TEMP/out" || not_ok "the old command: -j"
TOOL=$TEMP/tree/tools/vmalockstat
expect 0 -j
json "$TEMP/out" >"$TEMP/json"
for line in "counters.added.counter.mmap_nouser 9" "counters.fault.vma.swap.added 5" \
	"latency.added.time.sum_ns 5000"; do
	grep -qxF "1 $line" "$TEMP/json" || not_ok "-j has no $line"
done
expect 0 openmetrics
for line in '# HELP vmalockstat_added_counter_total Help of the counter.' \
	'# TYPE vmalockstat_added_counter_total counter' \
	'vmalockstat_added_counter_total{lock="mmap"} 8' \
	'vmalockstat_fault_total{lock="vma",kind="swap",outcome="added"} 5' \
	'# HELP vmalockstat_added_time_seconds Help of the time.' \
	'# UNIT vmalockstat_added_time_seconds seconds' \
	'vmalockstat_added_time_seconds_count 3'; do
	grep -qxF "$line" "$TEMP/out" || not_ok "the metrics have no $line"
done
expect 0 hist added.time
grep -q '^added.time: count 3, ' "$TEMP/out" || not_ok "hist has no added.time"
now "$DATA/7.3/after"
refused 7
says "'fault.vma.swap.sigbus': expected 'fault.vma.swap.added'"

done_testing

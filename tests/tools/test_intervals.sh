# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Totals and intervals: the table of vmstat's kind.

. tests/tools/lib.sh

# cell NAME: in the last row, of the column with that heading.
cell() {
	awk -v name="$1" '$1 ~ /^served/ { for (i = 1; i <= NF; i++) if ($i == name) n = i }
		END { print n ? $n : "no such column" }' "$TEMP/out"
}

# Each column of the totals, and that they stand in columns.
for kernel in $KERNELS; do
	for state in before middle after; do
		now "$DATA/$kernel/$state"
		derive - "$DATA/$kernel/$state"
		expect 0
		for name in served vma% retry own% busy% fallb avoid% hold_us stall% wait_us miss in_fl; do
			same "$kernel $state $name" "$(derived "$name")" "$(cell "$name")"
		done
		same "words of the heading" 12 "$(sed -n 3p "$TEMP/out" | wc -w)"
		same "words of the row" 12 "$(sed -n 4p "$TEMP/out" | wc -w)"
		same "lines of different length" 86 "$(tail -n 3 "$TEMP/out" |
			awk '{ print length($0) }' | sort -u)"
		since=$(awk -v ns="$(derived since)" 'BEGIN { printf "%.3f", int(ns / 1e6) / 1e3 }')
		same "since" "since the last reset, $since s ago:" "$(head -n 1 "$TEMP/out")"
	done
done

# JSON has all that is in the files, newer names too, and numbers as numbers.
copy after 7.3
sed -i 's/^in_flight .*/in_flight 7\nnew.counter 18446744073709551615/' "$TEMP/copy/counters"
sed -i 's/^end$/new.time 1024 2048 1\nnew.time.count 1\nnew.time.sum 1999\nnew.time.max 1999\nend/' "$TEMP/copy/latency"
expect 0 -j
same "objects" 1 "$(wc -l <"$TEMP/out")"
json "$TEMP/out" | sed -n 's/^1 counters[.]//p' | sort >"$TEMP/got"
sed "1,24d; /^end$/d" "$TEMP/copy/counters" | sort | diff - "$TEMP/got" || not_ok "counters of -j"
derive - "$TEMP/copy"
grep '^latency' "$TEMP/derived" | sort >"$TEMP/wanted"
json "$TEMP/out" | sed -n 's/^1 \(latency\)/\1/p' | grep -v max_exact | sort |
	diff "$TEMP/wanted" - || not_ok "latency of -j"
! grep -qE ':"[0-9]+"' "$TEMP/out" || not_ok "a number is a string in -j"
json "$TEMP/out" >"$TEMP/json"
for line in "format 2" "kernel $(sed -n 's/^kernel //p' "$TEMP/copy/counters")" \
	"experiment none" "vma_lock true" "run_delay true" "counting true" "timing true" \
	"hooks.do_swap_page armed" "hooks.handle_mm_fault unwanted"; do
	grep -qxF "1 $line" "$TEMP/json" || not_ok "-j has no $line"
done
expect 0
same "in_fl" 7 "$(cell in_fl)"

# What is not available is a dash.
copy after 7.3
no_hook lock_mm_and_find_vma folio_lock_or_retry
timing_off
expect 0
for name in own% busy% fallb avoid% hold_us stall% wait_us; do
	same "unavailable $name" - "$(cell "$name")"
done
derive - "$DATA/7.3/after"
same "served without times" "$(derived served)" "$(cell served)"
expect 0 -j
json "$TEMP/out" | grep -q '^1 timing false$' || not_ok "-j has no timing false"

# Without VMA locks the retries are those under mmap_lock.
copy after 6.12
no_vma_lock
expect 0
same "retries without a VMA lock" \
	"$(awk '/^fault[.]mmap[.].*retry/ { n += $2 } END { print n }' "$TEMP/copy/counters")" \
	"$(cell retry)"

# The share of the time held in which a task neither ran nor read.
copy after 7.3
sed -i 's/^\(hold_ns[^ ]*\) .*/\1 0/
	s/^hold_ns.vma.cpu .*/hold_ns.vma.cpu 500/; s/^hold_ns.vma.reclaim .*/hold_ns.vma.reclaim 100/
	s/^hold_ns.vma.throttle .*/hold_ns.vma.throttle 100/; s/^hold_ns.vma.runnable .*/hold_ns.vma.runnable 123/
	s/^hold_ns.vma.asleep .*/hold_ns.vma.asleep 177/; s/^hold_ns.mmap.asleep .*/hold_ns.mmap.asleep 999/' \
	"$TEMP/copy/counters"
expect 0
same "stall%" 50.0 "$(cell stall%)"
sed -i 's/^\(hold_ns[^ ]*\) .*/\1 0/' "$TEMP/copy/counters"
expect 0
same "stall% of nothing" - "$(cell stall%)"
copy after 6.12
sed -i 's/^\(hold_ns[^ ]*\) .*/\1 0/; s/^hold_ns.vma.read .*/hold_ns.vma.read 300/
	s/^hold_ns.vma.folio_wait .*/hold_ns.vma.folio_wait 100/' "$TEMP/copy/counters"
expect 0
same "stall% with reads" 25.0 "$(cell stall%)"

# Times that are switched off, or on, in between: what is left is no error.
copy after 7.3
timing_off
mv "$TEMP/copy" "$TEMP/untimed"
for pair in "$DATA/7.3/before $TEMP/untimed" "$TEMP/untimed $TEMP/timed"; do
	rm -rf "$TEMP/timed"
	cp -r "$DATA/7.3/after" "$TEMP/timed"
	now "${pair% *}"
	(sleep 0.5; now "${pair#* }") &
	expect 0 1 1
	wait
	same "$pair: stall%" - "$(cell stall%)"
done

# Two intervals, in one of which everything happens: together they are it.
for kernel in $KERNELS; do
	derive "$DATA/$kernel/before" "$DATA/$kernel/after"
	now "$DATA/$kernel/before"
	(sleep 0.7; now "$DATA/$kernel/after") &
	expect 0 -j 0.5 3
	wait
	same "objects of 3 intervals" 3 "$(wc -l <"$TEMP/out")"
	json "$TEMP/out" >"$TEMP/json"
	sed -n 's/^[0-9]* counters[.]//p' "$TEMP/json" |
		awk '{ n[$1] += $2 } END { for (i in n) print i, n[i] }' | sort >"$TEMP/got"
	sed -n 's/^counters[.]//p' "$TEMP/derived" | sort | diff - "$TEMP/got" ||
		not_ok "the intervals are not what happened"
	# The length of an interval is the time between its two snapshots.
	same "length of the intervals" "$(derived ns)" \
		"$(awk '$2 == "interval_s" { n += $3 } END { printf "%.0f", n * 1e9 }' "$TEMP/json")"
	awk '$2 == "type" && $3 != "interval" { exit 1 }' "$TEMP/json" || not_ok "type"

	now "$DATA/$kernel/before"
	(sleep 0.5; now "$DATA/$kernel/after") &
	expect 0 1 1
	wait
	same "lines of one interval" 3 "$(wc -l <"$TEMP/out")"
	for name in vma% own% busy% avoid% hold_us stall% wait_us in_fl; do
		same "$kernel interval $name" "$(derived "$name")" "$(cell "$name")"
	done
	for name in served retry fallb; do
		same "$kernel $name/s" "$(awk -v n="$(derived "$name")" -v ns="$(derived ns)" \
			'BEGIN { rate = n * 1e9 / ns; printf rate < 99.95 ? "%.1f" : "%.0f", rate }')" \
			"$(cell "$name/s")"
	done
done

# The heading comes again after 20 lines.
expect 0 0.002 41
same "headings" "2 24 46 " "$(grep -n served/s "$TEMP/out" | cut -d: -f1 | tr '\n' ' ')"
same "lines" 47 "$(wc -l <"$TEMP/out")"
expect 0 .01 2

# After a reset counting goes on. The counters alone do not show it: they may be larger.
cp -r "$(new_reset "$DATA/7.3/before")" "$TEMP/reset_before"
cp -r "$(new_reset "$DATA/7.3/middle")" "$TEMP/reset_middle"
now "$DATA/7.3/after"
(sleep 0.4; now "$TEMP/reset_before"; sleep 0.6; now "$TEMP/reset_middle") &
expect 0 -j 0.3 5
wait
json "$TEMP/out" >"$TEMP/json"
same "resets" 1 "$(grep -c ' reset true$' "$TEMP/json")"
derive "$DATA/7.3/before" "$DATA/7.3/middle"
same "after the reset" "$(derived fallb)" "$(awk '$2 == "counters.fallback.swap_retry" { n += $3 }
	END { print n }' "$TEMP/json")"
now "$DATA/7.3/before"
(sleep 0.3; now "$(new_reset "$DATA/7.3/after")") &
expect 0 0.2 3
wait
same "notes of a reset" 1 "$(grep -c 'counters were reset' "$TEMP/out")"

# Counters that go down without one are an error.
now "$DATA/7.3/after"
(sleep 0.2; now "$DATA/7.3/before") &
expect 7 0.5 1
wait
says "without a reset: expected it to grow"

# A narrow terminal gets fewer columns, whole ones.
for width in 20 40 79 80; do
	COLUMNS=$width expect 0 0.01 2
	awk -v width=$width 'length($0) > width { exit 1 }' "$TEMP/out" ||
		not_ok "wider than $width"
	same "columns" "$(sed -n 2p "$TEMP/out" | wc -w)" "$(sed -n 3p "$TEMP/out" | wc -w)"
done
same "the last of 80 columns" miss/s "$(sed -n 2p "$TEMP/out" | awk '{ print $NF }')"

done_testing

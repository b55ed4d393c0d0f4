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
		facts - "$DATA/$kernel/$state"
		expect 0
		for name in served vma% mmap% retry folio% fallb avoid% hold_us wait_us in_fl miss; do
			same "$kernel $state $name" "$(fact "$name")" "$(cell "$name")"
		done
		same "words of the heading" 11 "$(sed -n 3p "$TEMP/out" | wc -w)"
		same "words of the row" 11 "$(sed -n 4p "$TEMP/out" | wc -w)"
		same "lines of different length" 80 "$(tail -n 3 "$TEMP/out" |
			awk '{ print length($0) }' | sort -u)"
		since=$(sed -n '1s/.*, \([0-9.]*\) s since the last reset$/\1/p' \
			"$DATA/$kernel/$state/summary")
		same "since" "since the last reset, $since s ago:" "$(head -n 1 "$TEMP/out")"
	done
done

# JSON has all that is in the files, newer names too, and numbers as numbers.
copy after 7.3
sed -i 's/^in_flight .*/in_flight 7\nnew.counter 18446744073709551615/' "$TEMP/copy/counters"
expect 0 -j
same "objects" 1 "$(wc -l <"$TEMP/out")"
json "$TEMP/out" | sed -n 's/^1 counters[.]//p' | sort >"$TEMP/got"
tail -n +2 "$TEMP/copy/counters" | sort | diff - "$TEMP/got" || not_ok "counters of -j"
facts - "$TEMP/copy"
grep '^latency' "$TEMP/facts" | sort >"$TEMP/wanted"
json "$TEMP/out" | sed -n 's/^1 \(latency\)/\1/p' | grep -v max_exact | sort |
	diff "$TEMP/wanted" - || not_ok "latency of -j"
! grep -qE ':"[0-9]+"' "$TEMP/out" || not_ok "a number is a string in -j"
expect 0
same "in_fl" 7 "$(cell in_fl)"

# What is not to be known is a dash.
sed -i '/^fallback/d; /^retry[.]/d' "$TEMP/copy/counters"
printf 'format 1\ntiming off\n' >"$TEMP/copy/latency"
expect 0
for name in folio% fallb avoid% hold_us wait_us; do
	same "unavailable $name" - "$(cell "$name")"
done
facts - "$DATA/7.3/after"
same "served without times" "$(fact served)" "$(cell served)"
expect 0 -j
json "$TEMP/out" | grep -q '^1 timing false$' || not_ok "-j has no timing false"

# A kernel without the VMA lock has no what-ifs; the retries are mmap_lock's.
copy after 6.12
sed -i '/^whatif/d' "$TEMP/copy/counters" "$TEMP/copy/latency"
expect 0
same "retries without a VMA lock" \
	"$(awk '/^fault[.]mmap[.].*retry/ { n += $2 } END { print n }' "$TEMP/copy/counters")" \
	"$(cell retry)"

# Two intervals, in one of which everything happens: together they are it.
for kernel in $KERNELS; do
	facts "$DATA/$kernel/before" "$DATA/$kernel/after"
	now "$DATA/$kernel/before"
	(sleep 0.7; now "$DATA/$kernel/after") &
	expect 0 -j 0.5 3
	wait
	same "objects of 3 intervals" 3 "$(wc -l <"$TEMP/out")"
	json "$TEMP/out" >"$TEMP/json"
	sed -n 's/^[0-9]* counters[.]//p' "$TEMP/json" |
		awk '{ n[$1] += $2 } END { for (i in n) print i, n[i] }' | sort >"$TEMP/got"
	sed -n 's/^counters[.]//p' "$TEMP/facts" | sort | diff - "$TEMP/got" ||
		not_ok "the intervals are not what happened"
	awk '$2 == "interval_s" && ($3 < 0.4 || $3 > 10) { exit 1 }' "$TEMP/json" ||
		not_ok "intervals are not as long as asked for"
	awk '$2 == "type" && $3 != "interval" { exit 1 }' "$TEMP/json" || not_ok "type"

	now "$DATA/$kernel/before"
	(sleep 0.5; now "$DATA/$kernel/after") &
	expect 0 1 1
	wait
	same "lines of one interval" 3 "$(wc -l <"$TEMP/out")"
	for name in vma% mmap% folio% avoid% hold_us wait_us in_fl; do
		same "$kernel interval $name" "$(fact "$name")" "$(cell "$name")"
	done
	# So many in a second, or a little more, on a busy machine.
	for name in served retry fallb; do
		awk -v n="$(fact "$name")" -v rate="$(cell "$name/s")" \
			'BEGIN { exit !(rate > 0 && n / rate > 0.99 && n / rate < 3) }' ||
			not_ok "$name/s is $(cell "$name/s"), of $(fact "$name")"
	done
done

# The heading comes again after 20 lines.
expect 0 0.002 41
same "headings" "2 24 46 " "$(grep -n served/s "$TEMP/out" | cut -d: -f1 | tr '\n' ' ')"
same "lines" 47 "$(wc -l <"$TEMP/out")"
expect 0 .01 2

# A reset is told, and counting goes on.
now "$DATA/7.3/after"
(sleep 0.4; now "$DATA/7.3/before"; sleep 0.6; now "$DATA/7.3/middle") &
expect 0 -j 0.3 5
wait
json "$TEMP/out" >"$TEMP/json"
same "resets" 1 "$(grep -c ' reset true$' "$TEMP/json")"
facts "$DATA/7.3/before" "$DATA/7.3/middle"
same "after the reset" "$(fact fallb)" "$(awk '$2 == "counters.fallback.swap_retry" { n += $3 }
	END { print n }' "$TEMP/json")"
now "$DATA/7.3/after"
(sleep 0.3; now "$DATA/7.3/before") &
expect 0 0.2 3
wait
same "notes of a reset" 1 "$(grep -c 'counters were reset' "$TEMP/out")"

# A narrow terminal gets fewer columns, whole ones.
for width in 20 40 79; do
	COLUMNS=$width expect 0 0.01 2
	awk -v width=$width 'length($0) > width { exit 1 }' "$TEMP/out" ||
		not_ok "wider than $width"
	same "columns" "$(sed -n 2p "$TEMP/out" | wc -w)" "$(sed -n 3p "$TEMP/out" | wc -w)"
done

done_testing

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Histograms: numbers, bars, names.

. tests/tools/lib.sh

for kernel in $KERNELS; do
	file=$DATA/$kernel/after/latency
	now "$DATA/$kernel/after"
	derive - "$DATA/$kernel/after"
	sed -n 's/^\([a-z_.]*\)[.]count .*/\1/p' "$file" >"$TEMP/names"
	while read -r name; do
		expect 0 hist "$name"
		wanted=$(derived "hist[.]$name")
		same "$kernel $name" "$name: ${wanted:-count 0}" "$(head -n 1 "$TEMP/out")"
		tail -n +3 "$TEMP/out" | awk '{ sub(/[|].*/, ""); if ($5 > 0) print $5, $6 }' >"$TEMP/got"
		awk -v name="$name" 'BEGIN { OFMT = CONVFMT = "%.0f" }
			$1 == name { n[++nr] = $4; all += $4 }
			END { for (i = 1; i <= nr; i++) {
				tenths = int((int(n[i] * 2000 / all) + 1) / 2)
				print n[i], int(tenths / 10) "." tenths % 10
			} }' "$file" | diff - "$TEMP/got" || not_ok "buckets of $kernel $name"
		# The longest bars are those of the largest number, and fill the line.
		tail -n +3 "$TEMP/out" | awk '{ n = $5; sub(/[^|]*[|]/, "")
			if (n > most) { most = n; bar = length($0) }
			if (length($0) > longest) longest = length($0)
			if (n && !length($0) || !n && length($0)) exit 1 }
			END { if (bar != longest || most && bar != 37) exit 1 }' ||
			not_ok "bars of $kernel $name"
		awk 'length($0) > 80 && !/^[a-z]/ { exit 1 }' "$TEMP/out" ||
			not_ok "$name is wider than 80"
	done <"$TEMP/names"

	# Without a name, those that are not empty, in the order of the file.
	expect 0 hist
	sed -n 's/^\([a-z_.]*\)[.]count [1-9].*/\1/p' "$file" >"$TEMP/wanted"
	sed -n 's/^\([a-z_.]*\): count.*/\1/p' "$TEMP/out" | diff "$TEMP/wanted" - ||
		not_ok "hist without a name"
	expect 0 hist -j
	json "$TEMP/out" | sed -n 's/^1 latency[.]\(.*\)[.]count .*/\1/p' | sort >"$TEMP/got"
	sort "$TEMP/wanted" | diff - "$TEMP/got" || not_ok "hist -j without a name"

	# Part of a name, up to a dot.
	expect 0 hist hold retry_cost
	same "hist hold" "hold.vma hold.mmap hold.mmap_nouser retry_cost" \
		"$(sed -n 's/^\([a-z_.]*\): count.*/\1/p' "$TEMP/out" | tr '\n' ' ' | sed 's/ $//')"

	for name in hol nonsense "" hold.; do
		refused 2 hist "$name"
		says "unknown time '$name': expected one of "
		while read -r known; do
			says "$known"
		done <"$TEMP/names"
	done
done

# Bounds in units, and the empty buckets between others.
copy before 6.12
sed -i 's/^retry_cost.count 0/retry_cost 4096 8192 16\nretry_cost 16384 32768 48\nretry_cost.count 64/
	s/^retry_cost.max 0/retry_cost.max 20000/' "$TEMP/copy/latency"
expect 0 hist retry_cost
same "bucket" "4.0 us 8.1 us 16 25.0" "$(sed -n '3s/|.*//p' "$TEMP/out" | xargs)"
same "empty bucket" "8.1 us 16.3 us 0 0.0 |" "$(sed -n 4p "$TEMP/out" | xargs)"
now "$DATA/6.12/after"

# Bars follow the terminal.
for width in 60 132; do
	COLUMNS=$width expect 0 hist hold.vma
	same "width of hist" $width "$(tail -n +2 "$TEMP/out" | awk 'length($0) > n { n = length($0) }
		END { print n }')"
done

now "$DATA/6.12/before"
expect 0 hist
same "no times" "No times since the last reset." "$(cat "$TEMP/out")"
copy after 6.12
timing_off
for names in "" hold.vma; do
	# shellcheck disable=SC2086 # one name or none
	expect 0 hist $names
	same "timing off" "No times are taken (timing=0)." "$(cat "$TEMP/out")"
done

# From 73 minutes on there is no upper bound.
copy before 6.12
sed -i 's/^retry_cost.count 0/retry_cost 4398046511104 18446744073709551615 2\nretry_cost.count 2/
	s/^retry_cost.max 0/retry_cost.max 9000000000000/' "$TEMP/copy/latency"
expect 0 hist retry_cost
grep -q '^4398.0 s  *-  *2  *100.0 |#' "$TEMP/out" || not_ok "the last bucket: $(tail -n 1 "$TEMP/out")"

done_testing

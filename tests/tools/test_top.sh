# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Who has the faults: by process, cgroup and swap device, in intervals.

. tests/tools/lib.sh

# row_differences BY BEFORE AFTER: lines "KEY COLUMN DIFFERENCE" of what moved, as awk
# has it.
row_differences() {
	awk '
		FNR == 1 { file++; from = 0 }
		$1 == "rows" { from = FNR }
		$1 == "end" && NF == 1 { from = 0 }
		!from { next }
		FNR == from + 1 { for (i = 2; i <= NF; i++) name[i] = $i; columns = NF }
		FNR > from + 1 {
			for (i = 2; i <= columns; i++) {
				if (name[i] ~ /comm|device/)
					continue
				value[file, $1, name[i]] = $i
				if (file == 2 && (name[i] ~ /^fault/ || name[i] ~ /^fallback[.]/))
					moved[$1] += $i - value[1, $1, name[i]]
				keys[$1]; names[name[i]]
			}
		}
		END {
			for (key in keys)
				for (column in names)
					if (moved[key] || key == "total" || key == "other")
						printf "%s %s %.0f\n", key, column,
							value[2, key, column] - value[1, key, column]
		}' "$2/by_$1" "$3/by_$1" | sort
}

# two BEFORE AFTER ARG...: one interval in which the one becomes the other.
two() {
	two_after=$2
	now "$1"
	shift 2
	(sleep 0.7; now "$two_after") &
	expect 0 top "$@" 1.4 1
	wait
}

# json_rows: the rows of -j, as row_differences has them.
json_rows() {
	json "$TEMP/out" >"$TEMP/json"
	awk '
		NR == FNR { if ($2 ~ /[.]key$/) { split($2, at, "."); key[at[2]] = $3 }; next }
		$2 ~ /^rows[.]/ && $2 !~ /[.](key|name)$/ {
			split($2, at, ".")
			column = $2
			sub(/^rows[.][0-9]+[.]/, "", column)
			print key[at[2]], column, $3
		}
		$2 ~ /^(total|other)[.]/ {
			column = $2
			sub(/^[a-z]+[.]/, "", column)
			print substr($2, 1, index($2, ".") - 1), column, $3
		}' "$TEMP/json" "$TEMP/json" | sort
}

for kernel in $KERNELS; do
	for pair in "before middle" "middle after" "before after"; do
		from=$DATA/$kernel/${pair% *}
		to=$DATA/$kernel/${pair#* }
		for by in process cgroup swap; do
			row_differences $by "$from" "$to" >"$TEMP/wanted"
			two "$from" "$to" -j $by
				json_rows | diff "$TEMP/wanted" - >"$TEMP/diff" ||
				not_ok "$kernel $pair by $by: $(head -n 3 "$TEMP/diff")"
		done
	done
	# The table has the same, those with the most faults first.
	two "$DATA/$kernel/before" "$DATA/$kernel/after" process
	row_differences process "$DATA/$kernel/before" "$DATA/$kernel/after" >"$TEMP/wanted"
	same "$kernel: processes of the table" \
		"$(awk '$1 !~ /[a-z]/ { print $1 }' "$TEMP/wanted" | sort -u | wc -l)" \
		"$(awk '$1 ~ /^[0-9]+$/' "$TEMP/out" | wc -l)"
	awk '$1 ~ /^[0-9]+$/ { if (n && $2 > n) exit 1; n = $2 }' "$TEMP/out" ||
		not_ok "$kernel: not in order"
	same "$kernel: the name of the first" swap_walk \
		"$(awk '$1 ~ /^[0-9]+$/ { print $NF; exit }' "$TEMP/out")"
	awk -v total="$(awk '$1 == "total" && $2 ~ /^fault/ { n += $3 } END { print n }' "$TEMP/wanted")" '
		$1 == "total" { rate = $2 }
		/^by process/ { seconds = $4 }
		END { exit !(rate * seconds > 0.9 * total && rate * seconds < 1.1 * total) }' \
		"$TEMP/out" || not_ok "$kernel: the rate of the total"
	# Of those served, from the fault cells alone.
	share=$(awk '$1 == "total" { n[$2] = $3 }
		END { vma = n["fault.vma"] - n["retry.vma"]
			printf "%d", vma * 1000 / (vma + n["fault.mmap"]) + 0.5 }' "$TEMP/wanted")
	same "$kernel: vma%" "$share" "$(awk '$1 == "total" { printf "%d", $3 * 10 + 0.1 }' "$TEMP/out")"
done

# Columns that are not available are dashes; one that is new does no harm; the name of a
# process may be anything.
copy after 7.3
for by in process cgroup swap; do
	awk '/^hook[.]folio_lock_or_retry / { $2 = "unavailable" }
		FNR == 27 { for (i = 1; i <= NF; i++) if ($i ~ /^(hold|folio_wait)/) drop[i]; $2 = "new.column " $2 }
		FNR > 27 && $1 != "end" { $2 = "7 " $2 }
		FNR >= 27 && $1 != "end" { line = $1
			for (i = 2; i <= NF; i++) if (!(i in drop)) line = line " " $i
			print line; next }
		{ print }' "$DATA/7.3/after/by_$by" >"$TEMP/copy/by_$by"
done
sed -i 's/swap_walk$/a b\\134 "c\\033/' "$TEMP/copy/by_process"
mkdir -p "$TEMP/zero"
for by in process cgroup swap; do
	sed -e 's/^rows [0-9]* /rows 0 /' -e '30,$d' -e '28,29s/ [0-9][0-9]*/ 0/g' \
		"$TEMP/copy/by_$by" >"$TEMP/zero/by_$by"
	echo end >>"$TEMP/zero/by_$by"
done
two "$TEMP/zero" "$TEMP/copy" process
same "folio_ms that is not there" - "$(awk '$1 == "total" { print $7 }' "$TEMP/out")"
grep -qF 'a b\134 "c\033' "$TEMP/out" || not_ok "a name with blanks"
two "$TEMP/zero" "$TEMP/copy" -j process
json "$TEMP/out" | grep -qF '.name a b\134 "c\033' || not_ok "a name with blanks in JSON"

# A tgid that comes back is one row.
copy after 7.3
awk '$1 == "rows" { $2++ } { print } NR == 30 { print }' "$DATA/7.3/after/by_process" |
	sed 's/^total .*/total 99999 99999 99999 99999 99999 99999 999999999999 999999999999 999999999999 -/' \
		>"$TEMP/copy/by_process"
rm -rf "$TEMP/zero"
cp -r "$DATA/7.3/after" "$TEMP/zero"
sed -i -e 's/^rows [0-9]* /rows 0 /' -e '28,29s/ [0-9][0-9]*/ 0/g' -e '30,$d' "$TEMP/zero/by_process"
echo end >>"$TEMP/zero/by_process"
first=$(awk 'NR == 30 { print $1 }' "$TEMP/copy/by_process")
two "$TEMP/zero" "$TEMP/copy" -j process
same "rows of a tgid that came back" 1 "$(json "$TEMP/out" | grep -c "[.]key $first\$")"
same "and both are in it" "$(awk 'NR == 30 { print 2 * $2 }' "$TEMP/copy/by_process")" \
	"$(json_rows | sed -n "s/^$first fault[.]vma //p")"

# A reset shows in the header; what the rows did since does not matter.
two "$DATA/7.3/after" "$(new_reset "$DATA/7.3/before")" process
grep -q 'counters were reset' "$TEMP/out" || not_ok "no word of a reset"
two "$DATA/7.3/middle" "$(new_reset "$DATA/7.3/after")" -j cgroup
json "$TEMP/out" | grep -q ' reset true$' || not_ok "no reset in -j"
# Without one no row goes down, or away.
now "$DATA/7.3/after"
(sleep 0.7; now "$DATA/7.3/before") &
expect 7 top process 1.4 1
wait
says "without a reset: expected it to grow"
copy after 7.3
gone=$(awk 'NR == 30 { print $1 }' "$TEMP/copy/by_process")
awk '$1 == "rows" { $2-- } FNR != 30' "$DATA/7.3/after/by_process" >"$TEMP/copy/by_process"
now "$DATA/7.3/after"
(sleep 0.7; now "$TEMP/copy") &
expect 7 top process 1.4 1
wait
says "row '$gone' went away without a reset: expected it to stay"

# Off, and nothing to switch it on with.
copy after 7.3
for by in process cgroup swap; do
	sed -i -e '25,$d' "$TEMP/copy/by_$by"
	printf 'breakdown off\nend\n' >>"$TEMP/copy/by_$by"
done
refused 9 top 0.1 1
says "breakdowns are off in these files: expected 'breakdown on'"
copy after 7.3
sed -i 's/^breakdown on/breakdown off/' "$TEMP/copy/by_process"
refused 9 top 0.1 1

# Wrong usage.
now "$DATA/7.3/after"
refused 2 top nonsense
refused 2 top process 0
refused 2 top process 1 0
refused 2 top process 1 1 1
refused 2 top -o file

# spoilt STATUS TEXT SED: what the file must not be.
spoilt() {
	copy after 7.3
	sed "$3" "$DATA/7.3/after/by_process" >"$TEMP/copy/by_process"
	refused "$1" top process 0.01 1
	says "$2"
}

# Line 25 is "breakdown on", 26 "rows N of M", 27 the heading, 28 total, 29 other.
spoilt 7 "truncated: expected 'end'" "\$d"
spoilt 7 "expected nothing after the line 'end'" "\$p"
spoilt 7 truncated "28,\$d"
spoilt 7 "truncated: expected row 'other'" "29,\$d"
spoilt 7 "expected 'rows N of M'" '26d'
spoilt 7 "column 'fault.mmap': expected fault.vma" '27s/fault.vma/something/'
spoilt 7 "column 'fault.vma': expected fault.mmap" '27s/fault.mmap /fault.vma  /'
spoilt 7 "expected column comm" '27s/ comm//'
spoilt 7 "': expected 'tgid'" '27s/tgid/cgroup/'
spoilt 7 "column 'hold.sum': expected comm" '9s/1/0/'
spoilt 7 "column 'fault.vma': expected fault.mmap" '27s/fault.vma/fault.vma fault.vma/'
spoilt 7 "columns" '30s/ [0-9].*//'
spoilt 7 "'x': expected a number" '30s/ [0-9][0-9]* / x /'
spoilt 7 'expected a number of up to 64 bits' '30s/ [0-9][0-9]* / 18446744073709551616 /'
spoilt 7 'expected no more than the total' '30s/ [0-9][0-9]* / 18446744073709551 /'
spoilt 7 'more than 64 bits hold' '30s/ [0-9][0-9]*  *[0-9][0-9]* / 18446744073709551615 18446744073709551615 /'
spoilt 7 "row 'other': expected row 'total'" '28d'
spoilt 7 "expected 'end'" '26s/rows [0-9]*/rows 1/'
spoilt 7 "expected no more rows than" '26s/rows [0-9]*/rows 300/'
spoilt 7 "'end' after " '26s/rows [0-9]*/rows 200/'
spoilt 7 "'breakdown maybe': expected 'breakdown on' or 'breakdown off'" '25s/on/maybe/'
spoilt 7 "line 3: vma_lock 'x': expected 0 or 1" '3s/1/x/'
spoilt 6 'unknown format 1' '1s/2/1/'
spoilt 7 empty 'd'
copy after 7.3
head -c 700 "$DATA/7.3/after/by_process" >"$TEMP/copy/by_process"
refused 7 top process 0.01 1
says truncated
rm "$TEMP/copy/by_process"
refused 4 top process 0.01 1

done_testing

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Half of it is for those who source this, behind lib.sh.
# shellcheck disable=SC2034,SC2154
#
# The rows of the breakdowns, and that they add up.

# Columns, by their names in the heading.
vma=fault.vma
mmap=fault.mmap

# Without the header and the end, so that the heading is the third line.
snap_rows() {
	for by in process cgroup swap; do
		cat "$stat/by_$by" >"/tmp/by_$by.whole"
		sed '1,/^hook[.]handle_mm_fault /d; /^end$/d' "/tmp/by_$by.whole" >"/tmp/by_$by"
	done
}

# columns BY: those with numbers.
columns() {
	sed -n 3p "/tmp/by_$1" | tr ' ' '\n' | grep -E '[.]|major'
}

# column BY KEY COLUMN: 0 if there is no such row; an error without the column.
column() {
	awk -v key="$2" -v name="$3" '
		NR == 3 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
		NR > 3 && $1 == key { n += $at }
		END { print at ? n + 0 : -1 }' "/tmp/by_$1"
}

# rows_sum BY COLUMN: of all rows and the other ones.
rows_sum() {
	awk -v name="$2" '
		NR == 3 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
		NR > 4 { n += $at }
		END { printf "%.0f\n", at ? n : -1 }' "/tmp/by_$1"
}

# user_faults BY KEY: those from user mode, under whatever lock.
user_faults() {
	echo $(($(column "$1" "$2" $vma) + $(column "$1" "$2" $mmap)))
}

# The total is what the counters say, and the rows add up to it. After quiet,
# and counting no more: this shell may fault too.
add_up() {
	echo 0 >"$param/enabled"
	snap
	snap_times
	snap_rows
	for by in process cgroup swap; do
		check "$1: by_$by is well-formed" well_formed "/tmp/by_$by.whole"
		for lock in vma mmap mmap_nouser; do
			equal "$1: the total of fault.$lock in by_$by" \
				"$(column $by total "fault.$lock")" "$(sum "fault[.]${lock}[.].*")"
		done
		equal "$1: that of retry.vma" "$(column $by total retry.vma)" \
			"$(sum 'retry[.]vma[.].*')"
		equal "$1: that of major" "$(column $by total major)" \
			"$(sum 'fault[.].*[.](retry_)?major')"
		equal "$1: that of fallback.swap_retry" \
			"$(column $by total fallback.swap_retry)" "$(get fallback.swap_retry)"
		if [ "$(cat "$param/timing")" = Y ]; then
			check "$1: that of hold.sum" \
				[ "$(column $by total hold.sum)" = "$(sum_times 'hold[.].*')" ]
			check "$1: that of folio_wait.sum" \
				[ "$(column $by total folio_wait.sum)" = "$(sum_times 'folio_wait[.].*')" ]
			check "$1: that of fallback_wait.sum" \
				[ "$(column $by total fallback_wait.sum)" = "$(sum_times fallback_wait)" ]
		fi
		for name in $(columns $by); do
			equal "$1: the rows of by_$by add up in $name" \
				"$(rows_sum $by "$name")" "$(column $by total "$name")"
		done
	done
	echo 1 >"$param/enabled"
}

# rows_tie WHAT: the rows add up to the total in each column, and nothing is counted in
# the row of faults that were on no swap entry. After quiet, and counting no more.
rows_tie() {
	echo 0 >"$param/enabled"
	snap_rows
	for by in process cgroup swap; do
		for name in $(columns $by); do
			check "$1: the rows of by_$by add up in $name" \
				[ "$(rows_sum $by "$name")" = "$(column $by total "$name")" ]
		done
	done
	equal "$1: each fault has its swap device" "$(user_faults swap none)" 0
	echo 1 >"$param/enabled"
}

# rows_behind BY: in no column have the rows more than the total. That holds while faults
# come, for the total is read last.
rows_behind() {
	awk '
		NR == 3 { columns = NF - ($NF !~ /[.]/) }
		NR == 4 { for (i = 2; i <= columns; i++) total[i] = $i }
		NR > 4 { for (i = 2; i <= columns; i++) sum[i] += $i }
		END {
			for (i in sum)
				ahead += sum[i] > total[i] || length(total[i]) > 15
			exit ahead != 0
		}' "/tmp/by_$1"
}

# sum_times REGEX: the sums of these times, in nanoseconds.
sum_times() {
	awk -v re="^($1)[.]sum\$" '$1 ~ re { n += $2 } END { printf "%.0f\n", n }' /tmp/latency
}

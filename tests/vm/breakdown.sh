# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# By process, by cgroup and by swap device: the rows add up to the counters, and
# each has what its own workload did.
# swap: disk
# default: 6.12/disk
# vm: --disk-opts throttling.iops-read=500 --one-thread

. ./lib.sh
. ./rows.sh

# walk_in GROUP COMMAND...: in a cgroup of its own; the pid stays in $walker.
walk_in() {
	walk_group=/sys/fs/cgroup/$1
	shift
	mkdir "$walk_group"
	sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$walk_group" "$@" >/dev/null &
	walker=$!
}

swap_on 1
load
snap_rows
equal "off there is one line in each" "$(cat /tmp/by_process /tmp/by_cgroup /tmp/by_swap | wc -l)" 3
equal "which says so" "$(grep -cx 'breakdown off' /tmp/by_process)" 1
for value in 2 maybe ' '; do
	check "breakdown takes no '$value'" fails sh -c "printf '%s' '$value' >$param/breakdown" 2>/dev/null
done
/w/swap_touch -p 300 >/dev/null
echo 1 >$param/breakdown
snap_rows
equal "on they say so" "$(grep -cx 'breakdown on' /tmp/by_process)" 1
equal "what was before is not in it" "$(column swap total $vma)" "$(rows_sum swap $vma)"

reset
walk_in first /w/swap_walk -t 2 -p 600 -r 1
first=$walker
walk_in second /w/swap_walk -t 1 -p 300 -r 1
second=$walker
wait "$first" "$second"
check "the machine gets quiet" quiet
add_up "two workloads"
equal "the name of one is there" \
	"$(awk -v key="$first" '$1 == key { print $NF }' /tmp/by_process | grep -cx swap_walk)" 1
at_least "it has its faults" "$(user_faults process "$first")" 600
at_least "the other one has its own" "$(user_faults process "$second")" 300
for group in first second; do
	id=$(stat -c %i /sys/fs/cgroup/$group)
	pid=$second
	[ $group = second ] || pid=$first
	for name in $(columns cgroup); do
		at_least "the cgroup $group has what its process has in $name" \
			"$(column cgroup "$id" "$name")" "$(column process "$pid" "$name")"
	done
done
equal "all of it is of the one swap device" "$(column swap 0 $vma)" \
	"$(sum 'fault[.]vma[.]swap[.].*')"

# The name of a process may have any bytes: UTF-8, others, and those that mean something
# in the file.
program=/tmp/$(printf 'caf\303\251 \351\t\\x')
escaped='caf\303\251 \351\011\134x'
cp /w/swap_touch "$program"
reset
"$program" -p 50 >/dev/null
add_up "a name with all kinds of bytes"
equal "what is not printable in it is escaped" \
	"$(escaped=" $escaped" awk 'BEGIN { want = ENVIRON["escaped"] }
		substr($0, length($0) - length(want) + 1) == want' /tmp/by_process | wc -l)" 1
equal "and nothing in the file is left but printable ASCII" \
	"$(tr -d '\n\040-\176' </tmp/by_process.whole | wc -c)" 0
"$program" -p 50 -r 1000 >/dev/null &
walker=$!
check "the command parses it" sh -c '/w/vmalockstat top 1 1 >/tmp/top'
check "and prints it as it is" grep -qF " $escaped" /tmp/top
check "in JSON too" sh -c "/w/vmalockstat top -j 1 1 >/tmp/json"
check "as a string" grep -qF '"caf\\303\\251 \\351\\011\\134x"' /tmp/json
kill $walker
wait $walker 2>/dev/null

# rows_have: the rows of the file whose snapshot was taken while timing was $1, with all
# columns of that, or with none of times.
rows_have() {
	awk -v timing="$1" '
		$1 == "timing" { said = $2 }
		$1 == "tgid" {
			for (i = 2; i <= NF; i++)
				times += $i ~ /^(hold|folio_wait|fallback_wait)[.]sum$/
			columns = NF
			bad = $NF != "comm" || times != 3 * timing
			next
		}
		$1 == "end" { ended = 1 }
		columns && !ended {
			rows++
			bad += NF < columns
			for (i = 2; i < columns; i++)
				bad += $i !~ /^[0-9]+$/
			# The name is the one field that is no number.
			bad += $columns ~ /^[0-9]+$/
		}
		END { exit bad || said != timing || rows < 3 || !ended }' /tmp/opened
}

# A file that is open shows what was when it was opened, with the columns of then.
for timing in 1 0; do
	echo $timing >$param/timing
	/w/swap_touch -p 20 >/dev/null
	exec 5<$stat/by_process
	echo $((1 - timing)) >$param/timing
	cat <&5 >/tmp/opened
	exec 5<&-
	check "opened with timing=$timing and read with timing=$((1 - timing)), rows are well-formed" \
		rows_have $timing
done

# More than there are rows for: nothing is lost.
unload
load breakdown=1 breakdown_rows=16 timing=0
check "without times their columns are not there" fails grep -q hold.sum $stat/by_process
for _ in $(seq 60); do
	/w/swap_touch -p 20 >/dev/null
done
check "the machine gets quiet in the end" quiet
add_up "with a full table"
at_most "no more rows than were asked for" "$(($(wc -l </tmp/by_process) - 5))" 16
check "as it says itself" grep -qx 'rows 16 of 16' /tmp/by_process
at_least "what found none is in the row other" "$(user_faults process other)" 200

# Off, the numbers stay; on, they begin anew.
echo 0 >$param/breakdown
snap_rows
before=$(column swap total $vma)
/w/swap_touch -p 100 >/dev/null
snap_rows
equal "off, nothing is added" "$(column swap total $vma)" "$before"
equal "and the rows are still those of the total" "$(rows_sum swap $vma)" "$before"
echo 1 >$param/breakdown
/w/swap_touch -p 100 -r 2>/dev/null >/dev/null || /w/swap_touch -p 100 >/dev/null
check "the machine gets quiet at last" quiet
snap_rows
at_least "on again, they are new" "$(user_faults process total)" 100
at_most "with nothing from before" "$(user_faults process total)" 250
reset
echo 0 >$param/enabled
snap_rows
at_most "reset zeroes them" "$(user_faults process total)" 50

# Switched, reset and read under load.
echo 1 >$param/enabled
steps=0
step() {
	steps=$((steps + 1))
	echo $((steps % 2)) >"$param/breakdown"
	cat "$stat/by_process" "$stat/by_cgroup" "$stat/by_swap" >/dev/null
	[ $((steps % 5)) -ne 0 ] || reset
}
check "it can be switched under load" while_running step \
	sh -c '/w/swap_walk -t 4 -p 500 -r 2 >/dev/null'
at_least "many times" $steps 10
echo 0 >$param/breakdown
echo 1 >$param/breakdown
reset
/w/swap_walk -t 4 -p 300 -r 1 >/dev/null
check "the machine is quiet after it" quiet
add_up "after all that"

unload
load hooks=do_swap_page breakdown=1
check "without a hook its columns are not there" fails grep -q fallback $stat/by_process
unload
done_testing

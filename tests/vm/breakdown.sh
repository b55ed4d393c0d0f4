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
equal "off there are two lines" "$(cat /tmp/by_process /tmp/by_cgroup /tmp/by_swap | wc -l)" 6
equal "which say so" "$(grep -cx 'breakdown off' /tmp/by_process)" 1
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

# More than there are rows for: nothing is lost.
unload
load breakdown=1 breakdown_rows=16 timing=0
check "without times their columns are not there" fails grep -q hold.sum $stat/by_process
for _ in $(seq 60); do
	/w/swap_touch -p 20 >/dev/null
done
check "the machine gets quiet in the end" quiet
add_up "with a full table"
at_most "no more rows than were asked for" "$(($(wc -l </tmp/by_process) - 6))" 16
check "as it says itself" grep -qx 'rows 16 of 16' /tmp/by_process
at_least "what found none is in the rest" "$(user_faults process rest)" 200

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
check "without a hook what it tells is not there" fails grep -q fallback $stat/by_process
unload
done_testing

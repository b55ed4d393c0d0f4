# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# A reset under load is one point in time: no counter goes below zero and no identity
# breaks, in any snapshot between resets and at the end. Several tasks reset at once, with
# the largest table of breakdowns too. No CPU is stopped for it.
# swap: disk zram
# default: 7.3/zram

. ./lib.sh
. ./rows.sh

# Ten times as many as while each reset stopped all CPUs, in the same time. What limits
# their rate is the grace period of RCU that each waits for, so these are expedited; the
# resets in stops_no_cpu are not.
resets_wanted=520
[ "$swap" != disk ] || resets_wanted=1580
rounds=20
# Rounds on zram take a fraction of the time.
[ "$swap" = disk ] || rounds=25
! slow_kernel || resets_wanted=$((resets_wanted / 20))

# snapshot_holds: what can be asked of a snapshot while faults come and go. Calls are
# summed after all that they lead to; a call that is being counted on a CPU just then may
# have its cause already. The reset that it counts from is never an earlier one.
snapshot_holds() {
	snap
	well_formed /tmp/counters && awk -v cpus="$(nproc)" -v last_reset="$last_reset" '
		$1 == "taken_ns" { taken = $2 }
		$1 == "since_reset_ns" { since = $2 }
		$2 ~ /^[0-9]+$/ && length($2) > 15 { bad($1 " is " $2) }
		/^fault[.]/ { faults += $2 }
		/^folio_lock[.]/ { waits += $2 }
		/^fallback[.](swap_retry|mmap_retry|kernel|other) / { causes += $2 }
		{ value[$1] = $2 }
		function bad(what) {
			print "# " what
			failed = 1
		}
		END {
			if (value["calls.do_swap_page"] != faults + value["in_flight"])
				bad("calls are not returns and those in flight")
			if (value["calls.folio_lock_or_retry"] < waits)
				bad("more waits than calls")
			if (value["calls.lock_mm_and_find_vma"] + \
			    value["missed.lock_mm_and_find_vma"] + cpus < causes)
				bad("more fallbacks than calls")
			if (value["calls.lock_mm_and_find_vma"] < value["fallback.no_vma"])
				bad("more calls without a VMA than calls")
			if (taken - since < last_reset)
				bad("it counts from an earlier reset")
			exit failed
		}' /tmp/counters || broken=$((broken + 1))
	last_reset=$(($(head_of taken_ns) - $(head_of since_reset_ns)))
}

# rows_hold: the same for the breakdowns.
rows_hold() {
	snap_rows
	for by in process cgroup swap; do
		well_formed "/tmp/by_$by.whole" && rows_behind $by || broken=$((broken + 1))
	done
}

# resets_under_load WHAT: others reset too.
resets_under_load() {
	/w/swap_walk -t 8 -p 1000 -r $rounds >/tmp/walk &
	walk=$!
	(while :; do cat $stat/counters $stat/summary $stat/hooks >/dev/null; done) &
	reader=$!
	for other in 1 2; do
		(
			# Each byte is a write, and a reset.
			while [ ! -e /tmp/stop ]; do
				dd if=/dev/zero of=$stat/reset bs=1 count=20 2>/dev/null
				echo
			done >/tmp/resets_$other
		) &
	done
	resets=0
	snapshots=0
	broken=0
	last_reset=0
	echo 1 >/sys/kernel/rcu_expedited
	began=$(date +%s)
	while kill -0 $walk 2>/dev/null; do
		reset
		resets=$((resets + 1))
		snapshot_holds
		[ "$(cat $param/breakdown)" = N ] || rows_hold
		snapshots=$((snapshots + 1))
	done
	echo >/tmp/stop
	seconds=$(($(date +%s) - began))
	echo 0 >/sys/kernel/rcu_expedited
	kill $reader
	check "$1: the workload finds its data again" wait $walk
	wait
	rm /tmp/stop
	resets=$((resets + 20 * $(cat /tmp/resets_1 /tmp/resets_2 | wc -l)))
	echo "# $1: $resets resets and $snapshots snapshots in $seconds s"
	at_least "$1: the counters were reset many times under load" $resets $resets_wanted
	at_least "$1: and read in between" $snapshots 10
	equal "$1: each snapshot held" $broken 0
	identities
	check "$1: which go on" /w/swap_walk -t 4 -p 500 -r 1
	identities
}

# The functions that stop CPUs; multi_cpu_stop is what runs on those that stand still.
# stop_one_cpu_nowait() is not among them: the tick of the scheduler calls it, on whatever
# task it interrupts.
stops="stop_machine stop_machine_cpuslocked stop_core_cpuslocked stop_cpus stop_one_cpu
	stop_two_cpus multi_cpu_stop"

# stops_on: probes on those that this kernel has, and one on the reset itself. Only what
# this shell calls is traced, for the scheduler moves tasks by some of these; but nobody
# else has all CPUs stand still.
stops_on() {
	for function in $stops; do
		grep -qi " t $function$" /proc/kallsyms &&
			echo "p:stops/$function $function" >>$tracing/kprobe_events
	done
	echo "p:stops/vls_control_reset vmalockstat:vls_control_reset" >>$tracing/kprobe_events
	for event in "$tracing"/events/stops/*/filter; do
		case $event in
		*/multi_cpu_stop/*) ;;
		*) echo "common_pid == $$" >"$event" ;;
		esac
	done
	echo >$tracing/trace
	echo 1 >$tracing/events/stops/enable
}

stops_off() {
	echo 0 >$tracing/events/stops/enable
	for function in $stops vls_control_reset; do
		echo "-:stops/$function" >>$tracing/kprobe_events
	done 2>/dev/null
}

# stopped REGEX: how often these were called.
stopped() {
	grep -cE ": ($1): \(" $tracing/trace
}

# stops_no_cpu WHAT
stops_no_cpu() {
	/w/swap_walk -t 4 -p 1000 -r 3 >/tmp/walk &
	walk=$!
	stops_on
	for _ in $(seq 50); do
		reset
		echo 1 >$param/reset
	done
	equal "$1: resets of this shell are seen" "$(stopped vls_control_reset)" 100
	equal "$1: no CPU is stopped" "$(stopped '(multi_cpu_)?stop[a-z_]*')" 0
	grep -E 'stop_' $tracing/trace | head -n 3 | sed 's/^/# /'
	stops_off
	check "$1: the load finds its data again" wait $walk
}

swap_on 1
load
resets_under_load "counters and times"
stops_no_cpu "counters and times"
unload

load breakdown=1 breakdown_rows=8192
resets_under_load "with breakdowns"
for _ in $(seq 100); do
	/w/swap_touch -p 20 >/dev/null
done
check "the machine gets quiet" quiet
snap_rows
at_least "processes have rows" "$(sed -n 's/^rows \(.*\) of 8192$/\1/p' /tmp/by_process)" 100
add_up "with breakdowns"
stops_no_cpu "with breakdowns"
identities
add_up "at the end"

# The probe sees what does stop all CPUs.
stops_on
if echo 0 2>/dev/null >/sys/devices/system/cpu/cpu1/online; then
	echo 1 >/sys/devices/system/cpu/cpu1/online
	at_least "a CPU that is taken away stops the others" "$(stopped multi_cpu_stop)" 1
else
	skip "a CPU that is taken away stops the others" "this machine has one alone"
fi
stops_off
unload
done_testing

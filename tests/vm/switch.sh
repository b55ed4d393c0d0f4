# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Counting, timing and breakdowns switched off and on under load, which patches code that
# other CPUs run.
# swap: disk zram
# default: 7.3/zram
# vm: --one-thread

. ./lib.sh
. ./rows.sh

swap_on 1
load
huge=0
rounds=40
# Rounds on zram take a fraction of the time.
[ "$swap" = disk ] || rounds=60

/w/swap_walk -t 8 -p 1000 -r $rounds >/tmp/walk &
walk=$!
switches=0
while kill -0 $walk 2>/dev/null; do
	echo 0 >$param/enabled
	echo 1 >$param/enabled
	echo $((switches % 2)) >$param/timing
	switches=$((switches + 1))
	snap
	huge=$((huge + $(below_zero)))
done
check "the workload finds its data again" wait $walk
at_least "counting was switched off and on under load" $switches 5
equal "no counter went below zero" $huge 0
identities


# Breakdowns and times, in turn and together: nothing that began without them is counted
# with them, or the other way round.
reset
/w/swap_walk -t 8 -p 1000 -r 40 >/tmp/walk &
walk=$!
switches=0
ahead=0
while kill -0 $walk 2>/dev/null; do
	switches=$((switches + 1))
	echo $((switches % 2)) >$param/breakdown
	[ $((switches % 3)) -ne 0 ] || echo $((switches / 3 % 2)) >$param/timing
	[ $((switches % 7)) -ne 0 ] || reset
	snap
	huge=$((huge + $(below_zero)))
	snap_rows
	rows_behind swap && rows_behind process || ahead=$((ahead + 1))
done
check "the workload finds its data again" wait $walk
at_least "breakdowns were switched under load" $switches 10
equal "no counter went below zero" $huge 0
equal "and no rows were ahead of the total" $ahead 0
identities
rows_tie "after switching"
echo 1 >$param/timing
echo 0 >$param/breakdown
echo 1 >$param/breakdown
check "one more walk" /w/swap_walk -t 4 -p 500 -r 1
identities
rows_tie "on once more"
echo 0 >$param/breakdown
echo 1 >$param/timing
echo 0 >$param/enabled
equal "switched off, no hook is armed" "$(armed)" 0
equal "and the kernel has no probe enabled" \
	"$(grep -cv DISABLED /sys/kernel/debug/kprobes/list)" 0
snap
before=$(sum 'fault[.].*')
/w/swap_walk -t 2 -p 500 -r 1 >/dev/null
snap
equal "switched off, nothing is counted" "$(sum 'fault[.].*')" "$before"
equal "the header says that it is off" "$(head_of counting)" 0
check "and summary" grep -q 'switched off' $stat/summary
echo 1 >$param/enabled
/w/swap_walk -t 2 -p 500 -r 1 >/dev/null
snap
at_least "switched on again, it counts on" "$(sum 'fault[.].*')" $((before + 1))
echo 1 >$param/reset
snap
equal "the parameter reset is a reset too" "$(sum 'fault[.].*')" 0
unload
load enabled=0
equal "loaded with enabled=0, no hook is armed" "$(armed)" 0
echo 1 >$param/enabled
equal "and can be armed" "$(armed)" "$default_hooks"
unload

load timing=0
check "latency says that timing is off" grep -qx 'timing 0' $stat/latency
equal "and has no times" "$(grep -c '[.]count ' $stat/latency)" 0
check "but is well-formed" well_formed $stat/latency
check "summary says so" grep -q 'timing=0' $stat/summary
check "a hook that only times is off" hook_is memcg_reclaim off
/w/swap_walk -t 2 -p 500 -r 1 >/dev/null
snap
at_least "faults are counted all the same" "$(sum 'fault[.].*')" 400
echo 1 >$param/timing
check "timing can be switched on" hook_is memcg_reclaim armed
reset
/w/swap_walk -t 2 -p 500 -r 1 >/dev/null
identities
times_tie
done_testing

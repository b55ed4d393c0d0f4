# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Counting and timing switched off and on under load, which patches code that
# other CPUs run.
# swap: disk zram
# default: 7.3/disk
# vm: --one-thread

. ./lib.sh

swap_on 1
load
huge=0

/w/swap_walk -t 8 -p 1000 -r 40 >/tmp/walk &
walk=$!
switches=0
while kill -0 $walk 2>/dev/null; do
	echo 0 >$param/enabled
	echo 1 >$param/enabled
	echo $((switches % 2)) >$param/timing
	switches=$((switches + 1))
	snap
	huge=$((huge + $(awk 'length($2) > 12' /tmp/counters | wc -l)))
done
check "the workload finds its data again" wait $walk
at_least "counting was switched off and on under load" $switches 5
equal "no counter went below zero" $huge 0
identities

echo 1 >$param/timing
echo 0 >$param/enabled
equal "switched off, no hook is armed" "$(grep -c ' armed ' $stat/hooks)" 0
equal "and the kernel has no probe enabled" \
	"$(grep -cv DISABLED /sys/kernel/debug/kprobes/list)" 0
snap
before=$(sum 'fault[.].*')
/w/swap_walk -t 2 -p 500 -r 1 >/dev/null
snap
equal "switched off, nothing is counted" "$(sum 'fault[.].*')" "$before"
check "summary says that it is off" grep -q 'switched off' $stat/summary
echo 1 >$param/enabled
/w/swap_walk -t 2 -p 500 -r 1 >/dev/null
snap
at_least "switched on again, it counts on" "$(sum 'fault[.].*')" $((before + 1))
echo 1 >$param/reset
snap
equal "the parameter reset is a reset too" "$(sum 'fault[.].*')" 0
unload
load enabled=0
equal "loaded with enabled=0, no hook is armed" "$(grep -c ' armed ' $stat/hooks)" 0
echo 1 >$param/enabled
equal "and can be armed" "$(grep -c ' armed ' $stat/hooks)" "$default_hooks"
unload

load timing=0
check "latency says that timing is off" grep -qx 'timing off' $stat/latency
equal "and has no times" "$(grep -c count $stat/latency)" 0
check "summary says so" grep -q 'timing=0' $stat/summary
equal "the hook that only times is off" "$(grep -c 'swap_read_folio .* off ' $stat/hooks)" 1
/w/swap_walk -t 2 -p 500 -r 1 >/dev/null
snap
at_least "faults are counted all the same" "$(sum 'fault[.].*')" 400
echo 1 >$param/timing
equal "timing can be switched on" "$(grep -c 'swap_read_folio .* armed ' $stat/hooks)" 1
reset
/w/swap_walk -t 2 -p 500 -r 1 >/dev/null
identities
times_tie
done_testing

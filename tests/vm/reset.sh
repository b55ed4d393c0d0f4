# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# A reset under load is one point in time: no counter goes below zero and no
# identity breaks, with readers and the switch at work too.
# swap: disk zram

. ./lib.sh

swap_on 1
load
/w/swap_walk -t 8 -p 1000 -r 30 >/tmp/walk &
walk=$!
(while :; do cat $stat/counters $stat/summary $stat/hooks >/dev/null; done) &
reader=$!

resets=0
huge=0
while kill -0 $walk 2>/dev/null; do
	reset
	resets=$((resets + 1))
	snap
	# A number below zero prints as one near 2^64.
	huge=$((huge + $(awk 'length($2) > 12' /tmp/counters | wc -l)))
	in_flight=$(get in_flight)
	[ "$in_flight" -le 9 ] || huge=$((huge + 1))
done
kill $reader
check "the workload finds its data again" wait $walk
at_least "the counters were reset many times under load" $resets 20
equal "no counter went below zero" $huge 0
identities

# The same while counting is switched off and on.
/w/swap_walk -t 8 -p 1000 -r 30 >/tmp/walk &
walk=$!
switches=0
while kill -0 $walk 2>/dev/null; do
	echo 0 >$param/enabled
	echo 1 >$param/enabled
	switches=$((switches + 1))
	snap
	huge=$((huge + $(awk 'length($2) > 12' /tmp/counters | wc -l)))
done
check "the workload finds its data again" wait $walk
at_least "counting was switched off and on under load" $switches 5
equal "no counter went below zero" $huge 0
identities

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
equal "and can be armed" "$(grep -c ' armed ' $stat/hooks)" 4
done_testing

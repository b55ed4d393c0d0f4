# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# A reset under load is one point in time: no counter goes below zero and no
# identity breaks, with readers at work too.
# swap: disk zram
# default: 7.3/zram

. ./lib.sh

swap_on 1
load
/w/swap_walk -t 8 -p 1000 -r 15 >/tmp/walk &
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
done
kill $reader
check "the workload finds its data again" wait $walk
at_least "the counters were reset many times under load" $resets 10
equal "no counter went below zero" $huge 0
identities

done_testing

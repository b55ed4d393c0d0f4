# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# The swap device goes and comes back while threads fault on it.
# swap: zram disk

. ./lib.sh

swap_on
witness_on
load

# Runs the workload given, and meanwhile takes the swap away again and again.
swapoff_during() {
	"$@" &
	during_pid=$!
	while kill -0 "$during_pid" 2>/dev/null; do
		sleep 0.3
		swapoff "$swap_device" || return
		swapon "$swap_device" || return
		echo >>/tmp/times_off
	done
	wait "$during_pid"
}

seen_by_witness "swapoff" swapoff_during /w/swap_walk -t 4 -p 3000 -r 8
at_least "the device was taken away" "$(wc -l </tmp/times_off)" 2
at_least "and yet there were faults" "$(sum 'fault[.].*[.]swap[.].*')" 200
done_testing

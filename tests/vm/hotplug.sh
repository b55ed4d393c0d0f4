# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# CPUs go and come back while faults are counted: what they had counted stays.
# swap: zram disk
# default: 7.3/zram
# vm: --one-thread

. ./lib.sh

swap_on 1
witness_on
load

each_cpu_once() {
	for cpu in 1 2 3; do
		echo 0 >/sys/devices/system/cpu/cpu"$cpu"/online || return
		echo 1 >/sys/devices/system/cpu/cpu"$cpu"/online || return
	done
}

seen_by_witness "hotplug" while_running each_cpu_once /w/swap_walk -t 4 -p 2000 -r 8
at_least "CPUs went off" $(($(wc -l </tmp/times_done) * 3)) 3
times_tie
done_testing

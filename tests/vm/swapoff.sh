# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# The swap device goes and comes back while threads fault on it.
# swap: zram disk
# default: 7.3/zram

. ./lib.sh

swap_on
witness_on
load

# Long enough for the pages to be pushed out and touched meanwhile.
pause=0.3
! slow_kernel || pause=6
swap_once() {
	sleep "$pause"
	swapoff "$swap_device" && swapon "$swap_device"
}

seen_by_witness "swapoff" while_running swap_once /w/swap_walk -t 4 -p 3000 -r 8
at_least "the device was taken away" "$(wc -l </tmp/times_done)" 2
at_least "and yet there were faults" "$(sum 'fault[.].*[.]swap[.].*')" 200
done_testing

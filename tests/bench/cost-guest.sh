#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The part of the cost benchmark that runs in the VM, where a nanosecond of
# the clock is an instruction. Prints "NAME INSTRUCTIONS" per swap fault for
# each measurement.

pages=1000
rounds=5

# The least of the numbers on standard input: ticks and reclaim only add.
least() {
	sort -n | head -n 1
}

# measure NAME: the first round after a change of probes is for warming up.
measure() {
	echo "$1 $(/w/swap_touch -p $pages -r $rounds -t |
		awk -v pages=$pages '$3 > 0 { print $5 / pages }' | least)"
}

echo 0 >/proc/sys/vm/page-cluster
echo 512M >/sys/block/zram0/disksize
mkswap /dev/zram0 >/dev/null
swapon /dev/zram0
measure warm-up >/dev/null
for _ in 1 2 3 4 5; do
	measure nothing
	insmod /floor.ko with_return=0
	measure kprobe
	rmmod floor
	insmod /floor.ko with_return=1
	measure kretprobe
	rmmod floor
	insmod /vmalockstat.ko timing=0
	measure timing=0
	rmmod vmalockstat
	insmod /vmalockstat.ko hooks=folio_lock_or_retry,lock_mm_and_find_vma,get_signal
	measure no_swap_read
	rmmod vmalockstat
	insmod /vmalockstat.ko
	measure default
	echo 0 >/sys/module/vmalockstat/parameters/enabled
	measure enabled=0
	rmmod vmalockstat
done

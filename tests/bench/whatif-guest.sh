#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The part of the what-if benchmark that runs in the VM: whatif-guest.sh
# WORKLOAD... Prints "WORKLOAD NAME VALUE" for each counter and each sum of times.

stat=/sys/kernel/debug/vmalockstat

# swap_to DEVICE
swap_to() {
	mkswap "$1" >/dev/null
	swapon "$1"
	device=$1
}

# One workload, between two states of swap.
run() {
	insmod /vmalockstat.ko || exit 1
	case $1 in
	zram)
		swap_to /dev/zram0
		set -- "$1" swap_walk -t 4 -p 2000 -r 8 -w 5
		;;
	zswap)
		echo 1 >/sys/module/zswap/parameters/enabled
		swap_to /dev/vda
		set -- "$1" swap_walk -t 4 -p 2000 -r 8 -w 5
		;;
	slow_disk)
		swap_to /dev/vda
		set -- "$1" swap_walk -t 4 -p 500 -r 4 -w 5
		;;
	many_forks)
		swap_to /dev/vda
		set -- "$1" swap_walk -t 4 -p 500 -r 4 -f 5
		;;
	known)
		swap_to /dev/vda
		set -- "$1" vma_writer -k same -n 40 -t 4 -c /sys/fs/cgroup/test
		;;
	esac
	name=$1
	shift
	program=$1
	shift
	"/w/$program" "$@" >/tmp/out || exit 1
	sed "s/^/# $name: /" /tmp/out >&2
	cat $stat/counters $stat/latency |
		awk -v name="$name" 'NF == 2 && $2 ~ /^[0-9]+$/ { print name, $1, $2 }
			# The top of the bucket in which half of the times lie.
			NF == 4 { if (!($1 in n)) names[++k] = $1
				n[$1] += $4; top[$1, ++b[$1]] = $3; count[$1, b[$1]] = $4 }
			END {
				for (i = 1; i <= k; i++) {
					seen = 0
					for (j = 1; seen * 2 < n[names[i]]; j++)
						seen += count[names[i], j]
					print name, names[i] ".half", top[names[i], j - 1]
				}
			}'
	rmmod vmalockstat
	swapoff "$device"
	echo 0 >/sys/module/zswap/parameters/enabled
}

echo 1 >/proc/sys/vm/page-cluster
echo 512M >/sys/block/zram0/disksize
echo +memory >/sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/test
for workload; do
	# In a shell of its own, for its cgroup.
	(run "$workload") || {
		echo "$workload failed" >&2
		exit 1
	}
done

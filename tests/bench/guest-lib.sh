# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# What the benchmarks of cost share in the VM, where a nanosecond of the clock is
# an instruction. To be sourced.

stat=/sys/kernel/debug/vmalockstat
cgroup=

# One page a read, and pages that nothing else swaps.
swap_on() {
	echo 0 >/proc/sys/vm/page-cluster
	case $1 in
	zram)
		echo 512M >/sys/block/zram0/disksize
		mkswap /dev/zram0 >/dev/null
		swapon /dev/zram0
		;;
	disk | contended)
		mkswap /dev/vda >/dev/null
		swapon /dev/vda
		echo +memory >/sys/fs/cgroup/cgroup.subtree_control
		cgroup=/sys/fs/cgroup/test
		mkdir $cgroup
		;;
	esac
}

# sum_of REGEX: of the counters of the module.
sum_of() {
	awk -v names="^($1)\$" '$1 ~ names { n += $2 } END { print n + 0 }' $stat/counters
}

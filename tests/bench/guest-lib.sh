# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# What the benchmarks of cost share in the VM, where a nanosecond of the clock is
# an instruction. To be sourced.

stat=/sys/kernel/debug/vmalockstat

# What the boot has left to be done in the background ends first. A guest that sleeps
# takes no time of the host.
settle() {
	sleep 20
}

# slow_disk NS: a disk that takes so long for each request, by the guest's own clock: who
# meets whom in a page does not depend on the host. In a cgroup of its own.
slow_disk() {
	mount -t configfs none /sys/kernel/config
	disk=/sys/kernel/config/nullb/slow
	mkdir $disk
	echo 256 >$disk/size
	echo 1 >$disk/memory_backed
	# Ends by a timer.
	echo 2 >$disk/irqmode
	echo "$1" >$disk/completion_nsec
	echo 1 >$disk/power
	mkswap /dev/slow >/dev/null
	swapon /dev/slow
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	mkdir /sys/fs/cgroup/test
}

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
		slow_disk 1000000
		;;
	esac
}

# sum_of REGEX: of the counters of the module.
sum_of() {
	awk -v names="^($1)\$" '$1 ~ names { n += $2 } END { print n + 0 }' $stat/counters
}

# What costs are measured with in front.
pin=

# cost WHAT OPTION...
cost() {
	cost_what=$1
	shift
	$pin /w/fault_cost "$@" >/tmp/out || exit 1
	sed -n "s/^fault_cost: .* cost \(.*\)/$cost_what \1/p" /tmp/out
}

#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The part of the benchmark of scaling that runs in the VM: scaling-guest.sh PART.
# Prints "WHAT COST" lines, some of them several times.

# shellcheck source=/dev/null
. /guest-lib.sh
# shellcheck disable=SC2154 # from there
dir=$stat
cpus=$(nproc)

# cost WHAT OPTION...
cost() {
	cost_what=$1
	shift
	/w/fault_cost "$@" >/tmp/out || exit 1
	sed -n "s/^fault_cost: .* cost \(.*\)/$cost_what \1/p" /tmp/out
}

# Each CPU takes faults of its own.
part_cpus() {
	swap_on zram
	pages=$((20 * cpus))
	cost warm-up -a -l -t "$cpus" -p $pages -r 15
	for _ in 1 2 3; do
		cost bare -a -l -t "$cpus" -p $pages -r 15
		insmod /vmalockstat.ko || exit 1
		cost default -a -l -t "$cpus" -p $pages -r 15
		equal_calls $((pages * 16))
		rmmod vmalockstat
	done
}

# The module has seen them all.
equal_calls() {
	[ "$(sum_of 'fault[.].*')" -eq "$1" ] || {
		echo "$(sum_of 'fault[.].*') calls were counted, not $1" >&2
		exit 1
	}
}

# Faults on zram while others wait for a page of a slow disk.
part_in_flight() {
	# Long enough for all of them, and not for those who wait until the swap cache is
	# empty.
	slow_disk 1500000000
	first=1
	for room in 16384 262144; do
		insmod /vmalockstat.ko max_faults=$room || exit 1
		for tasks in 1 100 1000 10000; do
			in_flight $tasks "in_flight.$tasks.of.$room"
		done
		rmmod vmalockstat
	done
	# No more room than there are tasks, and for the one that is measured.
	insmod /vmalockstat.ko max_faults=10001 || exit 1
	in_flight 10000 in_flight.10000.of.10001
}

# in_flight TASKS WHAT: zram comes later, so that the pages of those who wait are not
# on it, and first.
in_flight() {
	echo 0 >/proc/sys/vm/page-cluster
	/w/swap_walk -t "$1" -p 1 -r 1 -c /sys/fs/cgroup/test >/tmp/walk &
	walk=$!
	until [ "$(sum_of in_flight)" -ge "$1" ]; do
		kill -0 $walk 2>/dev/null || {
			echo "$1 tasks were never in flight at once" >&2
			exit 1
		}
		usleep 1000
	done
	[ -z "$first" ] || {
		echo 512M >/sys/block/zram0/disksize
		mkswap /dev/zram0 >/dev/null
		first=
	}
	/w/swap_first -d /dev/zram0 || exit 1
	# What the kernel had put by of the slow disk for the next pages goes to these.
	/w/fault_cost -k out -p 300 -r 1 >/dev/null || exit 1
	cost "$2" -p 100 -r 5
	[ "$(sum_of in_flight)" -ge "$1" ] || {
		echo "the tasks did not wait long enough: $(sum_of in_flight) of $1" >&2
		exit 1
	}
	swapoff /dev/zram0
	wait $walk || exit 1
	echo "missed.$2 $(sum_of 'missed[.].*|untracked')"
}

# What reading costs, by the number of CPUs that there could be.
part_read() {
	insmod /vmalockstat.ko || exit 1
	settle
	echo "possible $(tr - ' ' </sys/devices/system/cpu/possible | awk '{ print $NF + 1 }')"
	for file in counters latency summary; do
		cost "$file" -k read -f "$dir/$file" -l -p 5 -r 9
	done
}

# Another CPU reads in a loop.
part_reader() {
	swap_on zram
	insmod /vmalockstat.ko || exit 1
	cost warm-up -a -t 1 -p 200 -r 9
	for _ in 1 2 3; do
		cost alone -a -t 1 -p 200 -r 9
		taskset 2 sh -c "while :; do cat $dir/counters $dir/latency; echo >>/tmp/reads; done" \
			>/dev/null &
		reader=$!
		cost with_reader -a -t 1 -p 200 -r 9
		kill $reader
		wait $reader 2>/dev/null
		echo "reads $(wc -l </tmp/reads)"
		rm /tmp/reads
	done
}

"part_$1"

#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# $pin is for guest-lib.sh.
# shellcheck disable=SC2034
#
# The part of the benchmark of scaling that runs in the VM: scaling-guest.sh PART [ARG...].
# Prints "WHAT COST" lines, some of them several times.

# shellcheck source=/dev/null
. /guest-lib.sh
# shellcheck disable=SC2154 # from there
dir=$stat
cpus=$(nproc)

# Each CPU takes faults of its own.
part_cpus() {
	swap_on zram
	pages=$((20 * cpus))
	cost warm-up -a -l -t "$cpus" -p $pages -r 15
	for _ in 1 2 3; do
		cost bare -a -l -t "$cpus" -p $pages -r 15
		insmod /ko/vmalockstat.ko || exit 1
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

# Faults on zram while others wait for a page of a slow disk: TASKS MAX_FAULTS DIRECT.
part_in_flight() {
	# Long enough for all of them, and not for those who wait until the swap cache is
	# empty.
	slow_disk 1500000000
	echo 0 >/proc/sys/vm/page-cluster
	insmod /ko/vmalockstat.ko max_faults="$2" direct="$3" || exit 1
	in_flight "$1" "in_flight.$1.of.$2.$3"
}

# walkers TASKS: wait for one page of the slow disk, in $walk. They have a CPU of their
# own: on theirs the kernel has put by more of the slow disk, for the next pages that go
# out.
walkers() {
	taskset 2 /w/swap_walk -t "$1" -p 1 -r 1 -c /sys/fs/cgroup/test >/tmp/walk &
	walk=$!
	until_tasks in_flight "$1"
}

# until_tasks COUNTER TASKS
until_tasks() {
	until [ "$(sum_of "$1")" -ge "$2" ]; do
		kill -0 "$walk" 2>/dev/null || {
			echo "$2 tasks were never at once in $1" >&2
			exit 1
		}
		usleep 1000
	done
}

# in_flight TASKS WHAT: zram comes later, so that the page of those who wait is not on
# it, and first.
in_flight() {
	walkers "$1"
	echo 512M >/sys/block/zram0/disksize
	mkswap /dev/zram0 >/dev/null
	/w/swap_first -d /dev/zram0 || exit 1
	pin="taskset 1"
	cost "$2" -p 100 -r 5
	[ "$(sum_of in_flight)" -ge "$1" ] || {
		echo "the tasks did not wait long enough: $(sum_of in_flight) of $1" >&2
		exit 1
	}
	wait $walk || exit 1
	echo "missed.$2 $(sum_of 'missed[.].*|untracked')"
}

# Faults that retry while others have and wait for mmap_lock, each with its record taken:
# TASKS MAX_FAULTS DIRECT. A cgroup for each, as the pages of those who wait stay in the
# swap cache.
part_retries() {
	slow_disk 1500000000
	mkdir /sys/fs/cgroup/measured
	echo 0 >/proc/sys/vm/page-cluster
	insmod /ko/vmalockstat.ko max_faults="$2" direct="$3" || exit 1
	walkers "$1"
	insmod /ko/mmap_lock.ko pid=$walk || exit 1
	until_tasks 'fallback[.]swap_retry' "$1"
	pin="taskset 1"
	cost "retries.$1.of.$2.$3" -T -p 50 -r 5 -c /sys/fs/cgroup/measured
	rmmod mmap_lock
	wait $walk || exit 1
	echo "missed.retries.$1.of.$2.$3 $(sum_of 'missed[.].*|untracked')"
}

# Another CPU reads in a loop.
part_reader() {
	swap_on zram
	insmod /ko/vmalockstat.ko || exit 1
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

part=$1
shift
"part_$part" "$@"

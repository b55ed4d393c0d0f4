# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Where the time under the fault lock goes: workloads of which that is known beforehand, each
# of them seen by a witness too. Time counts instructions, and the clocks of all CPUs agree:
# otherwise, without KVM, that of the scheduler may be wrong by a tick.
# swap: zram
# default: 7.3/zram
# also: 6.12/zram 6.1/zram 7.3-debug/zram 6.12-rt/zram 7.3/zram-direct
# vm: --icount --smp 2 --nodes 2

. ./lib.sh
. ./hold_witness.sh

# slow_compressor: swap on the slowest that this kernel has.
slow_compressor() {
	swapoff "$swap_device"
	echo 1 >/sys/block/zram0/reset
	for algorithm in deflate zstd; do
		! grep -q $algorithm /sys/block/zram0/comp_algorithm ||
			{ echo $algorithm >/sys/block/zram0/comp_algorithm && break; }
	done 2>/dev/null
	echo "# zram: $(cat /sys/block/zram0/comp_algorithm)"
	swap_on
}

# Most of the memory of this cgroup is locked, and a bit more of it than memory.high.
above_high="-f memory.high -m 64 -l 62"

# reclaims: fewer pages fit than are touched.
reclaims() {
	split_seen "reclaim" swap_limit -p 800 -l 3 -c $cgroup
	time_at_least "a fault below memory.max reclaims for a good part of its time, in percent" \
		"$(held_share reclaim $user_lock)" 30
	equal "and is not throttled" "$(sum 'hold_ns[.].*[.]throttle')" 0
}

# throttled: on each kernel by a system call that touches many pages, with mmap_lock held.
# The fault of a single page is throttled when it is over.
throttled() {
	# shellcheck disable=SC2086 # options
	split_seen "throttle" swap_limit -k -p 256 $above_high -c $cgroup
	time_at_least "above memory.high, many pages in one call: throttled most of the time, in percent" \
		"$(held_share throttle mmap_nouser)" 50
	equal "single pages are not throttled in their fault" \
		"$(get hold_ns.$user_lock.throttle)" 0
}

# throttled_large: under the VMA lock it takes a folio of more than 64 pages.
throttled_large() {
	large=$thp/hugepages-512kB
	[ -e $large ] || {
		skip "a large folio is throttled in its fault" "this kernel has none"
		return
	}
	echo never >$thp/hugepages-2048kB/enabled
	echo always >$large/enabled
	# shellcheck disable=SC2086 # options
	split_seen "throttle, large folios" swap_limit -H -p 512 $above_high -c $cgroup
	if [ "$(sum "fault[.]${user_lock}[.]swap[.].*")" -lt 100 ]; then
		time_at_least "a large folio is throttled in its fault, in percent" \
			"$(held_share throttle $user_lock)" 50
	else
		skip "a large folio is throttled in its fault" "this kernel swaps in single pages"
	fi
	echo never >$large/enabled
}

# waits_for_cpu: behind a thread of a realtime priority.
waits_for_cpu() {
	echo -1 >/proc/sys/kernel/sched_rt_runtime_us
	split_seen "SCHED_FIFO" swap_fifo -p 300 -c $cgroup
	if has_run_delay; then
		time_at_least "behind SCHED_FIFO a fault waits for the CPU, in percent" \
			"$(held_share runnable $user_lock)" 50
		delay_us=$(($(sed -n 's/.* delay_ns //p' /tmp/out) / 1000))
		at_least "schedstat of the task has all of that time, in us" $delay_us \
			"$(held_us runnable)"
	else
		skip "behind SCHED_FIFO a fault waits for the CPU" "this kernel does not count that"
	fi
	at_most "and does not sleep, in percent" "$(held_share asleep)" "$(has_run_delay && echo 2 ||
		echo 100)"
}

# decompresses: with the time of the read apart, or without.
decompresses() {
	split_seen "$1" swap_touch -p 300 -c $cgroup
	time_at_most "$1: who decompresses does not sleep, in percent" "$(held_share asleep)" 1
	if hook_is swap_read armed; then
		time_at_least "$1: it reads, in percent" "$(held_share read $user_lock)" 40
	else
		time_at_least "$1: it runs, in percent" "$(held_share cpu $user_lock)" 90
	fi
}

# loses: threads on the same pages. On 6.1 and 6.12, one that comes second sleeps until the
# next tick, or until another has read its page.
loses() {
	split_seen "threads on the same pages" swap_walk -t 4 -p 200 -r 2 -c $cgroup
	sleeps=$(split_of sleeps)
	case $(uname -r) in
	6.1.* | 6.12.*)
		at_least "those who come second sleep" "$sleeps" 1
		at_least "which is seen, in us" "$(held_us asleep)" 1
		time_at_most "for a tick or so each at most, in us" $(($(held_us asleep) / sleeps)) 10000
		;;
	*) echo "# $sleeps sleeps" ;;
	esac
}

migrates() {
	split_seen "migration" migrate -p 300 -r 3
	at_least "faults waited for a migration" "$(get fault.$user_lock.migration.minor)" 1
	at_least "which is a wait for a folio, in us" "$(held_us folio_wait)" 1
	equal "nobody slept for anything else" \
		"$(sum "hold_ns[.].*[.]($(has_run_delay && echo asleep || echo throttle))")" 0
}

# resets: what is counted after one under load adds up too.
resets() {
	/w/swap_walk -t 4 -p 200 -r 10 -c $cgroup >/tmp/out &
	walk=$!
	resets=0
	while kill -0 $walk 2>/dev/null; do
		reset
		resets=$((resets + 1))
	done
	check "the workload finds its data again" wait $walk
	at_least "resets under load" $resets 5
	check "after them: the machine gets quiet" quiet
	hold_sums "after resets under load"
	at_most "no counter went below zero" "$(below_zero)" 0
}

swap_on
cgroup_make
load
split_on
throttled
throttled_large
waits_for_cpu
migrates
resets
slow_compressor
reclaims
decompresses "a slow compressor"
loses
unload
load hooks=all,read
split_reads
decompresses "a slow compressor, with its read"
done_testing

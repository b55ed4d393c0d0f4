# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# The what-ifs with known answers: writers that come exactly while swap faults wait
# for their folios, on a disk that gives one read in 50 ms.
# swap: disk
# default: 7.3/disk
# vm: --disk-opts throttling.iops-read=20

. ./lib.sh

has_vma_lock || skip_all "this kernel has no VMA lock"
cgroup_make
swap_on
load

# writes OPTION...: what the workload knows of its writers, into $blocked, $unsure
# and $wait_us.
writes() {
	reset
	line=$(/w/vma_writer -c "$cgroup" "$@") || return
	echo "# $* -> $line"
	# shellcheck disable=SC2086 # words
	set -- $line
	unsure=$7 blocked=$9
	shift 10
	wait_us=$1
}

if ! has_writer; then
	equal "the hook on writers is unavailable, with the reason" \
		"$(grep -cE '__vma_start_write +unavailable +- +- this kernel has no such function' $stat/hooks)" 1
	check "without a line in the log" fails sh -c "dmesg | grep 'cannot hook'"
	check "what depends on it is left out" \
		fails grep -qE '^(writer|whatif[.]hold[.]writers|whatif[.]hold[.]waits_free)' $stat/counters
	check "its times too" fails grep -qE '^(writer_wait|whatif[.]hold)' $stat/latency
fi

check "a writer of the VMA in each wait" writes -k same -n 20
identities
at_least "waits that saw mmap_lock taken for writing have those with a writer" \
	"$(get whatif.hold.waits_with_mm_writer)" "$blocked"
at_least "most rounds were as they should be" "$blocked" 12

check "a writer of another VMA in each wait" writes -k other -n 20
identities
at_least "the upper bound has these too" "$(get whatif.hold.waits_with_mm_writer)" 12
at_least "their fallbacks would have had their VMA locked again" \
	"$(get whatif.retry_vma.avoided)" 12
check "summary has the what-ifs" grep -q 'what if the fault retried under the VMA lock' $stat/summary

# A writer that is always there, on another VMA.
reset
check "faults while another VMA is written to" /w/swap_writer -p 40 -c $cgroup
identities
at_most "few fallbacks found no writer in the mm" \
	$(($(get fallback.swap_retry_avoidable) * 2)) "$(get fallback.swap_retry)"
at_least "but nearly all found their VMA as it was" \
	$(($(get whatif.retry_vma.avoided) * 10)) $(($(get fallback.swap_retry) * 9))

if ! has_writer; then
	check "summary has the upper bound" grep -q 'waits with a writer of mmap_lock' $stat/summary
	done_testing
fi

equal "the writer of another VMA is not counted" \
	"$(get whatif.hold.writers_blocked)" 0
equal "and all waits were free" "$(get whatif.hold.waits_free)" \
	"$(sum 'folio_lock[.]vma[.](dropped|killed)')"
check "nor is one in each wait" writes -k other -n 20
identities
equal "none is counted" "$(get whatif.hold.writers_blocked)" 0
equal "all waits were free" "$(get whatif.hold.waits_free)" \
	"$(sum 'folio_lock[.]vma[.](dropped|killed)')"

# counted RESULT: as many as the workload knows of, and for that long.
counted() {
	at_least "$1: writers that would have been blocked" \
		"$(get whatif.hold.writers_blocked)" "$blocked"
	at_most "$1: and no more" \
		"$(get whatif.hold.writers_blocked)" $((blocked + unsure))
	snap_times
	kernel_us=$(($(get_time whatif.hold.writer_wait.sum) / 1000))
	echo "# $1: $kernel_us us, the workload says $wait_us"
}

check "a writer of the VMA" writes -k same -n 20
identities
counted "one fault"
time_at_least "for as long as the workload says, less what starting a thread takes" \
	$((kernel_us * 10)) $((wait_us * 8))
time_at_most "and not longer" $((kernel_us * 10)) $((wait_us * 12 + 100000))
at_least "attempts have them" "$(get writer.attempt)" "$blocked"

# A VMA that is new is in no mm yet, so nobody else can have locked it. The witness sees
# what mmap() locks as well as what munmap() does.
echo 'p:writers/start __vma_start_write' >>$tracing/kprobe_events
echo 1 >$tracing/events/writers/enable
writers_seen() {
	awk '$1 == "start" { print $2 }' $tracing/kprobe_profile
}
reset
seen=$(writers_seen)
check "VMAs that are made and unmapped" /w/fault_cost -k mmap -p 200 -r 5
snap
seen=$(($(writers_seen) - seen))
attempts=$(get writer.attempt)
at_least "each munmap() is an attempt" "$attempts" 1000
at_most "with the 200 VMAs that are left, and those of programs that start" "$attempts" 1600
at_least "no mmap() is, of 1200 whose lock the witness has seen" $((seen - attempts)) 1200
identities
echo 0 >$tracing/events/writers/enable
echo '-:writers/start' >>$tracing/kprobe_events

check "a writer in the waits of four threads" writes -k same -n 12 -t 4
identities
counted "four faults"
at_least "more than one of them held it up" "$(get whatif.hold.waits_blocking)" \
	$((blocked * 2))
time_at_least "until the last of them is done" $((kernel_us * 10)) $((wait_us * 8))
time_at_most "and not longer" $((kernel_us * 10)) $((wait_us * 12 + 100000))

check "fork, with waits on one VMA" writes -k fork -n 15
identities
counted "fork"

check "fork, with waits on two VMAs" writes -k fork -n 15 -o
identities
counted "fork, two VMAs"
at_least "is counted for each of them" $((blocked + unsure)) 20

# VMAs that come and go at the same addresses.
reset
check "VMAs that are freed and used again" /w/attack -s 6 -n 2 -t 3
identities
at_most "no more writers blocked than writers" "$(get whatif.hold.writers_blocked)" "$(get writer.attempt)"
at_most "and no more waits that block than saw mmap_lock taken for writing" \
	"$(get whatif.hold.waits_blocking)" "$(get whatif.hold.waits_with_mm_writer)"
slow_kernel || at_least "some fallbacks found their VMA written to" \
	"$(get whatif.retry_vma.refused)" 1
times_tie
moved "attack"
unload

load max_faults=16
check "with a small table" /w/vma_writer -c $cgroup -n 5 -t 4
identities
unload

load hooks=folio_lock_or_retry,lock_mm_and_find_vma
check "the hook on writers can be left out" fails grep -q '^writer' $stat/counters
done_testing

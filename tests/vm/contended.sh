# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Threads that walk the same pages: retries, fallbacks and every identity.
# swap: zram disk
# default: 7.3/disk 6.12/disk 6.1/disk
# also: 7.3/zram 7.3/disk-direct 6.1/disk-direct 6.12-debug/disk 7.3-debug/disk

. ./lib.sh

swap_on 1
witness_on
load

majors=$(vmstat pgmajfault)
witness_read
before_swap=$hits_swap
before_folio=$hits_folio
before_mmap=$hits_mmap
reset
check "the workload finds its data again" /w/swap_walk -t 4 -p 2000 -r 5
witness_read
identities
moved "four threads on the same pages"

equal "the witness of do_swap_page agrees" \
	$((hits_swap - before_swap)) "$(sum "$in_do_swap_page|missed[.]do_swap_page")"
equal "the witness of __folio_lock_or_retry agrees" \
	$((hits_folio - before_folio)) \
	"$(sum 'folio_lock[.].*|missed[.]folio_lock_or_retry')"
# Programs that this test starts take some after the witness was read.
fallbacks=$(sum 'fallback[.](swap_retry|mmap_retry|kernel|other)')
at_least "the witness of lock_mm_and_find_vma agrees" \
	"$fallbacks" $((hits_mmap - before_mmap))
witness_read
at_most "the witness of lock_mm_and_find_vma agrees, from above" \
	"$fallbacks" $((hits_mmap - before_mmap))
equal "pgmajfault is the faults that began to read" \
	"$(sum 'fault[.].*[.](major|retry_major)')" \
	"$(($(vmstat pgmajfault) - majors))"
at_least "the swap faults began under $user_lock_is" \
	"$(sum "fault[.]${user_lock}[.]swap[.].*")" 5000
equal "nothing was missed" "$(sum 'missed[.].*|untracked')" 0

equal "each retry under mmap_lock came there again" \
	"$(get fallback.mmap_retry)" "$(sum 'retry[.]mmap[.].*')"
times_tie

if [ "$swap" = disk ]; then
	at_least "some waited for a folio and retried" \
		"$(sum "retry[.]${user_lock}[.](own_read|other_read|busy)")" 100
	at_least "and then took mmap_lock" \
		"$(sum 'fallback[.](swap|mmap)_retry')" 100
	at_least "some came to do_swap_page again" "$(sum 'fault[.]mmap[.]swap[.].*')" 1
fi
if ! has_vma_lock; then
	check "summary says that there is no VMA lock" \
		grep -q 'This kernel has no per-VMA locks' $stat/summary
	check "and that nothing was served under it" \
		grep -qE '^  under the VMA lock +0 ' $stat/summary
	check "but mmap_lock held" \
		grep -qE '^mmap_lock held by swap faults +[1-9]' $stat/summary
elif [ "$swap" = disk ]; then
	at_least "with no writer in sight most were avoidable" \
		"$(get fallback.swap_retry_avoidable)" \
		$(($(get fallback.swap_retry) * 9 / 10))
fi
[ "$swap" != disk ] ||
	check "summary says what was contended" \
		grep -qE '^    waits for (the read it began|a read by another) +[1-9]' $stat/summary
done_testing

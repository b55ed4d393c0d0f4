# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Waiting for the folio with the fault lock held: what a retried fault does if
# its page is gone again when it comes back under mmap_lock. On a disk of which
# each read takes 100 ms.
# swap: disk
# default: 7.3/disk
# vm: --disk-opts throttling.iops-read=10

. ./lib.sh

swap_on
witness_on
cgroup_make
load hooks=all,read

seen_by_witness "pages gone again" /w/swap_writer -e -p 30 -c $cgroup
times_tie
if ! has_vma_lock; then
	# 6.1 waits for the read of a single page inside swap_readpage().
	at_most "few folios were still locked then" "$(sum 'folio_lock[.].*')" 5
	time_at_least "half of the reads were waited for, in us" \
		"$(time_percentile swap_read.mmap 50)" 33554
	at_least "with mmap_lock held" "$(get_time hold.mmap.sum)" \
		"$(get_time swap_read.mmap.sum)"
	done_testing
fi
at_least "the first try dropped the VMA lock to wait" "$(get folio_lock.vma.dropped)" 15
equal "and none waited holding it" "$(get folio_lock.vma.locked)" 0
at_least "second tries slept with mmap_lock held" "$(get folio_lock.mmap.locked)" 5
equal "each of them ended" "$(get folio_lock.mmap.locked)" \
	"$(get_time folio_wait.held.count)"
# The read began when the disk had had its pause for a part.
time_at_least "half of them for a good part of a read, in us" \
	"$(time_percentile folio_wait.held 50)" 33554
at_least "which is time that mmap_lock was held, in us" \
	$(($(get_time hold.mmap.sum) / 1000)) \
	$(($(get_time folio_wait.held.sum) / 1000))
time_at_most "while the VMA lock was not: half, in us" "$(time_percentile hold.vma 50)" 8389
done_testing

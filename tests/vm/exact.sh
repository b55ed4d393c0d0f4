# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# One thread that knows how many swap faults it takes: each is counted, and
# the kernel's own counters and kprobe events agree.
# swap: zram disk
# default: 7.3/zram 6.12/disk 7.3/zram-direct
# also: 6.12/zram-direct 6.1/zram

. ./lib.sh

pages=2000
swap_on
witness_on
load

# In a memory cgroup, so that what is left in the swap cache can be pushed
# out and each page must be read.
cgroup_make

for access in read write; do
	write=
	[ $access = write ] && write=-w
	majors=$(vmstat pgmajfault)
	reads=$(vmstat pswpin)
	witness_read
	before_swap=$hits_swap
	before_folio=$hits_folio
	reset
	faults=$(/w/swap_touch $write -p $pages -c $cgroup |
		sed 's/.* faults //')
	witness_read
	snap
	equal "$access: the workload took a swap fault on each page" "$faults" $pages
	equal "$access: each began under $user_lock_is, and began to read from swap" \
		"$(sum "fault[.]${user_lock}[.]swap[.](major|retry_major)")" $pages
	equal "$access: each ended once" \
		"$(sum 'fault[.](vma|mmap)[.]swap[.](minor|major)')" $pages
	# On a disk the folio stays locked until the read is done, and the
	# fault that began it must retry for that: even a single thread.
	retries=$(sum 'retry[.](vma|mmap)[.]own_read')
	equal "$access: nobody else read, or had the folio locked" \
		"$(sum 'retry[.](vma|mmap)[.](other_read|busy)')" 0
	[ "$swap" = disk ] || equal "$access: on zram none retried" "$retries" 0
	! has_vma_lock || equal "$access: what retried came back under mmap_lock" \
		"$(sum 'fault[.]mmap[.]swap[.].*')" "$retries"
	equal "$access: and nothing else was counted" "$(sum 'fault[.].*')" \
		$((pages + retries))
	equal "$access: pgmajfault agrees" "$(($(vmstat pgmajfault) - majors))" $pages
	equal "$access: pswpin agrees" "$(($(vmstat pswpin) - reads))" $pages
	equal "$access: the witness of do_swap_page agrees" \
		$((hits_swap - before_swap)) "$(sum 'fault[.].*')"
	equal "$access: the witness of __folio_lock_or_retry agrees" \
		$((hits_folio - before_folio)) "$(sum 'folio_lock[.].*')"
	equal "$access: nothing was missed" "$(sum 'missed[.].*|untracked')" 0
	moved "$access, each page read from swap"
	identities
done

# Without reading: the pages are still in the swap cache.
if [ "$swap" = disk ]; then
	reset
	/w/swap_touch -p $pages >/dev/null
	snap
	equal "faults on the swap cache are counted too, and do not retry" \
		"$(sum "fault[.]${user_lock}[.]swap[.](minor|major)")" $pages
	moved "pages that are still in the swap cache"
fi
done_testing

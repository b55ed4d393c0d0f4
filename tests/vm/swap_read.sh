# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Reading from swap with the VMA lock held: zram and zswap decompress in there,
# a disk is only told to read. Here the disk takes 20 ms for each page.
# swap: zram zswap disk
# default: 7.3/disk 6.12/zram
# vm: --disk-opts throttling.iops-read=50

. ./lib.sh

pages=200
swap_on
witness_on
cgroup_make
load hooks=all,read

# Where swap_read does not see what zswap does, another hook is armed once zswap is in use,
# by whoever resets or reads.
[ "$swap" != zswap ] || /w/swap_touch -p $pages -c $cgroup >/dev/null
disk_reads=$(vmstat pswpin)
seen_by_witness "read one by one" /w/swap_touch -p $pages -c $cgroup
disk_reads=$(($(vmstat pswpin) - disk_reads))
times_tie
equal "each page was read under $user_lock_is" "$(get_time swap_read.$user_lock.count)" $pages
equal "and nothing by anybody else" \
	"$(awk '/^swap_read[.].*[.]count / { n += $2 } END { print n }' /tmp/latency)" $pages
for name in swap_read.$user_lock hold.$user_lock folio_wait.dropped; do
	[ "$(get_time "$name.count")" -eq 0 ] ||
		echo "# moved: $name: half took up to $(time_percentile "$name" 50) us"
done

case $swap in
disk)
	if ! has_vma_lock; then
		# 6.1 waits for the read of a single page inside swap_readpage().
		time_at_least "half for as long as a read takes, with mmap_lock held, in us" \
			"$(time_percentile swap_read.mmap 50)" 16777
		at_least "all of that time" "$(get_time hold.mmap.sum)" \
			"$(get_time swap_read.mmap.sum)"
		done_testing
	fi
	at_least "the folio was waited for after that, the VMA lock dropped" \
		"$(get folio_lock.vma.dropped)" $((pages * 9 / 10))
	time_at_least "half for as long as a read takes, in us" \
		"$(time_percentile folio_wait.dropped 50)" 16777
	time_at_least "at least three times as long as all reads were held for" \
		"$(get_time folio_wait.dropped.sum)" \
		$(($(get_time swap_read.$user_lock.sum) * 3))
	;;
*)
	[ "$swap" = zram ] || equal "zswap had them all" $disk_reads 0
	equal "the page was there at the return: nobody waited" \
		"$(sum 'folio_lock[.].*')" 0
	equal "all were served under $user_lock_is" \
		"$(get fault.$user_lock.swap.major)" $pages
	time_at_least "reading is a good part of the time held, in percent" \
		"$(time_share swap_read.$user_lock hold.$user_lock)" 30
	;;
esac
done_testing

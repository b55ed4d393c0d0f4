# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Times that are known beforehand: on a disk of which each read takes 20 ms,
# with a writer that keeps mmap_lock, and on zram.
# swap: zram disk
# default: 7.3/disk 6.12/zram
# vm: --disk-opts throttling.iops-read=50

. ./lib.sh

cgroup_make
swap_on
load hooks=all,read

if [ "$swap" = zram ]; then
	/w/swap_touch -p 2000 -c $cgroup >/dev/null
	identities
	times_tie
	equal "each fault read its page once" "$(get_time swap_read.$user_lock.count)" \
		"$(sum "fault[.]${user_lock}[.]swap[.](major|retry_major)")"
	at_least "the time held contains that of reading" \
		"$(get_time hold.$user_lock.sum)" "$(get_time swap_read.$user_lock.sum)"
	time_at_least "and reading, which decompresses, is a good part of it, in percent" \
		"$(time_share swap_read.$user_lock hold.$user_lock)" 30
	check "summary shows it" grep -q 'reading from swap' $stat/summary

	# A file in tmpfs comes back from swap without a swap fault.
	sh -c 'echo 0 >/sys/fs/cgroup/test/cgroup.procs &&
		dd if=/dev/urandom of=/dev/shm/file bs=1M count=8 2>/dev/null'
	for _ in $(seq 20); do
		echo 16M >$cgroup/memory.reclaim
	done 2>/dev/null
	reads=$(vmstat pswpin)
	reset
	cat /dev/shm/file >/dev/null
	at_least "a file was read from swap" $(($(vmstat pswpin) - reads)) 500
	snap
	snap_times
	read_times=$(awk '/^swap_read[.].*[.]count / { n += $2 } END { print n }' /tmp/latency)
	equal "which is no read for a swap fault" "$read_times" \
		"$(sum 'fault[.].*[.](major|retry_major)')"
	at_most "of which there were hardly any" "$read_times" 20
	done_testing
fi

/w/swap_touch -p 100 -c $cgroup >/dev/null
identities
times_tie
if slow_kernel; then
	skip "how long it takes" "no times on a debug kernel"
	done_testing
fi
if ! has_vma_lock; then
	# 6.1 waits for the read of a single page inside swap_readpage().
	equal "half of the reads took as long as a read" \
		"$(time_percentile swap_read.mmap 50)" 33554
	at_least "mmap_lock was held while they waited, in ms" \
		$(($(get_time hold.mmap.sum) / 1000000)) 1600
	done_testing
fi
# The throttle lets a first few through.
at_least "reads were waited for with the VMA lock dropped" \
	"$(get folio_lock.vma.dropped)" 80
# 20 ms lie in the bucket from 16,777 to 33,554 us.
for name in folio_wait.dropped retry_cost; do
	equal "half of $name took as long as a read" \
		"$(time_percentile $name 50)" 33554
done
# The disk's next read is due 20 ms after the last one, however long the fault
# took for other things in between: that is not waited for.
at_least "and nothing of it is lost in the sum, with the time held, in ms" \
	$((($(get_time folio_wait.dropped.sum) + $(get_time hold.vma.sum)) / 1000000)) 1600
at_most "the VMA lock was not held while they waited: half, in us" \
	"$(time_percentile hold.vma 50)" 8389
at_most "nor in all, in ms" $(($(get_time hold.vma.sum) / 1000000)) 500
at_most "submitting a read takes no such time: half, in us" \
	"$(time_percentile swap_read.vma 50)" 8389
at_most "nobody was in the way at mmap_lock: half, in us" \
	"$(time_percentile fallback_wait 50)" 4195

reset
line=$(/w/swap_writer -p 60 -c $cgroup)
echo "# $line"
writer_us=${line##* }
identities
times_tie
at_least "with a writer, half of the fallbacks waited for a part of its time" \
	"$(time_percentile fallback_wait 75)" $((writer_us / 4))
at_most "and none for much longer" $(($(get_time fallback_wait.max) / 1000)) \
	$((writer_us * 20))
at_most "few were avoidable" $(($(get fallback.swap_retry_avoidable) * 2)) \
	"$(get fallback.swap_retry)"
done_testing

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Shared memory that is swapped in: each fault is counted, with the lock that it holds
# through the whole read, and what the kernel has read from swap is explained to the page.
# What swaps in without a fault is not counted.
# swap: disk zram
# default: 7.3/disk
# also: 6.12/disk 6.1/disk 7.3/disk-direct

. ./lib.sh

pages=200
swap_on
cgroup_make
mkdir -p /tmp/shm
mount -t tmpfs none /tmp/shm
load breakdown=1

# shmem WHAT MODE: the workload, with what was counted and read meanwhile in the snapshot,
# in $reads and in /tmp/latency.
shmem() {
	reset
	reads=$(vmstat pswpin)
	check "$1, $2: the workload finds its data" \
		/w/swap_shmem -p $pages -c $cgroup -k "$1" -m "$2"
	reads=$(($(vmstat pswpin) - reads))
	identities
	times_tie
	moved "$1, $2"
}

# counted LOCK: all pages, each by a fault under that lock that began a read, and no more.
counted() {
	equal "a fault for each page, that began to read" "$(get "fault.$1.shmem.major")" $pages
	equal "and no other on shared memory" "$(sum 'fault[.].*[.]shmem[.].*')" $pages
	equal "which read from swap all that was read for them" \
		"$(sum 'fault[.].*[.](swap|shmem)[.](major|retry_major)')" "$reads"
	equal "with its time" "$(get_time "shmem_swapin.$1.count")" $pages
	equal "and the lock was held all of it" \
		"$(sum 'fault[.].*[.]shmem[.]retry(_major)?')" 0
	equal "nothing was missed" "$(sum 'missed[.].*|untracked')" 0
}

for kind in anon sysv memfd /tmp/shm/file; do
	shmem $kind touch
	# A mapping of SysV memory has no map_pages(): each fault on it retries before it
	# comes to the file.
	case $kind in
	sysv) counted mmap ;;
	*) counted $user_lock ;;
	esac
	shmem $kind write
	counted mmap_nouser
done

# In the row of the swap device, and not in that of what is on none.
shmem anon touch
equal "by_swap: the swap device has them" \
	"$(awk -v faults="fault.$user_lock" '
		$1 == "type" { for (i = 2; i <= NF; i++) if ($i == faults) column = i }
		$1 ~ /^[0-9]+$/ && column { n += $column }
		END { print n + 0 }' $stat/by_swap)" \
	"$(sum "fault[.]${user_lock}[.](swap|shmem)[.].*")"

# No fault: read(), truncate.
for kind in memfd /tmp/shm/file; do
	shmem $kind pread
	at_least "pread reads from swap" "$reads" $pages
	# The workload compares what it has in memory afterwards.
	equal "and that is no fault" "$(sum 'fault[.].*[.]shmem[.].*')" 0
	shmem $kind truncate
	equal "truncate is no fault" "$(sum 'fault[.].*[.]shmem[.].*')" 0
done

# Nor is swapoff, which reads all of it.
reset
/w/swap_shmem -p $pages -c $cgroup -m nothing >/tmp/out &
waits=$!
until grep -q out /tmp/out; do
	sleep 0.1
done
reads=$(vmstat pswpin)
check "swapoff" swapoff "$swap_device"
at_least "swapoff reads from swap" $(($(vmstat pswpin) - reads)) $pages
snap
equal "and that is no fault" "$(sum 'fault[.].*[.]shmem[.].*')" 0
kill $waits
wait $waits 2>/dev/null

# Shared and private memory at once.
swapon "$swap_device"
reset
reads=$(vmstat pswpin)
/w/swap_shmem -p $pages -c $cgroup >/dev/null
check "private memory" /w/swap_touch -p $pages -c $cgroup
snap
equal "what was read from swap, of both" \
	"$(sum 'fault[.].*[.](swap|shmem)[.](major|retry_major)')" $(($(vmstat pswpin) - reads))
equal "half of it shared" "$(sum 'fault[.].*[.]shmem[.]major')" $pages
done_testing

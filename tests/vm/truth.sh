# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Against the kernel's own counters of VMA locks (CONFIG_PER_VMA_LOCK_STATS), to
# the last fault, with every user fault hooked.
# swap: disk
# default: 7.3-debug/disk
# also: 6.12-debug/disk
# needs: CONFIG_PER_VMA_LOCK_STATS

. ./lib.sh

# Both at one moment, in the place of the snapshot.
still() {
	/w/still >/tmp/counters
}

swap_on 1
load all_faults=1
dd if=/dev/urandom of=/dev/shm/file bs=64k count=64 2>/dev/null

check "a moment without a fault" still
success=$(($(get vma_lock_success) - $(get vma_lock.success)))
abort=$(($(get vma_lock_abort) - $(get vma_lock.refused)))
retry=$(($(get vma_lock_retry) - $(sum 'vma_lock[.]retry_.*')))

check "threads on the same pages" /w/swap_walk -t 4 -p 2000 -r 3 -s
check "a mapping that is written to" /w/swap_writer -p 200
check "forks" /w/swap_fork -p 300 -n 4 -r 1
check "markers" /w/pte_marker -k missing
check "VMAs that are written to, and processes killed" /w/attack -s 5 -n 2 -t 3
check "another program" sh -c 'md5sum /dev/shm/file >/dev/null'
identities

check "a moment without a fault after it" still
equal "vma_lock_success of the kernel is success" \
	$(($(get vma_lock_success) - $(get vma_lock.success))) "$success"
equal "vma_lock_abort is refused" \
	$(($(get vma_lock_abort) - $(get vma_lock.refused))) "$abort"
equal "vma_lock_retry is the swap retries and the others" \
	$(($(get vma_lock_retry) - $(sum 'vma_lock[.]retry_.*'))) "$retry"
at_least "there were swap retries" "$(get vma_lock.retry_swap)" 1
at_least "and refusals" "$(get vma_lock.refused)" 1
equal "retries of the fault are those of do_swap_page" \
	"$(get vma_lock.retry_swap)" "$(sum 'retry[.]vma[.].*')"
equal "under mmap_lock too" \
	"$(get mmap_lock.retry_swap)" "$(sum 'retry[.]mmap[.].*')"
grep -E '^(vma_lock|mmap_lock|fallback|abandoned)' /tmp/counters | sed 's/^/# moved: /'

# Each that comes to mmap_lock has a cause that was counted on its own. A retry
# of another kind of fault that meets a signal is not known to have been given up.
fallbacks=$(sum 'fallback[.](swap_retry|mmap_retry|kernel|other)')
causes=$(($(sum 'vma_lock[.](refused|retry_swap|retry_other)|mmap_lock[.]retry_.*|fallback[.]kernel') - $(get abandoned)))
at_most "fallbacks have a cause each" "$fallbacks" "$causes"
at_least "and each cause but for signals led to one" "$fallbacks" \
	$((causes - $(get vma_lock.retry_other) - $(sum 'mmap_lock[.]retry_.*')))

# Without signals, exactly.
reset
/w/swap_walk -t 4 -p 1000 -r 2 >/dev/null
identities
check "one more such moment" still
equal "fallbacks = retries + refusals + kernel-mode faults + second rounds" \
	"$(sum 'fallback[.](swap_retry|mmap_retry|kernel|other)')" \
	"$(sum 'vma_lock[.](refused|retry_swap|retry_other)|mmap_lock[.]retry_.*|fallback[.]kernel')"
check "summary has the faults of all kinds" grep -q 'user faults of all kinds' $stat/summary
unload

load
check "by default other faults are not hooked" \
	fails grep -qE '^(vma_lock|mmap_lock)' $stat/counters
done_testing

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Faults in kernel mode and on another task's memory never try the VMA lock.
# swap: zram disk
# default: 6.12/disk

. ./lib.sh

swap_on
load
for how in write readv ptrace; do
	reset
	faults=$(/w/swap_kernel -p 400 -m $how | sed 's/.* faults //')
	snap
	equal "$how: each page was swapped out" "$faults" 400
	equal "$how: counted as not from user mode" \
		"$(sum 'fault[.]mmap_nouser[.]swap[.](minor|major)')" 400
	equal "$how: and not as a user fault" "$(sum 'fault[.](vma|mmap)[.].*')" 0
	if [ $how = write ]; then
		at_least "$how: mmap_lock taken in kernel mode" "$(get fallback.kernel)" 400
	fi
	equal "$how: no swap retry" "$(get fallback.swap_retry)" 0
	identities
	moved $how
done
done_testing

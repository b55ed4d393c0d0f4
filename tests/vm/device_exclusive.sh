# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Device-exclusive entries: served under the VMA lock, retried when the folio is
# contended.
# swap: none
# default: 7.3/none
# needs: CONFIG_DEVICE_PRIVATE

. ./lib.sh

thp_off
insmod /hmm/test_hmm.ko
witness_on
load

seen_by_witness "touched" /hmm/device_pages -k exclusive -p 500
equal "each touch was served under the VMA lock" \
	"$(get fault.vma.device_exclusive.minor)" 500
equal "nothing else was counted" "$(sum 'fault[.].*')" 500

seen_by_witness "by get_user_pages" /hmm/device_pages -k exclusive -p 500 -g
equal "each came with mmap_lock held, not from user mode" \
	"$(get fault.mmap_nouser.device_exclusive.minor)" 500

seen_by_witness "by four threads" /hmm/device_pages -k exclusive -p 4000 -t 4
at_least "each page was served at least once" \
	"$(sum 'fault[.](vma|mmap)[.]device_exclusive[.]minor')" 4000
equal "those that retried found the folio locked, and not for a read" \
	"$(get fault.vma.device_exclusive.retry)" "$(get retry.vma.busy)"

seen_by_witness "hmm-tests exclusive" \
	/hmm/hmm-tests -r hmm.hmm_device_private.exclusive
at_least "served under the VMA lock" "$(get fault.vma.device_exclusive.minor)" 1000
done_testing

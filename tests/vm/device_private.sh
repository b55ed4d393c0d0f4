# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Device-private entries: migrate_to_ram() is not called under the VMA lock.
# swap: none
# default: 7.3/none
# also: 6.12-debug/none
# needs: CONFIG_DEVICE_PRIVATE

. ./lib.sh

thp_off
insmod /hmm/test_hmm.ko
witness_on
load

seen_by_witness "touched" /hmm/device_pages -k private -p 500
equal "each touch retried under the VMA lock" \
	"$(get fault.vma.device_private.retry)" 500
equal "for the reason that it is device memory" "$(get retry.vma.device_private)" 500
equal "fell back" "$(get fallback.swap_retry)" 500
equal "and had its page moved back under mmap_lock" \
	"$(get fault.mmap.device_private.minor)" 500
equal "nothing else was counted" "$(sum 'fault[.].*')" 1000

seen_by_witness "by get_user_pages" /hmm/device_pages -k private -p 500 -g
equal "each came with mmap_lock held, not from user mode" \
	"$(get fault.mmap_nouser.device_private.minor)" 500
equal "nothing else was counted for them" "$(sum 'fault[.].*')" 500

seen_by_witness "by four threads" /hmm/device_pages -k private -p 1000 -t 4
at_least "each page retried at least once" "$(get retry.vma.device_private)" 1000
equal "none was served under the VMA lock" \
	"$(sum 'fault[.]vma[.]device_private[.].*')" "$(get retry.vma.device_private)"

# The kernel's own tests of its driver.
if since 7.0 && [ ! -e $thp ]; then
	skip "hmm-tests anon_write_child" "that of 7.x fails without huge pages"
else
	seen_by_witness "hmm-tests anon_write_child" \
		/hmm/hmm-tests -r hmm.hmm_device_private.anon_write_child
	# The test of 6.12 leaves its pages where they are.
	! since 7.0 || at_least "retried" "$(get retry.vma.device_private)" 500
	equal "as many were served under mmap_lock" \
		"$(get fault.mmap.device_private.minor)" "$(get retry.vma.device_private)"
fi
seen_by_witness "hmm-tests migrate_fault" \
	/hmm/hmm-tests -r hmm.hmm_device_private.migrate_fault
at_least "retried too" "$(get retry.vma.device_private)" 500
equal "and served too" "$(get fault.mmap.device_private.minor)" \
	"$(get retry.vma.device_private)"
done_testing

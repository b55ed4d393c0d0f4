# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Pte markers: what a userfaultfd write protection leaves where no page is
# mapped, UFFDIO_POISON, guard regions.
# swap: none

. ./lib.sh

pages=200
witness_on
load

for kind in wp-shmem wp-anon; do
	seen_by_witness $kind /w/pte_marker -k $kind -p $pages
	equal "$kind: each read mapped its page under the VMA lock" \
		"$(get fault.vma.pte_marker.minor)" $pages
	equal "$kind: nothing else was counted" "$(sum 'fault[.].*')" $pages
done

seen_by_witness missing /w/pte_marker -k missing -p $pages
equal "missing: each went to userfaultfd, which retries" \
	"$(get fault.vma.pte_marker.retry)" $pages
equal "missing: for that reason" "$(get retry.vma.pte_missing)" $pages
equal "missing: and took mmap_lock" "$(get fallback.swap_retry)" $pages

seen_by_witness poison /w/pte_marker -k poison -p $pages
equal "poison: each failed under the VMA lock" \
	"$(get fault.vma.pte_marker.hwpoison)" $pages
equal "poison: nothing else was counted" "$(sum 'fault[.].*')" $pages

if since 6.13; then
	seen_by_witness guard /w/pte_marker -k guard -p $pages
	equal "guard: each failed under the VMA lock" \
		"$(get fault.vma.pte_marker.sigsegv)" $pages
	equal "guard: nothing else was counted" "$(sum 'fault[.].*')" $pages
else
	/w/pte_marker -k guard
	equal "guard: this kernel refuses to make one" $? 77
	skip "guard regions" "they came with Linux 6.13"
fi
done_testing

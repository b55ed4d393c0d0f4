# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Pte markers: what a userfaultfd write protection leaves where no page is
# mapped, UFFDIO_POISON, guard regions.
# swap: none
# default: 7.3/none

. ./lib.sh

pages=200
witness_on
load

# marker KIND SINCE OUTCOME RESULT: each touch of one ends like that. A kernel
# that is older must not make any.
marker() {
	if ! since "$2"; then
		/w/pte_marker -k "$1"
		equal "$1: this kernel refuses to make one" $? 77
		skip "$1" "it came with Linux $2"
		return 1
	fi
	seen_by_witness "$1" /w/pte_marker -k "$1" -p $pages
	equal "$1: each $4 under $user_lock_is" \
		"$(get "fault.$user_lock.pte_marker.$3")" $pages
}

# The same, and that was all.
marker_alone() {
	marker "$@" || return
	equal "$1: nothing else was counted" "$(sum 'fault[.].*')" $pages
}

marker_alone wp-shmem 6.1 minor "read mapped its page"
marker_alone wp-anon 6.4 minor "read mapped its page"
if marker missing 6.4 retry "went to userfaultfd, which retries,"; then
	equal "missing: for that reason" "$(get retry.vma.pte_missing)" $pages
	equal "missing: and took mmap_lock" "$(get fallback.swap_retry)" $pages
fi
marker_alone poison 6.6 hwpoison failed
marker_alone guard 6.13 sigsegv failed
done_testing

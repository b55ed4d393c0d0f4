# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# KSM pages come back from swap as KSM pages or as copies.
# swap: zram disk
# default: 6.12/disk

. ./lib.sh

echo 10 >/sys/kernel/mm/ksm/sleep_millisecs
echo 1000 >/sys/kernel/mm/ksm/pages_to_scan
echo 1 >/sys/kernel/mm/ksm/run
swap_on
witness_on
cgroup_make
load
seen_by_witness "merged pages" /w/swap_ksm -c $cgroup
out=$(sed -n 's/.*swapped_out //p' /tmp/out)
at_least "most of them went to swap" "$out" 300
equal "each of these ended one fault" \
	"$(sum 'fault[.](vma|mmap)[.]swap[.](minor|major)')" "$out"
done_testing

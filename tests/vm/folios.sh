# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Large folios: one fault may map many pages.
# swap: zram disk
# default: 6.12/disk

. ./lib.sh

[ -e $thp/hugepages-64kB/stats/swpout ] ||
	skip_all "this kernel has no anonymous folios of 64 KiB"
echo never >$thp/hugepages-2048kB/enabled
echo always >$thp/hugepages-64kB/enabled
# Only a disk without seeks has room for large folios set apart.
echo 0 >/sys/block/vda/queue/rotational
swap_on
witness_on
load
out=$(cat $thp/hugepages-64kB/stats/swpout)
seen_by_witness "large folios" /w/swap_touch -H -p 2048 -r 2
faults=$(sed -n 's/.* faults //p' /tmp/out)
equal "each fault that the workload knows of ended once" \
	"$(sum 'fault[.](vma|mmap)[.]swap[.](minor|major)')" "$faults"
at_least "folios of 64 KiB went out whole" \
	$(($(cat $thp/hugepages-64kB/stats/swpout) - out)) 100
# Whether they come back whole is the kernel's business.
at_most "no more faults than pages" "$faults" 4096
seen_by_witness "four threads" /w/swap_walk -t 4 -p 2048 -r 2
done_testing

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Swap entries that a process shares with its children, touched by all at once.
# swap: zram disk
# default: 7.3/zram

. ./lib.sh

swap_on
witness_on
load
seen_by_witness "shared entries" /w/swap_fork -p 500 -n 4 -r 3
at_least "each process took its own faults" \
	"$(sum 'fault[.](vma|mmap)[.]swap[.](minor|major)')" \
	$(($(sed -n 's/.*swapped_out //p' /tmp/out) * 2))
done_testing

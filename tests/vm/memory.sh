# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# The memory that hooks reports is what the machine has less: the tables, the cells, and
# what the kernel has for the instances of kretprobes.
# swap: none
# default: 7.3/none
# also: 6.1/none

. ./lib.sh

# free_kb: after what is cached is gone.
free_kb() {
	sync
	echo 3 >/proc/sys/vm/drop_caches
	sleep 1
	awk '$1 == "MemFree:" { print $2 }' /proc/meminfo
}

# taken PARAMETER...: sets taken_kb and said_kb. What else the machine does in between is
# in the first; of several tries the median is free of it.
taken() {
	: >/tmp/taken
	for _ in 1 2 3; do
		taken_before=$(free_kb)
		load "$@"
		echo $((taken_before - $(free_kb))) >>/tmp/taken
		said_kb=$(($(sed -n 's/^memory: .*, \([0-9]*\) in all$/\1/p' $stat/hooks) / 1024))
		unload
	done
	taken_kb=$(sort -n /tmp/taken | sed -n 2p)
}

# The first load has what later ones find there.
load
unload
# With smaller tables, what else the machine does in between is as much.
taken max_faults=65536
echo "# $said_kb KiB reported, $taken_kb KiB taken: $(tr '\n' ' ' </tmp/taken)"
at_least "in KiB, all but a tenth is reported" "$said_kb" $((taken_kb * 9 / 10))
at_most "and no more than a tenth too much" "$said_kb" $((taken_kb * 11 / 10))
done_testing

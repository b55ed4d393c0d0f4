#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The part of the benchmark of other faults that runs in the VM:
# other_faults-guest.sh PASSES. Prints "KIND SETTING COST BARE CALLS SEEN": what one of
# them costs, what it costs without the module, how many there were, and how many
# events the module has counted that belong to them.

passes=$1
kinds="anon file mmap munmap mprotect fork"
all_but_writer=folio_lock_or_retry,lock_mm_and_find_vma,get_signal,shmem_swapin_folio,swap_read
all_but_writer=$all_but_writer,swap_read_unplug,zswap_load,swap_show
# shellcheck source=/dev/null
. /guest-lib.sh

# cost KIND: sets cost and calls.
cost() {
	# Some hundred VMAs are enough for the system calls.
	/w/fault_cost -k "$1" -p 200 -r 5 >/tmp/out || exit 1
	calls=$(sed -n 's/^fault_cost: touches \([0-9]*\) .*/\1/p' /tmp/out)
	cost=$(sed -n 's/^fault_cost: .* cost //p' /tmp/out)
}

# setting KIND NAME SEEN PARAMETER...
setting() {
	what="$1 $2"
	seen=$3
	cost "$1"
	bare=$cost
	kind=$1
	shift 3
	insmod /ko/vmalockstat.ko "$@" || exit 1
	cost "$kind"
	echo "$what $cost $bare $calls $(sum_of "$seen")"
	rmmod vmalockstat
}

# A fault for each page of a file.
echo 4096 >/sys/kernel/debug/fault_around_bytes
for kind in $kinds; do
	cost "$kind"
done
for _ in $(seq "$passes"); do
	for kind in $kinds; do
		setting "$kind" default 'writer[.]attempt'
		setting "$kind" direct 'writer[.]attempt' direct=1
		setting "$kind" no_writer 'writer[.]attempt' \
			hooks="$all_but_writer"
		setting "$kind" all_faults 'vma_lock[.]attempt' all_faults=1
	done
done

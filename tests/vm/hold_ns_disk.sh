# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Where the time under the fault lock goes on a disk of which each read takes 100 ms: to
# sleeping for it, seen by a witness too.
# swap: disk
# default: none
# also: 7.3/disk 6.1/disk
# vm: --disk-opts throttling.iops-read=10

. ./lib.sh
. ./hold_witness.sh

# reads_shared WHAT: the fault lock is held until the disk has read.
reads_shared() {
	split_seen "$1" swap_shmem -k anon -p 20 -c $cgroup
	at_least "$1: shared memory came back" "$(get fault.$user_lock.shmem.major)" 20
	# 6.1 waits for the read of a single page inside swap_readpage().
	if has_vma_lock || ! hook_is swap_read armed; then
		time_at_least "$1: the fault sleeps for the disk, in percent" \
			"$(held_share asleep $user_lock)" 90
	else
		time_at_least "$1: the fault reads from the disk, in percent" \
			"$(held_share read $user_lock)" 90
	fi
	time_at_most "$1: it does not run, in percent" "$(held_share cpu $user_lock)" 10
}

# second_tries: a page that is gone again when its fault comes back is waited for with
# mmap_lock held.
second_tries() {
	split_seen "second tries" swap_writer -e -p 30 -c $cgroup
	if ! has_vma_lock; then
		skip "second tries wait with mmap_lock held" "6.1 waits inside swap_readpage()"
		return
	fi
	at_least "second tries waited with mmap_lock held" "$(get_time folio_wait.held.count)" 5
	time_at_least "which is most of the time that it was held, in percent" \
		"$(held_share folio_wait mmap)" 90
	equal "the same as in folio_wait.held" "$(sum 'hold_ns[.].*[.]folio_wait')" \
		"$(get_time folio_wait.held.sum)"
	equal "and none under the VMA lock" "$(get hold_ns.vma.folio_wait)" 0
}

# The clock of the scheduler is not the same on all CPUs of a machine that is emulated.
split_percent=15
swap_on
cgroup_make
load
split_on
reads_shared "shared memory"
second_tries
unload
load hooks=all,read
split_reads
reads_shared "shared memory, with the read"
done_testing

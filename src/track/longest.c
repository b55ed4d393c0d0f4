// SPDX-License-Identifier: GPL-2.0-only
/* Keeps the longest holds of each CPU, and finds the longest of all. */
#include <linux/cpumask.h>
#include <linux/kprobes.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/seqlock.h>
#include <linux/string.h>

#include "cgroup.h"
#include "track/longest.h"

static_assert(VLS_COMM_SIZE == TASK_COMM_LEN, "the name of a task fits");

void vls_longest_set(struct vls_bank __percpu *bank, enum vls_lock lock,
		     struct vls_longest *hold)
{
	struct vls_longest_cell *cell = &this_cpu_ptr(bank)->longest[lock];

	hold->ended_ns = ktime_get_mono_fast_ns();
	hold->cgroup = vls_current_cgroup();
	hold->pid = current->pid;
	hold->tgid = current->tgid;
	/* Another task may change it at this moment: it is only a name. */
	data_race(memcpy(hold->comm, current->comm, sizeof(hold->comm)));
	/* Not the functions that lockdep knows: the memory was not initialised for it. */
	raw_write_seqcount_begin(&cell->seq);
	cell->hold = *hold;
	raw_write_seqcount_end(&cell->seq);
}
NOKPROBE_SYMBOL(vls_longest_set);

void vls_longest_read(const struct vls_bank __percpu *bank, enum vls_lock lock,
		      struct vls_longest *longest)
{
	struct vls_longest hold;
	unsigned int seq;
	int cpu;

	memset(longest, 0, sizeof(*longest));
	for_each_possible_cpu(cpu) {
		const struct vls_longest_cell *cell = &per_cpu_ptr(bank, cpu)->longest[lock];

		do {
			seq = raw_read_seqcount_begin(&cell->seq);
			hold = cell->hold;
		} while (read_seqcount_retry(&cell->seq, seq));
		if (hold.held_ns > longest->held_ns)
			*longest = hold;
	}
}

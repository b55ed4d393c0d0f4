// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file longest, for programs: of each lock how long it was held at most and, if it was
 * held at all, how that time was spent, when that was, of which fault and by which task. What
 * is not known of the time, as of hold_ns.*, is left out.
 */
#include <linux/seq_file.h>
#include <linux/string.h>

#include "show/show.h"

static void number(struct seq_file *m, unsigned int lock, const char *field, u64 value)
{
	seq_printf(m, "longest.%s.%s %llu\n", vls_lock_name(lock), field, value);
}

static void text(struct seq_file *m, unsigned int lock, const char *field, const char *value)
{
	seq_printf(m, "longest.%s.%s %s\n", vls_lock_name(lock), field, value);
}

static void split(struct seq_file *m, const struct vls_header *head, unsigned int lock,
		  const struct vls_longest *hold)
{
	unsigned int i;

	for (i = 0; i < VLS_HELD_NR; i++)
		if (vls_available(head, vls_held_needs(i)))
			seq_printf(m, "longest.%s.%s_ns %llu\n", vls_lock_name(lock),
				   vls_held_name(i), hold->held_by[i]);
}

static void swap_device(struct seq_file *m, unsigned int lock, u8 swap)
{
	if (swap == VLS_SWAP_NONE) {
		text(m, lock, "swap", "none");
		return;
	}
	number(m, lock, "swap", swap - 1);
	seq_printf(m, "longest.%s.device ", vls_lock_name(lock));
	vls_show_device(m, swap);
	seq_putc(m, '\n');
}

static void fault(struct seq_file *m, const struct vls_header *head, unsigned int lock,
		  const struct vls_longest *hold)
{
	split(m, head, lock, hold);
	number(m, lock, "ended_ns", hold->ended_ns);
	text(m, lock, "kind", vls_kind_name(hold->kind));
	text(m, lock, "outcome", vls_outcome_name(hold->outcome));
	swap_device(m, lock, hold->swap);
	seq_printf(m, "longest.%s.address 0x%llx\n", vls_lock_name(lock), hold->address);
	number(m, lock, "pid", hold->pid);
	number(m, lock, "tgid", hold->tgid);
	number(m, lock, "cgroup", hold->cgroup);
	seq_printf(m, "longest.%s.comm ", vls_lock_name(lock));
	vls_show_comm(m, hold->comm);
	seq_putc(m, '\n');
}

void vls_show_longest(struct seq_file *m, const struct vls_longest_reading *reading)
{
	const struct vls_header *head = &reading->head;
	unsigned int lock;

	vls_show_header(m, head);
	for (lock = 0; lock < VLS_LOCK_NR && vls_holds_known(head); lock++) {
		number(m, lock, "held_ns", reading->of[lock].held_ns);
		if (reading->of[lock].held_ns)
			fault(m, head, lock, &reading->of[lock]);
	}
	seq_puts(m, "end\n");
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file stacks: each stack of tasks that had held a fault lock for longer than stacks=MS,
 * those that were seen most often first, with its functions, the innermost one first.
 */
#include <linux/seq_file.h>

#include "show/show.h"

static void print_task(struct seq_file *m, unsigned int i, const char *who,
		       const struct vls_stack_task *task)
{
	seq_printf(m, "stack.%u.%spid %d\n", i, who, task->pid);
	seq_printf(m, "stack.%u.%scomm ", i, who);
	vls_show_comm(m, task->comm);
	seq_putc(m, '\n');
}

static void print_stack(struct seq_file *m, unsigned int i, const struct vls_stack *stack)
{
	unsigned int entry;

	seq_printf(m, "stack.%u.lock %s\n", i, vls_lock_name(stack->lock));
	seq_printf(m, "stack.%u.count %llu\n", i, stack->count);
	seq_printf(m, "stack.%u.longest_ns %llu\n", i, stack->longest_ns);
	print_task(m, i, "", &stack->holder);
	seq_printf(m, "stack.%u.writers %llu\n", i, stack->writers);
	if (stack->writers)
		print_task(m, i, "writer_", &stack->writer);
	seq_printf(m, "stack.%u.frames %u\n", i, stack->nr_entries);
	for (entry = 0; entry < stack->nr_entries; entry++)
		seq_printf(m, "stack.%u.frame %pS\n", i, (void *)stack->entries[entry]);
}

void vls_show_stacks(struct seq_file *m, const struct vls_stacks_reading *reading)
{
	unsigned int i;

	vls_show_header(m, &reading->head);
	seq_printf(m, "stacks_ms %u\n", reading->ms);
	seq_printf(m, "samples %llu\n", reading->stacks.samples);
	seq_printf(m, "other %llu\n", reading->stacks.other);
	seq_printf(m, "stacks %u\n", reading->stacks.nr);
	for (i = 0; i < reading->stacks.nr; i++)
		print_stack(m, i, &reading->stacks.of[i]);
	seq_puts(m, "end\n");
}

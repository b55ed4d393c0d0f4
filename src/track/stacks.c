// SPDX-License-Identifier: GPL-2.0-only
/* Counts stacks. */
#include <linux/string.h>

#include "track/stacks.h"

static bool is_same(const struct vls_stack *a, const struct vls_stack *b)
{
	return a->lock == b->lock && a->nr_entries == b->nr_entries &&
	       !memcmp(a->entries, b->entries, a->nr_entries * sizeof(a->entries[0]));
}

static struct vls_stack *find(struct vls_stacks *stacks, const struct vls_stack *sample)
{
	unsigned int i;

	for (i = 0; i < stacks->nr; i++)
		if (is_same(&stacks->of[i], sample))
			return &stacks->of[i];
	return NULL;
}

/* Return: the stack that is worth least. */
static struct vls_stack *least(struct vls_stacks *stacks)
{
	struct vls_stack *stack, *found = &stacks->of[0];

	for (stack = found + 1; stack < stacks->of + stacks->nr; stack++)
		if (stack->count < found->count ||
		    (stack->count == found->count && stack->last < found->last))
			found = stack;
	return found;
}

static struct vls_stack *free_entry(struct vls_stacks *stacks)
{
	struct vls_stack *stack;

	if (stacks->nr < VLS_STACKS_NR)
		return &stacks->of[stacks->nr++];
	stack = least(stacks);
	stacks->other += stack->count;
	return stack;
}

static struct vls_stack *new_entry(struct vls_stacks *stacks, const struct vls_stack *sample)
{
	struct vls_stack *stack = free_entry(stacks);

	memset(stack, 0, sizeof(*stack));
	stack->lock = sample->lock;
	stack->nr_entries = sample->nr_entries;
	memcpy(stack->entries, sample->entries, sizeof(stack->entries));
	return stack;
}

void vls_stacks_add(struct vls_stacks *stacks, const struct vls_stack *sample)
{
	struct vls_stack *stack = find(stacks, sample) ?: new_entry(stacks, sample);

	stack->count++;
	stack->last = ++stacks->samples;
	if (sample->longest_ns > stack->longest_ns) {
		stack->longest_ns = sample->longest_ns;
		stack->holder = sample->holder;
	}
	if (!sample->writer.pid)
		return;
	stack->writers++;
	if (sample->longest_ns > stack->writer_ns) {
		stack->writer_ns = sample->longest_ns;
		stack->writer = sample->writer;
	}
}

/* A few, and nearly always in order: by insertion. */
void vls_stacks_sort(struct vls_stacks *stacks)
{
	unsigned int i, at;

	for (i = 1; i < stacks->nr; i++) {
		struct vls_stack stack = stacks->of[i];

		for (at = i; at && stacks->of[at - 1].count < stack.count; at--)
			stacks->of[at] = stacks->of[at - 1];
		stacks->of[at] = stack;
	}
}

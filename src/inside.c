// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which fault is the current task inside of? A kretprobe keeps a list of them for
 * each task; of a direct call only this table knows. There is none without
 * direct=1.
 *
 * A slot is claimed by writing its task, which lies within WINDOW slots from its
 * hash and is there for as long as it is inside do_swap_page(): its address names
 * nobody else meanwhile. All but the claim is its own doing.
 */
#include <linux/hash.h>
#include <linux/kprobes.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sched.h>

#include "fault.h"
#include "inside.h"

#define WINDOW	16

struct slot {
	const struct task_struct *task;	/* NULL: free */
	struct vls_fault *fault;
};

static struct slot *slots;
static unsigned int bits;

/* The window may reach over the end: there is one more there. */
static struct slot *window(void)
{
	return &slots[hash_ptr(current, bits)];
}
NOKPROBE_SYMBOL(window);

bool vls_inside_put(struct vls_fault *fault)
{
	struct slot *slot = window();
	const struct slot *end = slot + WINDOW;

	for (; slot < end; slot++) {
		if (READ_ONCE(slot->task) || cmpxchg(&slot->task, NULL, current))
			continue;
		slot->fault = fault;
		fault->slot = slot - slots;
		return true;
	}
	return false;
}
NOKPROBE_SYMBOL(vls_inside_put);

void vls_inside_drop(const struct vls_fault *fault)
{
	/* Whoever claims the slot next writes it after our reads. */
	smp_store_release(&slots[fault->slot].task, NULL);
}
NOKPROBE_SYMBOL(vls_inside_drop);

struct vls_fault *vls_inside_get(void)
{
	const struct slot *slot = window();
	const struct slot *end = slot + WINDOW;

	for (; slot < end; slot++)
		if (READ_ONCE(slot->task) == current)
			return slot->fault;
	return NULL;
}
NOKPROBE_SYMBOL(vls_inside_get);

/* Twice as many slots as faults: hardly any window is full then. */
static size_t slots_nr(void)
{
	return (1UL << bits) + WINDOW;
}

int vls_inside_init(unsigned int max_faults)
{
	if (!max_faults)
		return 0;
	bits = order_base_2(max(2 * max_faults, 2U * WINDOW));
	slots = kvcalloc(slots_nr(), sizeof(*slots), GFP_KERNEL);
	return slots ? 0 : -ENOMEM;
}

size_t vls_inside_bytes(void)
{
	return slots ? slots_nr() * sizeof(*slots) : 0;
}

void vls_inside_exit(void)
{
	kvfree(slots);
	slots = NULL;
}

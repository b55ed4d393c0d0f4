// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fault that each task is executing. With kretprobes the kernel has a list for each task;
 * for direct calls this table is needed. It is not allocated without direct=1.
 *
 * A slot is claimed by writing its task. It lies within WINDOW slots from the hash of the
 * task, which exists for as long as it is in do_swap_page(): its address names no other
 * task in between. Only the claim can contend. That makes this table different from the
 * others of the module (retries.c, folio_waits.c, rows.c): a slot belongs to the running
 * task alone and is freed by it.
 *
 * A task that dies of an oops in a fault leaves its slot behind. The time at which a task
 * was started distinguishes it from a later one at the same address, so the slot is never
 * found again. It is reclaimed when such a task, or the dying one itself, begins a fault
 * and finds it: a task executes one fault at a time.
 */
#include <linux/hash.h>
#include <linux/kprobes.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sched.h>

#include "memory.h"
#include "track/active_faults.h"

#define WINDOW	16

struct slot {
	const struct task_struct *task;	/* NULL: free */
	u64 start_time;			/* of the task */
	void *fault;
};

static struct slot *slots;
static unsigned int bits;

/* The window of the last slot ends WINDOW slots later: slots_nr() counts these too. */
static struct slot *window(void)
{
	return &slots[hash_ptr(current, bits)];
}
NOKPROBE_SYMBOL(window);

void *vls_active_fault_put(void *fault)
{
	struct slot *slot = window();
	const struct slot *end = slot + WINDOW;
	const struct task_struct *task;

	for (; slot < end; slot++) {
		task = READ_ONCE(slot->task);
		if (task ? task != current : cmpxchg(&slot->task, NULL, current) != NULL)
			continue;
		slot->start_time = current->start_time;
		slot->fault = fault;
		return slot;
	}
	return NULL;
}
NOKPROBE_SYMBOL(vls_active_fault_put);

void vls_active_fault_drop(void *slot)
{
	/* The next owner of the slot must not write to it before this task has read it. */
	smp_store_release(&((struct slot *)slot)->task, NULL);
}
NOKPROBE_SYMBOL(vls_active_fault_drop);

void *vls_active_fault_get(void)
{
	const struct slot *slot = window();
	const struct slot *end = slot + WINDOW;

	for (; slot < end; slot++)
		if (READ_ONCE(slot->task) == current &&
		    slot->start_time == current->start_time)
			return slot->fault;
	return NULL;
}
NOKPROBE_SYMBOL(vls_active_fault_get);

/* With twice as many slots as faults hardly any window is full. */
static unsigned int bits_for(unsigned int max_faults)
{
	return order_base_2(max(2 * max_faults, 2U * WINDOW));
}

static size_t slots_nr(unsigned int bits)
{
	return (1UL << bits) + WINDOW;
}

size_t vls_active_faults_size(unsigned int max_faults)
{
	return slots_nr(bits_for(max_faults)) * sizeof(struct slot);
}

int vls_active_faults_init(unsigned int max_faults)
{
	if (!max_faults)
		return 0;
	bits = bits_for(max_faults);
	slots = kvcalloc(slots_nr(bits), sizeof(*slots), GFP_KERNEL);
	return slots ? 0 : -ENOMEM;
}

size_t vls_active_faults_bytes(void)
{
	return vls_memory_taken(slots, slots_nr(bits) * sizeof(*slots));
}

void vls_active_faults_exit(void)
{
	kvfree(slots);
	slots = NULL;
}

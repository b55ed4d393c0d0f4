// SPDX-License-Identifier: GPL-2.0-only
/*
 * The link from a retry to the call of lock_mm_and_find_vma() that follows it: a
 * record per task, in a table of fixed size. Only faults that retried touch
 * it.
 *
 * A slot is claimed by writing its key, which names the task (pid and the
 * time that it was started: a pid alone comes back) and the state of the
 * record. Handlers only ever look for the key of the current task, so a
 * record has one writer; the reader may take away that of a dead task, with a
 * cmpxchg() of a key that no living task can have.
 *
 * A key lies within VLS_PENDING_WINDOW slots from its hash, its home, and each home
 * has a bit for each of these slots that has a key of its own: one word says where to
 * look, and mostly that there is nothing.
 */
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/hash.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "pending.h"
#include "stats.h"

#define VLS_PENDING_WINDOW	32

#define KEY_STATE_BITS		3
#define KEY_STATE_MASK		((1ULL << KEY_STATE_BITS) - 1)
#define KEY_START_MASK		(0xffffffffULL & ~KEY_STATE_MASK)

/* Of a record that the reader is about to free: no task has it. */
#define KEY_FREEING		((u64)VLS_PENDING_FILLING)

static u64 *keys;
/* A bit for each slot of the window that has a key of this home. */
static atomic_t *near;
static struct vls_pending *records;
static unsigned int bits;

/* The key of @task without a state. */
static u64 task_key(const struct task_struct *task)
{
	/* In steps of about a millisecond: comes round after 6 days. */
	return ((u64)(u32)task->pid << 32) |
	       (((task->start_time >> 20) << KEY_STATE_BITS) & KEY_START_MASK);
}

static enum vls_pending_state key_state(u64 key)
{
	return key & KEY_STATE_MASK;
}

static u64 key_task(u64 key)
{
	return key & ~KEY_STATE_MASK;
}

static unsigned int home_of(u64 key)
{
	return hash_32(key >> 32, bits);
}

static unsigned int window_slot(unsigned int home, unsigned int i)
{
	return (home + i) & ((1U << bits) - 1);
}

/* The bit of @slot in its window. */
static u32 near_bit(unsigned int home, unsigned int slot)
{
	return 1U << ((slot - home) & ((1U << bits) - 1));
}

/* Claim a slot for the current task, or -1. */
static int claim_slot(void)
{
	u64 mine = task_key(current) | VLS_PENDING_FILLING;
	unsigned int home = home_of(mine);
	unsigned int i;

	for (i = 0; i < VLS_PENDING_WINDOW; i++) {
		unsigned int slot = window_slot(home, i);

		if (READ_ONCE(keys[slot]) || cmpxchg64(&keys[slot], 0, mine))
			continue;
		atomic_or(1U << i, &near[home]);
		return slot;
	}
	return -1;
}

/**
 * vls_pending_find() - the record of the current task
 *
 * Return: where it is, for the functions below, or -1 if the task has none.
 */
int vls_pending_find(void)
{
	u64 mine = task_key(current);
	unsigned int home = home_of(mine);
	u32 left = atomic_read(&near[home]);

	for (; left; left &= left - 1) {
		unsigned int slot = window_slot(home, __ffs(left));

		if (key_task(READ_ONCE(keys[slot])) == mine)
			return slot;
	}
	return -1;
}

/**
 * vls_pending_put() - the current task's swap fault retried
 * @rec: what to remember of it
 * @state: under which lock: VLS_PENDING_RETRIED or VLS_PENDING_AGAIN
 * @was: state of the record that the task still had from before, if any
 * @old: that record
 *
 * Return: false when no slot is free where the task may have one.
 */
bool vls_pending_put(const struct vls_pending *rec,
		     enum vls_pending_state state,
		     enum vls_pending_state *was, struct vls_pending *old)
{
	u64 mine = task_key(current);
	int slot = vls_pending_find();

	*was = VLS_PENDING_NONE;
	if (slot >= 0) {
		*was = key_state(READ_ONCE(keys[slot]));
		*old = records[slot];
	} else {
		slot = claim_slot();
		if (slot < 0)
			return false;
	}
	WRITE_ONCE(records[slot].released_ns, rec->released_ns);
	records[slot].vma = rec->vma;
	WRITE_ONCE(records[slot].address, rec->address);
	WRITE_ONCE(records[slot].period, rec->period);
	WRITE_ONCE(records[slot].mm_lock_seq, rec->mm_lock_seq);
	records[slot].swap = rec->swap;
	/* The reader sees the record whole. */
	smp_store_release(&keys[slot], mine | state);
	return true;
}

/* The record of the current task at @slot. */
enum vls_pending_state vls_pending_state(int slot)
{
	return slot < 0 ? VLS_PENDING_NONE : key_state(READ_ONCE(keys[slot]));
}

const struct vls_pending *vls_pending_at(int slot)
{
	return &records[slot];
}

/* The current task, which has it, has come to mmap_lock. */
void vls_pending_set_fallback(int slot)
{
	WRITE_ONCE(keys[slot], key_task(READ_ONCE(keys[slot])) | VLS_PENDING_FALLBACK);
}

/* The slot of @key is free, once its home does not know of it any more. */
static void free_slot(unsigned int slot, u64 key)
{
	unsigned int home = home_of(key);

	atomic_andnot(near_bit(home, slot), &near[home]);
	/* Whoever claims the slot next writes its record after our reads. */
	smp_store_release(&keys[slot], 0);
}

/* It has served. */
void vls_pending_drop(int slot)
{
	free_slot(slot, READ_ONCE(keys[slot]));
}

/* Tasks that retried under the VMA lock in @period and have not come to mmap_lock. */
u64 vls_pending_count(u32 period)
{
	unsigned int slot;
	u64 n = 0;

	for (slot = 0; slot < 1U << bits; slot++) {
		/* Pairs with the release in vls_pending_put(). */
		u64 key = smp_load_acquire(&keys[slot]);

		if (key_state(key) == VLS_PENDING_RETRIED &&
		    READ_ONCE(records[slot].period) == period)
			n++;
	}
	return n;
}

static bool key_alive(u64 key)
{
	struct task_struct *task;
	bool alive;

	rcu_read_lock();
	task = pid_task(find_pid_ns(key >> 32, &init_pid_ns), PIDTYPE_PID);
	alive = task && task_key(task) == key_task(key);
	rcu_read_unlock();
	return alive;
}

/*
 * Free the record of a dead task. Off with preemption, as for a handler, so
 * that the period stays while it is compared.
 */
static void reap_slot(unsigned int slot, u64 key)
{
	u32 period = READ_ONCE(records[slot].period);

	preempt_disable();
	if (cmpxchg64(&keys[slot], key, KEY_FREEING) == key) {
		free_slot(slot, key);
		if (key_state(key) == VLS_PENDING_RETRIED &&
		    period == READ_ONCE(vls_period))
			vls_count(abandoned);
	}
	preempt_enable();
}

/**
 * vls_pending_reap() - free the records of dead tasks
 *
 * A task leaves its record behind when it dies before it takes mmap_lock and
 * nothing saw it go.
 *
 * Return: how many living tasks are between a retry and its fallback.
 */
u64 vls_pending_reap(void)
{
	unsigned int slot;
	u32 period = READ_ONCE(vls_period);

	for (slot = 0; slot < 1U << bits; slot++) {
		/* Pairs with the release in vls_pending_put(). */
		u64 key = smp_load_acquire(&keys[slot]);

		if (key && key_state(key) != VLS_PENDING_FILLING &&
		    !key_alive(key))
			reap_slot(slot, key);
		cond_resched();
	}
	return period ? vls_pending_count(period) : 0;
}

/*
 * Twice as many slots as faults: with the table half full hardly any window
 * of that size is.
 */
int vls_pending_init(unsigned int max_faults)
{
	bits = order_base_2(max(2 * max_faults, 2U * VLS_PENDING_WINDOW));
	keys = kvcalloc(1UL << bits, sizeof(*keys), GFP_KERNEL);
	near = kvcalloc(1UL << bits, sizeof(*near), GFP_KERNEL);
	records = kvcalloc(1UL << bits, sizeof(*records), GFP_KERNEL);
	if (!keys || !near || !records) {
		vls_pending_exit();
		return -ENOMEM;
	}
	return 0;
}

size_t vls_pending_bytes(void)
{
	return (sizeof(*keys) + sizeof(*near) + sizeof(*records)) << bits;
}

void vls_pending_exit(void)
{
	kvfree(keys);
	kvfree(near);
	kvfree(records);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Link a retry to the call of lock_mm_and_find_vma() that follows it: a record for each task
 * whose swap fault retried, in a table of fixed size.
 *
 * A slot is claimed by writing its key: the task (its pid, and its start time, as pids are
 * reused) and the state of the record. Handlers look only for the key of the current task,
 * so a record has one writer. A snapshot frees the record of a dead task, after a cmpxchg()
 * to a key that no task has.
 *
 * A key lies within WINDOW slots from its hash, its home slot. The bitmap of a home slot has
 * a bit for each of these slots whose key has this home slot. Each fault that takes mmap_lock
 * looks for a record, mostly in vain, and one word answers that. This makes the table
 * different from the others (active_faults.c, folio_waits.c, rows.c).
 */
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/hash.h>
#include <linux/kprobes.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "counters.h"
#include "memory.h"
#include "track/retries.h"

#define WINDOW	32

#define KEY_STATE_BITS		3
#define KEY_STATE_MASK		((1ULL << KEY_STATE_BITS) - 1)
#define KEY_START_MASK		(0xffffffffULL & ~KEY_STATE_MASK)

/* The key of a record that is being freed for a dead task. */
#define KEY_FREEING		((u64)VLS_RETRY_FILLING)

static u64 *keys;
/* For each home slot, a bit for each slot of its window whose key has this home slot. */
static atomic_t *home_bits;
static struct vls_retry *records;
static unsigned int bits;

/* The key of @task without a state. */
static __always_inline u64 task_key(const struct task_struct *task)
{
	/* The start time in units of 2^20 ns. Its 29 bits wrap around after 6 days. */
	return ((u64)(u32)task->pid << 32) |
	       (((task->start_time >> 20) << KEY_STATE_BITS) & KEY_START_MASK);
}

static __always_inline enum vls_retry_state key_state(u64 key)
{
	return key & KEY_STATE_MASK;
}

static __always_inline u64 key_task(u64 key)
{
	return key & ~KEY_STATE_MASK;
}

static __always_inline unsigned int home_of(u64 key)
{
	return hash_32(key >> 32, bits);
}

static __always_inline unsigned int window_slot(unsigned int home, unsigned int i)
{
	return (home + i) & ((1U << bits) - 1);
}

/* The bit of @slot in its window. */
static __always_inline u32 home_bit(unsigned int home, unsigned int slot)
{
	return 1U << ((slot - home) & ((1U << bits) - 1));
}

/* Claim a slot for the current task. Return: the slot, or -1 if its window is full. */
static int claim_slot(void)
{
	u64 mine = task_key(current) | VLS_RETRY_FILLING;
	unsigned int home = home_of(mine);
	unsigned int i;

	for (i = 0; i < WINDOW; i++) {
		unsigned int slot = window_slot(home, i);

		if (READ_ONCE(keys[slot]) || cmpxchg64(&keys[slot], 0, mine))
			continue;
		atomic_or(1U << i, &home_bits[home]);
		return slot;
	}
	return -1;
}
NOKPROBE_SYMBOL(claim_slot);

int vls_retry_find(void)
{
	u64 mine = task_key(current);
	unsigned int home = home_of(mine);
	u32 left = atomic_read(&home_bits[home]);

	for (; left; left &= left - 1) {
		unsigned int slot = window_slot(home, __ffs(left));

		if (key_task(READ_ONCE(keys[slot])) == mine)
			return slot;
	}
	return -1;
}
NOKPROBE_SYMBOL(vls_retry_find);

bool vls_retry_put(const struct vls_retry *rec,
		     enum vls_retry_state state,
		     enum vls_retry_state *was, struct vls_retry *old)
{
	u64 mine = task_key(current);
	int slot = vls_retry_find();

	*was = VLS_RETRY_NONE;
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
	WRITE_ONCE(records[slot].epoch, rec->epoch);
	WRITE_ONCE(records[slot].mm_lock_seq, rec->mm_lock_seq);
	records[slot].swap = rec->swap;
	/* vls_retry_count() and vls_retry_reap() must see the record complete. */
	smp_store_release(&keys[slot], mine | state);
	return true;
}
NOKPROBE_SYMBOL(vls_retry_put);

enum vls_retry_state vls_retry_state(int slot)
{
	return slot < 0 ? VLS_RETRY_NONE : key_state(READ_ONCE(keys[slot]));
}
NOKPROBE_SYMBOL(vls_retry_state);

const struct vls_retry *vls_retry_at(int slot)
{
	return &records[slot];
}
NOKPROBE_SYMBOL(vls_retry_at);

void vls_retry_set_fallback(int slot)
{
	WRITE_ONCE(keys[slot], key_task(READ_ONCE(keys[slot])) | VLS_RETRY_FALLBACK);
}
NOKPROBE_SYMBOL(vls_retry_set_fallback);

/*
 * Clear the home bit first: a slot must not be claimed again while its home still points
 * at it.
 */
static void free_slot(unsigned int slot, u64 key)
{
	unsigned int home = home_of(key);

	atomic_andnot(home_bit(home, slot), &home_bits[home]);
	/* The next owner of the slot must not write its record before this one has read it. */
	smp_store_release(&keys[slot], 0);
}
NOKPROBE_SYMBOL(free_slot);

void vls_retry_drop(int slot)
{
	free_slot(slot, READ_ONCE(keys[slot]));
}
NOKPROBE_SYMBOL(vls_retry_drop);

u64 vls_retry_count(u32 epoch)
{
	unsigned int slot;
	u64 n = 0;

	for (slot = 0; slot < 1U << bits; slot++) {
		/* Pairs with the release in vls_retry_put(). */
		u64 key = smp_load_acquire(&keys[slot]);

		if (key_state(key) == VLS_RETRY_VMA &&
		    READ_ONCE(records[slot].epoch) == epoch)
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
 * Free the record of a dead task. Disable preemption, as in a handler: it counts in a bank,
 * which is cleared only after a grace period.
 */
static void reap_slot(unsigned int slot, u64 key)
{
	u32 epoch = READ_ONCE(records[slot].epoch);

	preempt_disable();
	if (cmpxchg64(&keys[slot], key, KEY_FREEING) == key) {
		free_slot(slot, key);
		if (key_state(key) == VLS_RETRY_VMA && epoch == READ_ONCE(vls_epoch))
			vls_count(vls_bank_of(epoch), abandoned);
	}
	preempt_enable();
}

void vls_retry_reap(void)
{
	unsigned int slot;

	for (slot = 0; slot < 1U << bits; slot++) {
		/* Pairs with the release in vls_retry_put(). */
		u64 key = smp_load_acquire(&keys[slot]);

		if (key && key_state(key) != VLS_RETRY_FILLING && !key_alive(key))
			reap_slot(slot, key);
		cond_resched();
	}
}

/*
 * With half as many slots again as faults hardly any window is full: test_retries.c has the
 * proof.
 */
static unsigned int bits_for(unsigned int max_faults)
{
	return order_base_2(max(max_faults + max_faults / 2, 2U * WINDOW));
}

size_t vls_retries_size(unsigned int max_faults)
{
	return (sizeof(*keys) + sizeof(*home_bits) + sizeof(*records)) << bits_for(max_faults);
}

int vls_retries_init(unsigned int max_faults)
{
	bits = bits_for(max_faults);
	keys = kvcalloc(1UL << bits, sizeof(*keys), GFP_KERNEL);
	home_bits = kvcalloc(1UL << bits, sizeof(*home_bits), GFP_KERNEL);
	records = kvcalloc(1UL << bits, sizeof(*records), GFP_KERNEL);
	return keys && home_bits && records ? 0 : -ENOMEM;
}

size_t vls_retries_bytes(void)
{
	return vls_memory_taken(keys, sizeof(*keys) << bits) +
	       vls_memory_taken(home_bits, sizeof(*home_bits) << bits) +
	       vls_memory_taken(records, sizeof(*records) << bits);
}

void vls_retries_exit(void)
{
	kvfree(keys);
	kvfree(home_bits);
	kvfree(records);
}

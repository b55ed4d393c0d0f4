// SPDX-License-Identifier: GPL-2.0-only
/*
 * The writers that would have been blocked, and for how long, had the swap faults that wait
 * for a folio kept the VMA lock.
 *
 * The faults that wait after dropping the lock of a VMA are in a table, by that VMA: one slot
 * counts all that wait on it. The first writer that locks the VMA finds them. It would have
 * had to wait until the last of them is done, and no other fault could have joined them in
 * between: so it hides the slot, and the last of the waits frees it.
 *
 * The VMA is not accessed; its address is only a name. It cannot name another VMA: a VMA is
 * locked by a writer before it is freed, and that writer has hidden the slot. A fault enters
 * the table while it still holds the VMA lock, and the writer acquires it later: so each sees
 * what the other has done.
 *
 * Tasks change each other's slots here, which makes this table different from the others
 * (retries.c, active_faults.c, rows.c): each bucket has a lock. It is held for a few
 * instructions, by faults that wait and by writers that find a wait.
 */
#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/hash.h>
#include <linux/kprobes.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/spinlock.h>

#include "counters.h"
#include "memory.h"
#include "track/folio_waits.h"

#define BUCKET_SLOTS	8

struct slot {
	const void *vma;	/* NULL: free, or hidden by a writer */
	u64 writer_ns;		/* when the writer acquired the lock */
	u32 waits;		/* 0: free */
	u32 epoch;		/* in which the waits began */
	bool writer;		/* a writer has hidden it */
};

struct bucket {
	raw_spinlock_t lock;
	struct slot slots[BUCKET_SLOTS];
} ____cacheline_aligned;

static struct bucket *buckets;
static unsigned int bits;
/* The waits in the whole table. Mostly there are none, and a writer need not search. */
static atomic_t waits_now;

static struct bucket *bucket_of(const void *vma)
{
	return &buckets[hash_ptr((void *)vma, bits)];
}
NOKPROBE_SYMBOL(bucket_of);

/* Return: the slot of the waits on @vma, else a free one, else NULL. */
static struct slot *slot_for(struct bucket *bucket, const void *vma, u32 epoch)
{
	struct slot *slot, *found = NULL;

	for (slot = bucket->slots; slot < bucket->slots + BUCKET_SLOTS; slot++) {
		if (slot->vma == vma && slot->epoch == epoch)
			return slot;
		if (!slot->waits)
			found = slot;
	}
	return found;
}
NOKPROBE_SYMBOL(slot_for);

static struct slot *slot_enter(struct bucket *bucket, const void *vma, u32 epoch)
{
	struct slot *slot = slot_for(bucket, vma, epoch);

	if (!slot)
		return NULL;
	if (!slot->waits) {
		slot->writer = false;
		slot->epoch = epoch;
		WRITE_ONCE(slot->vma, vma);
	}
	slot->waits++;
	return slot;
}
NOKPROBE_SYMBOL(slot_enter);

void vls_folio_wait_begin(struct vls_folio_wait *wait, const void *vma, u32 epoch)
{
	struct bucket *bucket = bucket_of(vma);
	struct slot *slot;

	atomic_inc(&waits_now);
	raw_spin_lock(&bucket->lock);
	slot = slot_enter(bucket, vma, epoch);
	raw_spin_unlock(&bucket->lock);
	wait->lost = !slot;
	if (!slot)
		atomic_dec(&waits_now);
	else
		wait->slot = (bucket - buckets) * BUCKET_SLOTS +
			     (slot - bucket->slots) + 1;
}
NOKPROBE_SYMBOL(vls_folio_wait_begin);

void vls_folio_wait_end(struct vls_folio_wait *wait)
{
	struct bucket *bucket;
	struct slot *slot;

	if (!wait->slot)
		return;
	bucket = &buckets[(wait->slot - 1) / BUCKET_SLOTS];
	slot = &bucket->slots[(wait->slot - 1) % BUCKET_SLOTS];
	raw_spin_lock(&bucket->lock);
	wait->blocking = slot->writer;
	wait->last = !--slot->waits;
	if (wait->blocking && vls_timed())
		wait->writer_ns = vls_elapsed(slot->writer_ns, vls_clock());
	if (wait->last)
		WRITE_ONCE(slot->vma, NULL);
	raw_spin_unlock(&bucket->lock);
	atomic_dec(&waits_now);
}
NOKPROBE_SYMBOL(vls_folio_wait_end);

bool vls_folio_wait_count(const struct vls_folio_wait *wait,
			  struct vls_bank __percpu *bank)
{
	if (wait->mm_writer)
		vls_count(bank, whatif_hold_mm_writer);
	if (wait->lost)
		vls_count(bank, whatif_hold[VLS_WHATIF_HOLD_WAITS_LOST]);
	if (!wait->slot)
		return false;
	if (!wait->blocking) {
		vls_count(bank, whatif_hold[VLS_WHATIF_HOLD_WAITS_FREE]);
		return false;
	}
	vls_count(bank, whatif_hold[VLS_WHATIF_HOLD_WAITS_BLOCKING]);
	if (!wait->last)
		return false;
	vls_count(bank, whatif_hold[VLS_WHATIF_HOLD_WRITERS_BLOCKED]);
	if (vls_timed())
		vls_time(bank, whatif_hold_writer_wait, wait->writer_ns);
	return true;
}
NOKPROBE_SYMBOL(vls_folio_wait_count);

static bool bucket_has(const struct bucket *bucket, const void *vma)
{
	int i;

	for (i = 0; i < BUCKET_SLOTS; i++)
		if (READ_ONCE(bucket->slots[i].vma) == vma)
			return true;
	return false;
}
NOKPROBE_SYMBOL(bucket_has);

/* There may be a slot for each epoch in which a wait on @vma began: hide all of them. */
void vls_folio_wait_writer(const void *vma, bool counted)
{
	struct bucket *bucket = bucket_of(vma);
	u64 now;
	int i;

	/* Pairs with the release of the VMA lock by the fault, which the writer has seen. */
	smp_rmb();
	if (likely(!atomic_read(&waits_now)) || likely(!bucket_has(bucket, vma)))
		return;
	now = vls_timed() ? vls_clock() : 0;
	raw_spin_lock(&bucket->lock);
	for (i = 0; i < BUCKET_SLOTS; i++) {
		struct slot *slot = &bucket->slots[i];

		if (slot->vma != vma)
			continue;
		WRITE_ONCE(slot->vma, NULL);
		slot->writer = counted;
		slot->writer_ns = now;
	}
	raw_spin_unlock(&bucket->lock);
}
NOKPROBE_SYMBOL(vls_folio_wait_writer);

/* Twice as many slots as faults, in case that each waits on another VMA. */
static unsigned int bits_for(unsigned int max_faults)
{
	return order_base_2(max(max_faults / (BUCKET_SLOTS / 2), 2U));
}

size_t vls_folio_waits_size(unsigned int max_faults)
{
	return sizeof(*buckets) << bits_for(max_faults);
}

int vls_folio_waits_init(unsigned int max_faults)
{
	unsigned int i;

	bits = bits_for(max_faults);
	buckets = kvcalloc(1UL << bits, sizeof(*buckets), GFP_KERNEL);
	if (!buckets)
		return -ENOMEM;
	for (i = 0; i < 1U << bits; i++)
		raw_spin_lock_init(&buckets[i].lock);
	return 0;
}

size_t vls_folio_waits_bytes(void)
{
	return vls_memory_taken(buckets, sizeof(*buckets) << bits);
}

void vls_folio_waits_exit(void)
{
	kvfree(buckets);
}

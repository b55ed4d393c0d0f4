// SPDX-License-Identifier: GPL-2.0-only
/*
 * A slot is claimed by writing the pid of its task and freed by that task, as in
 * active_faults.c. What makes this table different: other CPUs read a slot while its task
 * writes to it. The time of entry is written last and cleared first, and no two faults have
 * the same: what is read between two reads of the same time belongs together.
 *
 * The task itself is not in the slot, only its pid and its start time: one that dies of an
 * oops in a fault leaves its slot behind. That slot is lost.
 */
#include <linux/atomic.h>
#include <linux/hash.h>
#include <linux/kprobes.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sched.h>

#include "clock.h"
#include "memory.h"
#include "track/holders.h"

/* A holder lies within this number of slots from the hash of its pid. */
#define WINDOW	16

struct vls_holder {
	int pid;		/* 0: free */
	u32 epoch;
	u64 start_time;
	u64 entered_ns;		/* 0: the rest is not valid */
	u8 lock;
};

DEFINE_STATIC_KEY_FALSE(vls_holders_key);

static struct vls_holder *holders;
static unsigned int bits;

struct vls_holder *vls_holder_put(enum vls_lock lock, u32 epoch)
{
	struct vls_holder *holder = &holders[hash_32(current->pid, bits)];
	const struct vls_holder *end = holder + WINDOW;

	for (; holder < end; holder++) {
		if (READ_ONCE(holder->pid) || cmpxchg(&holder->pid, 0, current->pid))
			continue;
		WRITE_ONCE(holder->epoch, epoch);
		WRITE_ONCE(holder->start_time, current->start_time);
		WRITE_ONCE(holder->lock, lock);
		/* Pairs with vls_holder_read(). */
		smp_store_release(&holder->entered_ns, vls_clock());
		return holder;
	}
	return NULL;
}
NOKPROBE_SYMBOL(vls_holder_put);

void vls_holder_drop(struct vls_holder *holder)
{
	WRITE_ONCE(holder->entered_ns, 0);
	/* The next owner of the slot must not write to it before that is seen. */
	smp_store_release(&holder->pid, 0);
}
NOKPROBE_SYMBOL(vls_holder_drop);

unsigned int vls_holders_nr(void)
{
	return holders ? (1U << bits) + WINDOW : 0;
}

bool vls_holder_read(unsigned int i, struct vls_holder_view *view)
{
	const struct vls_holder *holder = &holders[i];

	/* Pairs with vls_holder_put(). */
	view->entered_ns = smp_load_acquire(&holder->entered_ns);
	if (!view->entered_ns)
		return false;
	view->pid = READ_ONCE(holder->pid);
	view->start_time = READ_ONCE(holder->start_time);
	view->epoch = READ_ONCE(holder->epoch);
	view->lock = READ_ONCE(holder->lock);
	return vls_holder_is(i, view);
}

bool vls_holder_is(unsigned int i, const struct vls_holder_view *view)
{
	/* After whatever was read of the fault. */
	smp_rmb();
	return READ_ONCE(holders[i].entered_ns) == view->entered_ns;
}

/* With twice as many slots as faults hardly any window is full. */
int vls_holders_alloc(unsigned int max_faults)
{
	if (holders)
		return 0;
	bits = order_base_2(max(2 * max_faults, 2U * WINDOW));
	holders = kvcalloc((1U << bits) + WINDOW, sizeof(*holders), GFP_KERNEL);
	return holders ? 0 : -ENOMEM;
}

void vls_holders_switch(bool on)
{
	if (on)
		static_branch_enable(&vls_holders_key);
	else
		static_branch_disable(&vls_holders_key);
}

size_t vls_holders_bytes(void)
{
	return vls_memory_taken(holders, vls_holders_nr() * sizeof(*holders));
}

void vls_holders_exit(void)
{
	kvfree(holders);
	holders = NULL;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * A delayed work goes through the table of holders. A task is found by its pid under
 * rcu_read_lock(), so it cannot go away while it is looked at; the kernel pins its stack while
 * it reads it. The task may wake up, go on or die in between: what was read counts only if the
 * slot of its fault has not changed.
 *
 * Each run is bounded: by the number of samples it takes, going on from there the next time,
 * and by the time until the next run, which is many times what this one has taken.
 */
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "counters.h"
#include "memory.h"
#include "track/holders.h"
#include "track/sampler.h"

/* The most that one run takes. */
#define SAMPLES_PER_RUN	64
/* A run may take one part in this many of the time. */
#define REST		20
/* Else the time between two runs is half the threshold, within these bounds. */
#define PERIOD_MIN_MS	10
#define PERIOD_MAX_MS	1000

struct sampler {
	struct workqueue_struct *wq;
	struct delayed_work work;
	struct mutex lock;	/* of stacks */
	struct vls_stacks stacks;
	u64 threshold_ns;
	unsigned int next;	/* slot of the table at which the next run begins */
};

/* Allocated when stacks are first asked for. */
static struct sampler *sampler;
static unsigned int max_faults;

static void copy_task(struct vls_stack_task *to, const struct task_struct *task)
{
	to->pid = task->pid;
	/* It may be changed at this moment: it is only a name. */
	data_race(memcpy(to->comm, task->comm, sizeof(to->comm)));
}

/* The task of a holder, under rcu_read_lock(). Return: NULL if it is gone. */
static struct task_struct *holder_task(const struct vls_holder_view *holder)
{
	struct task_struct *task =
		pid_task(find_pid_ns(holder->pid, &init_pid_ns), PIDTYPE_PID);

	return task && task->start_time == holder->start_time ? task : NULL;
}

/*
 * The task that holds mmap_lock for writing while another holds the lock of one of its VMAs.
 * It can hardly be but waiting for that, or between two VMAs. A fault under mmap_lock keeps
 * writers from getting it, and who queues for it is not known.
 */
static void find_writer(struct vls_stack *sample, struct task_struct *task)
{
	const struct task_struct *writer;

	if (sample->lock != VLS_LOCK_VMA)
		return;
	/* The mm does not go away while its task is locked. */
	task_lock(task);
	writer = task->mm ? vls_compat_mmap_writer(task->mm) : NULL;
	/* A writer gives mmap_lock back before it dies, and then RCU protects it. */
	if (writer && writer != task)
		copy_task(&sample->writer, writer);
	task_unlock(task);
}

static void count(const struct vls_stack *sample, u32 epoch)
{
	mutex_lock(&sampler->lock);
	/* Else it belongs to what a reset has cleared, or is about to. */
	if (epoch == READ_ONCE(vls_epoch))
		vls_stacks_add(&sampler->stacks, sample);
	mutex_unlock(&sampler->lock);
}

/* Return: whether a sample was taken, used or not. */
static bool take_sample(unsigned int i, const struct vls_holder_view *holder)
{
	struct vls_stack sample = { .lock = holder->lock };
	struct task_struct *task;
	bool same = false;

	rcu_read_lock();
	task = holder_task(holder);
	if (task) {
		sample.nr_entries = vls_compat_stack(task, sample.entries, VLS_STACK_ENTRIES);
		copy_task(&sample.holder, task);
		find_writer(&sample, task);
		same = vls_holder_is(i, holder);
	}
	rcu_read_unlock();
	sample.longest_ns = vls_elapsed(holder->entered_ns, vls_clock());
	if (same)
		count(&sample, holder->epoch);
	return task;
}

static void run(u32 epoch)
{
	unsigned int nr = vls_holders_nr(), samples = 0, seen;
	u64 threshold = READ_ONCE(sampler->threshold_ns);
	struct vls_holder_view holder;

	for (seen = 0; seen < nr && samples < SAMPLES_PER_RUN; seen++) {
		unsigned int i = sampler->next++ % nr;

		if (!(seen % 1024))
			cond_resched();
		/* Times of an earlier epoch may be of another clock. */
		if (!vls_holder_read(i, &holder) || holder.epoch != epoch ||
		    vls_elapsed(holder.entered_ns, vls_clock()) <= threshold)
			continue;
		if (take_sample(i, &holder))
			samples++;
	}
}

static void run_work(struct work_struct *work)
{
	u32 epoch = READ_ONCE(vls_epoch);
	u64 began = ktime_get_ns(), ms;

	if (epoch)
		run(epoch);
	ms = clamp_t(u64, READ_ONCE(sampler->threshold_ns) / NSEC_PER_MSEC / 2,
		     PERIOD_MIN_MS, PERIOD_MAX_MS);
	ms = max(ms, REST * (ktime_get_ns() - began) / NSEC_PER_MSEC);
	queue_delayed_work(sampler->wq, &sampler->work, msecs_to_jiffies(ms));
}

static struct sampler *sampler_alloc(void)
{
	struct sampler *new = kvzalloc(sizeof(*new), GFP_KERNEL);

	if (!new)
		return NULL;
	/* It has to run when memory is short above all. */
	new->wq = alloc_workqueue("vmalockstat", WQ_UNBOUND | WQ_MEM_RECLAIM, 1);
	if (!new->wq) {
		kvfree(new);
		return NULL;
	}
	INIT_DELAYED_WORK(&new->work, run_work);
	mutex_init(&new->lock);
	return new;
}

void vls_sampler_init(unsigned int faults)
{
	max_faults = faults;
}

int vls_sampler_start(unsigned int ms)
{
	if (!sampler)
		sampler = sampler_alloc();
	if (!sampler || vls_holders_alloc(max_faults))
		return -ENOMEM;
	WRITE_ONCE(sampler->threshold_ns, (u64)ms * NSEC_PER_MSEC);
	vls_holders_switch(true);
	mod_delayed_work(sampler->wq, &sampler->work, 0);
	return 0;
}

void vls_sampler_stop(void)
{
	if (!sampler)
		return;
	vls_holders_switch(false);
	cancel_delayed_work_sync(&sampler->work);
}

void vls_sampler_clear(void)
{
	if (!sampler)
		return;
	mutex_lock(&sampler->lock);
	memset(&sampler->stacks, 0, sizeof(sampler->stacks));
	mutex_unlock(&sampler->lock);
}

void vls_sampler_read(struct vls_stacks *stacks)
{
	memset(stacks, 0, sizeof(*stacks));
	if (!sampler)
		return;
	mutex_lock(&sampler->lock);
	*stacks = sampler->stacks;
	mutex_unlock(&sampler->lock);
	vls_stacks_sort(stacks);
}

size_t vls_sampler_bytes(void)
{
	return vls_memory_taken(sampler, sizeof(*sampler)) + vls_holders_bytes();
}

void vls_sampler_exit(void)
{
	vls_sampler_stop();
	if (sampler)
		destroy_workqueue(sampler->wq);
	kvfree(sampler);
	sampler = NULL;
	vls_holders_exit();
}

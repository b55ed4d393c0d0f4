// SPDX-License-Identifier: GPL-2.0-only
/*
 * The breakdowns by process, by cgroup and by swap device. The names of the rows
 * are in a table that all CPUs share, what is counted for them is each CPU's own.
 * What finds no row is counted in one more, the rest: so the rows always add up
 * to what the counters say of the same time.
 *
 * A process is the one whose task faulted, which for get_user_pages() on another
 * process is not the one whose memory it is.
 */
#include <linux/cgroup.h>
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/sort.h>
#include <linux/stop_machine.h>

#include "breakdown.h"
#include "rows.h"
#include "stats.h"

/* As many bits as a pid may have; the time of the start makes it one process. */
#define TGID_BITS	22
#define TGID_MASK	((1U << TGID_BITS) - 1)

/* One for each type of swap entry, and what is no swap entry. */
#define SWAP_ROWS	64

struct cpu_parts {
	struct vls_part *parts[VLS_BREAKDOWN_NR];	/* the last one is the rest */
};

DEFINE_STATIC_KEY_FALSE(vls_breakdown_key);

static struct vls_rows tables[VLS_BREAKDOWN_NR];
static char (*comms)[TASK_COMM_LEN];
static struct cpu_parts __percpu *cpu_parts;
static unsigned int nr_rows;

/* Changed with all CPUs stopped: from which counters to which do the rows tell? */
static bool running;
static struct vls_part total_before;
static struct vls_part total_after;	/* unless it is running */

unsigned int vls_breakdown_tgid(u64 key)
{
	return key & TGID_MASK;
}

static u64 process_key(void)
{
	const struct task_struct *leader = current->group_leader;

	return (leader->start_time << TGID_BITS) | (current->tgid & TGID_MASK);
}
NOKPROBE_SYMBOL(process_key);

static u64 cgroup_key(void)
{
	u64 id = 0;

#ifdef CONFIG_CGROUPS
	rcu_read_lock();
	id = cgroup_id(rcu_dereference(current->cgroups)->dfl_cgrp);
	rcu_read_unlock();
#endif
	/* Without cgroups there is one, of all. */
	return id ?: 1;
}
NOKPROBE_SYMBOL(cgroup_key);

/* A process may change its name. */
static void keep_comm(unsigned int row)
{
	const char *comm = current->group_leader->comm;

	if (row == vls_rows_nr(&tables[VLS_BY_PROCESS]))
		return;
	/* Its threads may write it at once, or it may change meanwhile: a name only. */
	if (data_race(memcmp(comms[row], comm, TASK_COMM_LEN)))
		/* The same. */
		data_race(memcpy(comms[row], comm, TASK_COMM_LEN));
}
NOKPROBE_SYMBOL(keep_comm);

static unsigned int add_part(enum vls_breakdown_id id, u64 key,
			     const struct vls_part *part)
{
	unsigned int row = vls_rows_find(&tables[id], key);
	struct vls_part *sum = &this_cpu_read(cpu_parts->parts[id])[row];
	int i;

	for (i = 0; i < VLS_PART_NR; i++)
		sum->of[i] += part->of[i];
	return row;
}
NOKPROBE_SYMBOL(add_part);

void vls_breakdown_add(u8 swap, const struct vls_part *part)
{
	if (!READ_ONCE(running))
		return;
	/* Pairs with fill(): in the counters first, then in a row. */
	smp_wmb();
	keep_comm(add_part(VLS_BY_PROCESS, process_key(), part));
	add_part(VLS_BY_CGROUP, cgroup_key(), part);
	add_part(VLS_BY_SWAP, swap, part);
}
NOKPROBE_SYMBOL(vls_breakdown_add);

/* Of one CPU, with the rest. */
static size_t parts_size(enum vls_breakdown_id id)
{
	return (vls_rows_nr(&tables[id]) + 1) * sizeof(struct vls_part);
}

static void zero_row(enum vls_breakdown_id id, unsigned int row)
{
	int cpu;

	for_each_possible_cpu(cpu)
		memset(&per_cpu_ptr(cpu_parts, cpu)->parts[id][row], 0,
		       sizeof(struct vls_part));
}

/* Those that are in use: all CPUs may be waiting for this. */
static void zero_rows(void)
{
	unsigned int row;
	int id;

	for (id = 0; id < VLS_BREAKDOWN_NR; id++) {
		for (row = 0; row < vls_rows_nr(&tables[id]); row++)
			if (tables[id].keys[row])
				zero_row(id, row);
		zero_row(id, row);
		vls_rows_zero(&tables[id]);
	}
}

/* The counters go to zero, and these with them. */
void vls_breakdown_zero(void)
{
	if (!cpu_parts)
		return;
	zero_rows();
	memset(&total_before, 0, sizeof(total_before));
	memset(&total_after, 0, sizeof(total_after));
}

static int start_stopped(void *unused)
{
	vls_breakdown_total(&total_before);
	WRITE_ONCE(running, true);
	return 0;
}

static int stop_stopped(void *unused)
{
	WRITE_ONCE(running, false);
	vls_breakdown_total(&total_after);
	return 0;
}

static void free_parts(struct cpu_parts __percpu *all)
{
	int cpu, id;

	for_each_possible_cpu(cpu)
		for (id = 0; id < VLS_BREAKDOWN_NR; id++)
			kvfree(per_cpu_ptr(all, cpu)->parts[id]);
	free_percpu(all);
}

static bool alloc_parts_of(struct cpu_parts *of, int node)
{
	int id;

	for (id = 0; id < VLS_BREAKDOWN_NR; id++) {
		of->parts[id] = kvzalloc_node(parts_size(id), GFP_KERNEL, node);
		if (!of->parts[id])
			return false;
	}
	return true;
}

static int alloc_parts(void)
{
	struct cpu_parts __percpu *all = alloc_percpu(struct cpu_parts);
	int cpu;

	if (!all)
		return -ENOMEM;
	for_each_possible_cpu(cpu)
		if (!alloc_parts_of(per_cpu_ptr(all, cpu), cpu_to_node(cpu))) {
			free_parts(all);
			return -ENOMEM;
		}
	/* From now on there is something to read, and to be zeroed. */
	vls_stats_lock();
	cpu_parts = all;
	vls_stats_unlock();
	return 0;
}

static void free_tables(void)
{
	int id;

	for (id = 0; id < VLS_BREAKDOWN_NR; id++)
		vls_rows_exit(&tables[id]);
	kvfree(comms);
	comms = NULL;
}

/* What it needs is there from the first time on that it is switched on. */
static int alloc_tables(void)
{
	int id, ret = 0;

	if (cpu_parts)
		return 0;
	for (id = 0; id < VLS_BREAKDOWN_NR && !ret; id++)
		ret = vls_rows_init(&tables[id],
				    id == VLS_BY_SWAP ? SWAP_ROWS : nr_rows);
	if (!ret) {
		comms = kvcalloc(vls_rows_nr(&tables[VLS_BY_PROCESS]),
				 sizeof(*comms), GFP_KERNEL);
		ret = comms ? alloc_parts() : -ENOMEM;
	}
	if (ret)
		free_tables();
	return ret;
}

/*
 * Between the code that is patched in and the moment from which on all CPUs
 * count, the handlers see that it is not running yet.
 */
int vls_breakdown_switch(bool on)
{
	int ret = on ? alloc_tables() : 0;

	if (ret) {
		pr_err("not enough memory for breakdown with breakdown_rows=%u\n",
		       nr_rows);
		return ret;
	}
	if (on == running)
		return 0;
	if (on)
		static_branch_enable(&vls_breakdown_key);
	vls_stats_lock();
	/* While it is not running nobody writes to them. */
	if (on)
		zero_rows();
	stop_machine(on ? start_stopped : stop_stopped, NULL, NULL);
	vls_stats_unlock();
	if (!on)
		static_branch_disable(&vls_breakdown_key);
	return 0;
}

static void sum_row(struct vls_part *sum, enum vls_breakdown_id id, unsigned int row)
{
	int cpu, i;

	for_each_possible_cpu(cpu) {
		const struct vls_part *part =
			&per_cpu_ptr(cpu_parts, cpu)->parts[id][row];

		for (i = 0; i < VLS_PART_NR; i++)
			sum->of[i] += READ_ONCE(part->of[i]);
	}
}

static u64 all_faults(const struct vls_breakdown_row *row)
{
	return row->part.of[VLS_PART_FAULT] + row->part.of[VLS_PART_FAULT_MMAP] +
	       row->part.of[VLS_PART_FAULT_MMAP_NOUSER];
}

static int most_faults_first(const void *a, const void *b)
{
	u64 faults_a = all_faults(a), faults_b = all_faults(b);

	return faults_a < faults_b ? 1 : faults_a > faults_b ? -1 : 0;
}

/* The total is read last: while faults come, the rows never have more than it. */
static void fill(struct vls_breakdown *b, enum vls_breakdown_id id)
{
	const struct vls_rows *table = &tables[id];
	unsigned int row;
	int i;

	for (row = 0; row < vls_rows_nr(table); row++) {
		struct vls_breakdown_row *to = &b->rows[b->nr_rows];

		to->key = READ_ONCE(table->keys[row]);
		if (!to->key)
			continue;
		if (id == VLS_BY_PROCESS)
			strscpy_pad(to->comm, comms[row], TASK_COMM_LEN);
		sum_row(&to->part, id, row);
		b->nr_rows++;
	}
	sum_row(&b->rest, id, vls_rows_nr(table));
	sort(b->rows, b->nr_rows, sizeof(b->rows[0]), most_faults_first, NULL);
	/* Pairs with vls_breakdown_add(). */
	smp_rmb();
	if (running)
		vls_breakdown_total(&b->total);
	else
		b->total = total_after;
	for (i = 0; i < VLS_PART_NR; i++)
		b->total.of[i] -= total_before.of[i];
}

/* The tables stay once they are there, and until then there is nothing to tell. */
struct vls_breakdown *vls_breakdown_read(enum vls_breakdown_id id)
{
	struct vls_breakdown *b;
	unsigned int nr;

	vls_stats_lock();
	nr = cpu_parts ? vls_rows_nr(&tables[id]) : 0;
	vls_stats_unlock();
	b = kvzalloc(struct_size(b, rows, nr), GFP_KERNEL);
	if (!b)
		return ERR_PTR(-ENOMEM);
	vls_stats_lock();
	b->on = running;
	b->max_rows = nr;
	if (nr)
		fill(b, id);
	vls_stats_unlock();
	return b;
}

size_t vls_breakdown_cpu_bytes(void)
{
	size_t bytes = sizeof(struct cpu_parts);
	int id;

	if (!cpu_parts)
		return 0;
	for (id = 0; id < VLS_BREAKDOWN_NR; id++)
		bytes += parts_size(id);
	return bytes;
}

size_t vls_breakdown_bytes(void)
{
	size_t bytes = 0;
	int id;

	if (!cpu_parts)
		return 0;
	for (id = 0; id < VLS_BREAKDOWN_NR; id++)
		bytes += vls_rows_nr(&tables[id]) * sizeof(u64);
	return bytes + vls_rows_nr(&tables[VLS_BY_PROCESS]) * sizeof(*comms);
}

void vls_breakdown_init(unsigned int rows)
{
	nr_rows = rows;
}

/* Nothing is hooked any more. */
void vls_breakdown_exit(void)
{
	if (cpu_parts)
		free_parts(cpu_parts);
	free_tables();
}

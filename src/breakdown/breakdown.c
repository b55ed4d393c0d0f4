// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rows of the breakdowns. All CPUs share the table that maps a key to a row; the columns
 * of a row are per CPU. A fault that finds no free row is counted in one more row, other, so
 * that the rows add up to the counters of the same time.
 *
 * There are two banks of rows: a reset continues in the other one, which is clear.
 *
 * A process is that of the task that faulted. With get_user_pages() on another process that
 * is not the process whose memory it is.
 */
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/sort.h>

#include "breakdown/breakdown.h"
#include "breakdown/rows.h"
#include "cgroup.h"
#include "counters.h"
#include "memory.h"

/* The bits of a pid. The others are of the start time, as pids are reused. */
#define TGID_BITS	22
#define TGID_MASK	((1U << TGID_BITS) - 1)

/* More than the types of swap entries, and one for other entries. */
#define SWAP_ROWS	64

struct cpu_rows {
	struct vls_columns *rows[VLS_BREAKDOWN_NR];	/* the last row of each is other */
};

/* A name in words, which are compared faster than bytes. */
union comm {
	char name[TASK_COMM_LEN];
	unsigned long words[TASK_COMM_LEN / sizeof(long)];
};

struct bank {
	struct vls_rows tables[VLS_BREAKDOWN_NR];
	union comm *comms;
	struct cpu_rows __percpu *cpu_rows;
};

DEFINE_STATIC_KEY_FALSE(vls_breakdown_key);

static struct bank banks[VLS_BANKS];
static unsigned int nr_rows;
static bool allocated;

/*
 * The totals when the breakdown was switched on, and off: the rows count what is in between.
 * Changed while counting is off.
 */
static bool running;
static struct vls_columns total_before;
static struct vls_columns total_after;	/* valid while not running */

unsigned int vls_breakdown_tgid(u64 key)
{
	return key & TGID_MASK;
}

static __always_inline u64 process_key(void)
{
	const struct task_struct *leader = current->group_leader;

	return (leader->start_time << TGID_BITS) | (current->tgid & TGID_MASK);
}

static __always_inline u64 cgroup_key(void)
{
	/* Without cgroups there is one row for all tasks; a key must not be 0. */
	return vls_current_cgroup() ?: 1;
}

/*
 * Update the name of a process, which it may change. Threads may race to update it, and it
 * may change at any time: it is only a name.
 */
static __always_inline void keep_comm(struct bank *bank, unsigned int row)
{
	const union comm *comm = (const union comm *)current->group_leader->comm;
	int i;

	if (row == vls_rows_nr(&bank->tables[VLS_BY_PROCESS]))
		return;
	for (i = 0; i < ARRAY_SIZE(comm->words); i++) {
		unsigned long word = READ_ONCE(comm->words[i]);

		if (READ_ONCE(bank->comms[row].words[i]) != word)
			WRITE_ONCE(bank->comms[row].words[i], word);
	}
}

static __always_inline struct vls_columns *
columns_of(struct bank *bank, enum vls_breakdown_id id, unsigned int row)
{
	return &this_cpu_read(bank->cpu_rows->rows[id])[row];
}

/* The rows of the current task and of a swap device. */
static __always_inline void find_rows(struct bank *bank, u8 swap,
				      struct vls_columns *rows[VLS_BREAKDOWN_NR])
{
	unsigned int row = vls_rows_find(&bank->tables[VLS_BY_PROCESS], process_key());

	/* Pairs with vls_breakdown_fill(): a fault is in the counters before it is in a row. */
	smp_wmb();
	keep_comm(bank, row);
	rows[VLS_BY_PROCESS] = columns_of(bank, VLS_BY_PROCESS, row);
	row = vls_rows_find(&bank->tables[VLS_BY_CGROUP], cgroup_key());
	rows[VLS_BY_CGROUP] = columns_of(bank, VLS_BY_CGROUP, row);
	row = vls_rows_find(&bank->tables[VLS_BY_SWAP], swap);
	rows[VLS_BY_SWAP] = columns_of(bank, VLS_BY_SWAP, row);
}

void vls_breakdown_add(u32 epoch, u8 swap, const struct vls_columns *columns)
{
	struct vls_columns *rows[VLS_BREAKDOWN_NR];
	int id, i;

	find_rows(&banks[epoch % VLS_BANKS], swap, rows);
	for (id = 0; id < VLS_BREAKDOWN_NR; id++)
		for (i = 0; i < VLS_COLUMN_NR; i++)
			rows[id]->of[i] += columns->of[i];
}
NOKPROBE_SYMBOL(vls_breakdown_add);

void vls_breakdown_add_served(u32 epoch, u8 swap, bool major, u64 held)
{
	struct vls_columns *rows[VLS_BREAKDOWN_NR];
	int id;

	find_rows(&banks[epoch % VLS_BANKS], swap, rows);
	for (id = 0; id < VLS_BREAKDOWN_NR; id++) {
		rows[id]->of[VLS_COLUMN_FAULT_VMA]++;
		rows[id]->of[VLS_COLUMN_MAJOR] += major;
		rows[id]->of[VLS_COLUMN_HOLD] += held;
	}
}
NOKPROBE_SYMBOL(vls_breakdown_add_served);

/* The memory of the rows of one CPU in one bank, the row other included. */
static size_t rows_size(enum vls_breakdown_id id)
{
	return (vls_rows_nr(&banks[0].tables[id]) + 1) * sizeof(struct vls_columns);
}

static void clear_row(const struct bank *bank, enum vls_breakdown_id id, unsigned int row)
{
	int cpu;

	for_each_possible_cpu(cpu)
		memset(&per_cpu_ptr(bank->cpu_rows, cpu)->rows[id][row], 0,
		       sizeof(struct vls_columns));
}

void vls_breakdown_clear(unsigned int index)
{
	struct bank *bank = &banks[index];
	unsigned int row;
	int id;

	if (!allocated)
		return;
	for (id = 0; id < VLS_BREAKDOWN_NR; id++) {
		for (row = 0; row < vls_rows_nr(&bank->tables[id]); row++) {
			if (bank->tables[id].keys[row])
				clear_row(bank, id, row);
			cond_resched();
		}
		clear_row(bank, id, row);
		vls_rows_clear(&bank->tables[id]);
	}
}

void vls_breakdown_new_bank(void)
{
	memset(&total_before, 0, sizeof(total_before));
	memset(&total_after, 0, sizeof(total_after));
}

void vls_breakdown_switch(bool on, unsigned int bank)
{
	if (on == running)
		return;
	if (on) {
		vls_breakdown_clear(bank);
		vls_breakdown_total(&total_before, bank);
		static_branch_enable(&vls_breakdown_key);
	} else {
		static_branch_disable(&vls_breakdown_key);
		vls_breakdown_total(&total_after, bank);
	}
	running = on;
}

static void free_bank(struct bank *bank)
{
	int cpu, id;

	for (id = 0; id < VLS_BREAKDOWN_NR; id++) {
		for_each_possible_cpu(cpu)
			if (bank->cpu_rows)
				kvfree(per_cpu_ptr(bank->cpu_rows, cpu)->rows[id]);
		vls_rows_exit(&bank->tables[id]);
	}
	free_percpu(bank->cpu_rows);
	kvfree(bank->comms);
	bank->cpu_rows = NULL;
	bank->comms = NULL;
}

static int alloc_cpu_rows(struct cpu_rows *cpu_rows, int node)
{
	int id;

	for (id = 0; id < VLS_BREAKDOWN_NR; id++) {
		cpu_rows->rows[id] = kvzalloc_node(rows_size(id), GFP_KERNEL, node);
		if (!cpu_rows->rows[id])
			return -ENOMEM;
	}
	return 0;
}

static int alloc_bank(struct bank *bank)
{
	int id, cpu, ret = 0;

	for (id = 0; id < VLS_BREAKDOWN_NR && !ret; id++)
		ret = vls_rows_init(&bank->tables[id],
				    id == VLS_BY_SWAP ? SWAP_ROWS : nr_rows);
	if (ret)
		return ret;
	bank->comms = kvcalloc(vls_rows_nr(&bank->tables[VLS_BY_PROCESS]),
			       sizeof(*bank->comms), GFP_KERNEL);
	bank->cpu_rows = alloc_percpu(struct cpu_rows);
	if (!bank->comms || !bank->cpu_rows)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		ret = alloc_cpu_rows(per_cpu_ptr(bank->cpu_rows, cpu), cpu_to_node(cpu));
		if (ret)
			return ret;
	}
	return 0;
}

int vls_breakdown_alloc(void)
{
	int i, ret = 0;

	if (allocated)
		return 0;
	for (i = 0; i < VLS_BANKS && !ret; i++)
		ret = alloc_bank(&banks[i]);
	if (ret) {
		pr_err("not enough memory for breakdown with breakdown_rows=%u\n", nr_rows);
		vls_breakdown_exit();
		return ret;
	}
	allocated = true;
	return 0;
}

unsigned int vls_breakdown_rows(enum vls_breakdown_id id)
{
	return allocated ? vls_rows_nr(&banks[0].tables[id]) : 0;
}

static void sum_row(struct vls_columns *sum, const struct bank *bank,
		    enum vls_breakdown_id id, unsigned int row)
{
	int cpu, i;

	for_each_possible_cpu(cpu) {
		const struct vls_columns *columns =
			&per_cpu_ptr(bank->cpu_rows, cpu)->rows[id][row];

		for (i = 0; i < VLS_COLUMN_NR; i++)
			sum->of[i] += READ_ONCE(columns->of[i]);
	}
}

static u64 all_faults(const struct vls_breakdown_row *row)
{
	u64 sum = 0;
	int i;

	for (i = 0; i < VLS_LOCK_NR; i++)
		sum += row->columns.of[VLS_COLUMN_FAULT_VMA + i];
	return sum;
}

static int most_faults_first(const void *a, const void *b)
{
	u64 faults_a = all_faults(a), faults_b = all_faults(b);

	return faults_a < faults_b ? 1 : faults_a > faults_b ? -1 : 0;
}

static void fill_rows(struct vls_breakdown *b, enum vls_breakdown_id id,
		      const struct bank *bank)
{
	const struct vls_rows *table = &bank->tables[id];
	unsigned int row;

	for (row = 0; row < vls_rows_nr(table); row++) {
		struct vls_breakdown_row *to = &b->rows[b->nr_rows];

		to->key = READ_ONCE(table->keys[row]);
		if (!to->key)
			continue;
		if (id == VLS_BY_PROCESS)
			strscpy_pad(to->comm, bank->comms[row].name, TASK_COMM_LEN);
		sum_row(&to->columns, bank, id, row);
		b->nr_rows++;
		cond_resched();
	}
	sum_row(&b->other, bank, id, vls_rows_nr(table));
}

void vls_breakdown_fill(struct vls_breakdown *b, enum vls_breakdown_id id,
			unsigned int bank)
{
	int i;

	b->on = running;
	b->max_rows = vls_breakdown_rows(id);
	if (!allocated)
		return;
	fill_rows(b, id, &banks[bank]);
	sort(b->rows, b->nr_rows, sizeof(b->rows[0]), most_faults_first, NULL);
	/*
	 * Pairs with vls_breakdown_add(). Read the total last, so that it is never less than
	 * the rows while faults are counted.
	 */
	smp_rmb();
	if (running)
		vls_breakdown_total(&b->total, bank);
	else
		b->total = total_after;
	for (i = 0; i < VLS_COLUMN_NR; i++)
		b->total.of[i] -= total_before.of[i];
}

size_t vls_breakdown_cpu_bytes(void)
{
	size_t bytes = sizeof(struct cpu_rows);
	int id;

	if (!allocated)
		return 0;
	for (id = 0; id < VLS_BREAKDOWN_NR; id++)
		bytes += vls_memory_taken(this_cpu_read(banks[0].cpu_rows->rows[id]),
					      rows_size(id));
	return VLS_BANKS * bytes;
}

size_t vls_breakdown_bytes(void)
{
	size_t bytes;
	int id;

	if (!allocated)
		return 0;
	bytes = vls_breakdown_rows(VLS_BY_PROCESS) * sizeof(*banks[0].comms);
	for (id = 0; id < VLS_BREAKDOWN_NR; id++)
		bytes += vls_breakdown_rows(id) * sizeof(u64);
	return VLS_BANKS * bytes;
}

void vls_breakdown_init(unsigned int rows)
{
	nr_rows = rows;
}

void vls_breakdown_exit(void)
{
	int i;

	for (i = 0; i < VLS_BANKS; i++)
		free_bank(&banks[i]);
	allocated = false;
}

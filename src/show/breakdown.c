// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files of the breakdowns: the number of rows, the names of the columns, a row with the
 * total, one with what found no free row, then a row for each process, cgroup or swap device,
 * those with the most faults first. A column is left out when it needs a hook that is not
 * there, or times that are not taken.
 */
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/string_helpers.h>

#include "breakdown/swap_device.h"
#include "show/show.h"

#define KEY_WIDTH	12
#define COLUMN_WIDTH	12

static const struct {
	const char *key;
	const char *label;	/* heading of the text at the end of a row, or NULL */
} headings[VLS_BREAKDOWN_NR] = {
	[VLS_BY_PROCESS]	= { "tgid", "comm" },
	[VLS_BY_CGROUP]		= { "cgroup", NULL },
	[VLS_BY_SWAP]		= { "type", "device" },
};

static bool column_available(const struct vls_breakdown *b, enum vls_column column)
{
	const struct vls_column_entry *entry = &vls_column_entries[column];

	if (entry->unit == VLS_NANOSECONDS && !b->head.timing)
		return false;
	return vls_available(&b->head, entry->needs);
}

static int column_width(enum vls_column column)
{
	return max_t(int, COLUMN_WIDTH, strlen(vls_column_entries[column].name));
}

static void heading(struct seq_file *m, enum vls_breakdown_id id,
		    const struct vls_breakdown *b)
{
	int i;

	seq_printf(m, "%-*s", KEY_WIDTH, headings[id].key);
	for (i = 0; i < VLS_COLUMN_NR; i++)
		if (column_available(b, i))
			seq_printf(m, " %*s", column_width(i), vls_column_entries[i].name);
	if (headings[id].label)
		seq_printf(m, " %s", headings[id].label);
	seq_putc(m, '\n');
}

static void print_columns(struct seq_file *m, const struct vls_breakdown *b,
			  const struct vls_columns *columns)
{
	int i;

	for (i = 0; i < VLS_COLUMN_NR; i++)
		if (column_available(b, i))
			seq_printf(m, " %*llu", column_width(i), columns->of[i]);
}

static void named_row(struct seq_file *m, enum vls_breakdown_id id,
		      const struct vls_breakdown *b, const char *name,
		      const struct vls_columns *columns)
{
	seq_printf(m, "%-*s", KEY_WIDTH, name);
	print_columns(m, b, columns);
	if (headings[id].label)
		seq_puts(m, " -");
	seq_putc(m, '\n');
}

void vls_show_comm(struct seq_file *m, const char comm[TASK_COMM_LEN])
{
	seq_escape_mem(m, comm, strnlen(comm, TASK_COMM_LEN),
		       ESCAPE_OCTAL | ESCAPE_NAP | ESCAPE_APPEND, "\\");
}

static void process_row(struct seq_file *m, const struct vls_breakdown *b,
			const struct vls_breakdown_row *row)
{
	seq_printf(m, "%-*u", KEY_WIDTH, vls_breakdown_tgid(row->key));
	print_columns(m, b, &row->columns);
	seq_putc(m, ' ');
	vls_show_comm(m, row->comm);
	seq_putc(m, '\n');
}

void vls_show_device(struct seq_file *m, u8 swap)
{
	struct vls_swap_device device = vls_swap_device(swap - 1);

	if (!device.dev)
		seq_putc(m, '-');
	else if (!device.ino)
		seq_printf(m, "%u:%u", MAJOR(device.dev), MINOR(device.dev));
	else
		seq_printf(m, "%u:%u:%lu", MAJOR(device.dev), MINOR(device.dev), device.ino);
}

static void swap_row(struct seq_file *m, const struct vls_breakdown *b,
		     const struct vls_breakdown_row *row)
{
	if (row->key == VLS_SWAP_NONE) {
		named_row(m, VLS_BY_SWAP, b, "none", &row->columns);
		return;
	}
	seq_printf(m, "%-*llu", KEY_WIDTH, row->key - 1);
	print_columns(m, b, &row->columns);
	seq_putc(m, ' ');
	vls_show_device(m, row->key);
	seq_putc(m, '\n');
}

static void cgroup_row(struct seq_file *m, const struct vls_breakdown *b,
		       const struct vls_breakdown_row *row)
{
	seq_printf(m, "%-*llu", KEY_WIDTH, row->key);
	print_columns(m, b, &row->columns);
	seq_putc(m, '\n');
}

static void (*const print_row[VLS_BREAKDOWN_NR])(struct seq_file *,
						 const struct vls_breakdown *,
						 const struct vls_breakdown_row *) = {
	[VLS_BY_PROCESS]	= process_row,
	[VLS_BY_CGROUP]		= cgroup_row,
	[VLS_BY_SWAP]		= swap_row,
};

void vls_show_breakdown(struct seq_file *m, enum vls_breakdown_id id,
			const struct vls_breakdown *b)
{
	unsigned int i;

	vls_show_header(m, &b->head);
	seq_printf(m, "breakdown %s\n", b->on ? "on" : "off");
	if (b->max_rows) {
		seq_printf(m, "rows %u of %u\n", b->nr_rows, b->max_rows);
		heading(m, id, b);
		named_row(m, id, b, "total", &b->total);
		named_row(m, id, b, "other", &b->other);
		for (i = 0; i < b->nr_rows; i++)
			print_row[id](m, b, &b->rows[i]);
	}
	seq_puts(m, "end\n");
}

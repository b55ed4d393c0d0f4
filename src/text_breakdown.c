// SPDX-License-Identifier: GPL-2.0-only
/*
 * The breakdowns: how many rows there are, the names of the columns, a line with
 * the total, one with the rest that found no row, then a row for each process,
 * cgroup or swap device, those with the most faults first. A column that depends on
 * a hook that is not there, or on times that are not taken, is left out.
 */
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/string_helpers.h>

#include "hook.h"
#include "swap_device.h"
#include "text.h"
#include "times.h"

#define KEY_WIDTH	12
#define COLUMN_WIDTH	12

static const struct {
	const char *key;
	const char *label;	/* what the row ends with, or NULL */
} headings[VLS_BREAKDOWN_NR] = {
	[VLS_BY_PROCESS]	= { "tgid", "comm" },
	[VLS_BY_CGROUP]		= { "cgroup", NULL },
	[VLS_BY_SWAP]		= { "type", "device" },
};

static bool part_available(enum vls_part_id part)
{
	switch (part) {
	case VLS_PART_FALLBACK:
		return vls_hook_available(VLS_HOOK_FALLBACK);
	case VLS_PART_HOLD:
		return vls_timed() && vls_time_available(VLS_TIME_HOLD);
	case VLS_PART_FOLIO_WAIT:
		return vls_timed() && vls_time_available(VLS_TIME_FOLIO_WAIT_HELD);
	case VLS_PART_FALLBACK_WAIT:
		return vls_timed() && vls_time_available(VLS_TIME_FALLBACK_WAIT);
	default:
		return true;
	}
}

static int column_width(enum vls_part_id part)
{
	return max_t(int, COLUMN_WIDTH, strlen(vls_part_id_name(part)));
}

static void heading(struct seq_file *m, enum vls_breakdown_id id)
{
	int i;

	seq_printf(m, "%-*s", KEY_WIDTH, headings[id].key);
	for (i = 0; i < VLS_PART_NR; i++)
		if (part_available(i))
			seq_printf(m, " %*s", column_width(i), vls_part_id_name(i));
	if (headings[id].label)
		seq_printf(m, " %s", headings[id].label);
	seq_putc(m, '\n');
}

static void columns(struct seq_file *m, const struct vls_part *part)
{
	int i;

	for (i = 0; i < VLS_PART_NR; i++)
		if (part_available(i))
			seq_printf(m, " %*llu", column_width(i), part->of[i]);
}

static void named_row(struct seq_file *m, enum vls_breakdown_id id,
		      const char *name, const struct vls_part *part)
{
	seq_printf(m, "%-*s", KEY_WIDTH, name);
	columns(m, part);
	if (headings[id].label)
		seq_puts(m, " -");
	seq_putc(m, '\n');
}

/* A process may call itself anything: what is not printed is escaped. */
static void process_row(struct seq_file *m, const struct vls_breakdown_row *row)
{
	seq_printf(m, "%-*u", KEY_WIDTH, vls_breakdown_tgid(row->key));
	columns(m, &row->part);
	seq_putc(m, ' ');
	seq_escape_mem(m, row->comm, strnlen(row->comm, TASK_COMM_LEN),
		       ESCAPE_OCTAL | ESCAPE_NP | ESCAPE_APPEND, "\\");
	seq_putc(m, '\n');
}

static void swap_row(struct seq_file *m, const struct vls_breakdown_row *row)
{
	struct vls_swap_device device;

	if (row->key == VLS_SWAP_NONE) {
		named_row(m, VLS_BY_SWAP, "none", &row->part);
		return;
	}
	device = vls_swap_device(row->key - 1);
	seq_printf(m, "%-*llu", KEY_WIDTH, row->key - 1);
	columns(m, &row->part);
	if (!device.dev)
		seq_puts(m, " -\n");
	else if (!device.ino)
		seq_printf(m, " %u:%u\n", MAJOR(device.dev), MINOR(device.dev));
	else
		seq_printf(m, " %u:%u:%lu\n", MAJOR(device.dev), MINOR(device.dev),
			   device.ino);
}

static void cgroup_row(struct seq_file *m, const struct vls_breakdown_row *row)
{
	seq_printf(m, "%-*llu", KEY_WIDTH, row->key);
	columns(m, &row->part);
	seq_putc(m, '\n');
}

static void (*const print_row[VLS_BREAKDOWN_NR])(struct seq_file *,
						 const struct vls_breakdown_row *) = {
	[VLS_BY_PROCESS]	= process_row,
	[VLS_BY_CGROUP]		= cgroup_row,
	[VLS_BY_SWAP]		= swap_row,
};

void vls_text_breakdown(struct seq_file *m, enum vls_breakdown_id id,
			const struct vls_breakdown *b)
{
	unsigned int i;

	seq_printf(m, "format %d\n", VLS_FORMAT);
	seq_printf(m, "breakdown %s\n", b->on ? "on" : "off");
	if (!b->max_rows)
		return;
	seq_printf(m, "rows %u of %u\n", b->nr_rows, b->max_rows);
	heading(m, id);
	named_row(m, id, "total", &b->total);
	named_row(m, id, "rest", &b->rest);
	for (i = 0; i < b->nr_rows; i++)
		print_row[id](m, &b->rows[i]);
}

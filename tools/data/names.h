/* SPDX-License-Identifier: GPL-2.0-only */
/* The printed names of all counters and times of the table. */
#ifndef DATA_NAMES_H
#define DATA_NAMES_H

#include <linux/types.h>

#include "vmalockstat/snapshot.h"

/* One cell of struct vls_cells, or one histogram of struct vls_times. */
struct name {
	char text[VLS_NAME_SIZE];
	const struct vls_entry *entry;
	unsigned int label;	/* which of the cells of @entry */
	u32 needs;		/* as of vls_entry_needs() */
};

/**
 * names_counter() - the counter in a cell
 * @cell: below VLS_CELL_NR
 *
 * Return: its name; stays valid.
 */
const struct name *names_counter(unsigned int cell);

/**
 * names_time() - the time in a histogram
 * @histogram: below VLS_TIME_NR
 *
 * Return: its name; stays valid.
 */
const struct name *names_time(unsigned int histogram);

#endif /* DATA_NAMES_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One of the files by_process, by_cgroup and by_swap at one moment, or what
 * happened between two.
 */
#ifndef BREAKDOWN_H
#define BREAKDOWN_H

#include <linux/types.h>
#include <stddef.h>

#include "parse.h"
#include "sample.h"
#include "vmalockstat.h"

struct row {
	char *key;	/* the tgid, the id of the cgroup, the type of swap entry */
	char *label;	/* what the row ends with, or "" */
	u64 n[VLS_PART_NR];
};

struct breakdown {
	u64 ns;			/* CLOCK_MONOTONIC, or how long it took */
	bool on;
	bool ever;		/* there are rows, of now or of before */
	bool known[VLS_PART_NR];
	struct row total;
	struct row rest;
	struct row *rows;
	size_t nr;
	struct since_reset since_reset;
};

void breakdown_parse(struct breakdown *b, struct text *t);
void breakdown_free(struct breakdown *b);

/* All calls of do_swap_page() that returned. */
u64 row_faults(const struct row *row);

/*
 * Those that had faults in between, the most first. Return: false when the rows
 * are not those of before gone on.
 */
bool breakdown_diff(struct breakdown *diff, const struct breakdown *before,
		    const struct breakdown *after);

#endif /* BREAKDOWN_H */

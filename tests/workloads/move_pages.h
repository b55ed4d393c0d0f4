/* SPDX-License-Identifier: GPL-2.0-only */
/* To another NUMA node. Included after pages.h. */
#ifndef MOVE_PAGES_H
#define MOVE_PAGES_H

#include <linux/mempolicy.h>
#include <sys/syscall.h>

/* Move all pages to @node; returns how many are there afterwards. Always the same @p. */
static inline unsigned long move_to(const struct pages *p, int node)
{
	static void **addresses;
	static int *nodes, *status;
	unsigned long there = 0;

	if (!addresses) {
		addresses = calloc(p->nr_pages, sizeof(*addresses));
		nodes = calloc(p->nr_pages, sizeof(*nodes));
		status = calloc(p->nr_pages, sizeof(*status));
		if (!addresses || !nodes || !status)
			die("calloc");
	}
	for (unsigned long page = 0; page < p->nr_pages; page++) {
		addresses[page] = page_at(p, page);
		nodes[page] = node;
	}
	if (syscall(SYS_move_pages, 0, p->nr_pages, addresses, nodes, status,
		    MPOL_MF_MOVE) < 0)
		die("move_pages");
	for (unsigned long page = 0; page < p->nr_pages; page++)
		there += status[page] == node;
	return there;
}

#endif /* MOVE_PAGES_H */

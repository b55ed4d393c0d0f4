// SPDX-License-Identifier: GPL-2.0-only
/*
 * One thread that takes exactly one swap fault on each of its pages.
 *
 * Every page is found swapped out, by /proc/self/pagemap, right before it is
 * touched: the number of swap faults is known without asking who counts them.
 * The caller turns read-ahead off (/proc/sys/vm/page-cluster).
 */
#define _GNU_SOURCE
#define PROGRAM "swap_touch"
#include "pages.h"

static struct pages pages = { .nr_pages = 1000 };
static unsigned long nr_rounds = 1;
static bool touch_by_write;
/* Of the touches alone, without looking at pagemap between them. */
static bool timed;

static void touch_once(unsigned long page)
{
	/* A write that leaves the value as it is. */
	if (touch_by_write)
		*word_at(&pages, page, 0) = word_value(&pages, page, 0);
	if (!touch(&pages, page))
		exit(1);
}

/* Returns the number of pages that were in swap when they were touched. */
static unsigned long touch_counted(void)
{
	unsigned long faults = 0;

	for (unsigned long page = 0; page < pages.nr_pages; page++) {
		faults += is_swapped(&pages, page);
		touch_once(page);
	}
	return faults;
}

/* Returns nanoseconds. */
static uint64_t touch_timed(void)
{
	uint64_t start = now_ns();

	for (unsigned long page = 0; page < pages.nr_pages; page++)
		touch_once(page);
	return now_ns() - start;
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 'p', "pages", .number = &pages.nr_pages },
		{ 'r', "rounds", .number = &nr_rounds },
		{ 'c', "cgroup directory to run in; its swap cache is emptied first",
		  .word = &pages.cgroup },
		{ 'H', "let the kernel use large folios", .flag = &pages.huge },
		{ 'w', "touch by a write instead of a read", .flag = &touch_by_write },
		{ 't', "print the nanoseconds that the touches of each round took",
		  .flag = &timed },
		{ 0 }
	};
	unsigned long faults = 0;

	parse_options(argc, argv,
		      "Pushes pages out to swap and touches each of them once.",
		      options);
	pages_init(&pages);

	for (unsigned long round = 0; round < nr_rounds; round++) {
		push_all_out(&pages);
		if (timed)
			printf("swap_touch: round %lu ns %llu\n", round,
			       (unsigned long long)touch_timed());
		else
			faults += touch_counted();
		pages_are_right(&pages);
	}
	if (!timed)
		printf("swap_touch: pages %lu faults %lu\n", pages.nr_pages, faults);
	/* One fault may map a large folio. */
	if (timed || pages.huge)
		return 0;
	return faults != pages.nr_pages * nr_rounds;
}

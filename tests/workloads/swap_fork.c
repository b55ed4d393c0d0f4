// SPDX-License-Identifier: GPL-2.0-only
/*
 * Faults on shared swap entries: a process forks while its pages are in swap,
 * then parent and children touch them at the same time, each in an mm of its
 * own. Half of the children write, which copies the page.
 */
#define _GNU_SOURCE
#define PROGRAM "swap_fork"
#include <sys/wait.h>

#include "pages.h"

static struct pages pages = { .nr_pages = 500 };
static unsigned long nr_children = 4, nr_rounds = 3;

static void touch_in_child(bool by_write)
{
	if (!by_write) {
		touch_all(&pages);
		pages_are_right(&pages);
		return;
	}
	/* Nobody else may see this. */
	for (unsigned long page = 0; page < pages.nr_pages; page++)
		*word_at(&pages, page, 0) = 0;
}

static void fork_and_touch(void)
{
	unsigned long ended_well = 0;
	int status;

	for (unsigned long i = 0; i < nr_children; i++) {
		pid_t child = fork();

		if (child < 0)
			die("fork");
		if (!child) {
			touch_in_child(i % 2);
			_exit(0);
		}
	}
	touch_all(&pages);
	while (wait(&status) > 0)
		ended_well += !status;
	if (ended_well != nr_children)
		fail("a child did not find its data again");
	pages_are_right(&pages);
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 'p', "pages", .number = &pages.nr_pages },
		{ 'n', "children", .number = &nr_children },
		{ 'r', "rounds", .number = &nr_rounds },
		{ 0 }
	};
	unsigned long out = 0;

	parse_options(argc, argv,
		      "Forks with pages in swap; parent and children touch them.",
		      options);
	pages_init(&pages);
	for (unsigned long round = 0; round < nr_rounds; round++) {
		out += push_out(&pages, TRIES_MOST);
		fork_and_touch();
	}
	printf("swap_fork: pages %lu children %lu rounds %lu swapped_out %lu\n",
	       pages.nr_pages, nr_children, nr_rounds, out);
	return !out;
}

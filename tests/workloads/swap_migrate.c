// SPDX-License-Identifier: GPL-2.0-only
/*
 * Faults on pages that are in the swap cache, up to date, and locked for something that is
 * no read: their migration.
 *
 * A process forks while its pages are in swap, and reads them in again. They stay in the
 * swap cache, for its child has swap entries of them still. Then the process has
 * move_pages() move them from one NUMA node to the other and back, which locks them by the
 * hundred, while the child touches one after the other: nothing is read, and nobody else
 * faults on them.
 */
#define _GNU_SOURCE
#define PROGRAM "swap_migrate"

#include "pages.h"
#include "move_pages.h"

static struct pages pages = { .nr_pages = 400 };
static unsigned long pause_us = 1000;

/* In the child, once the pages are on the move: a touch now and then. */
static void touch_now_and_then(int begin)
{
	char byte;

	if (read(begin, &byte, 1) != 1)
		die("read");
	for (unsigned long page = 0; page < pages.nr_pages; page++) {
		if (!touch(&pages, page))
			_exit(1);
		usleep(pause_us);
	}
	pages_are_right(&pages);
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 'p', "pages", .number = &pages.nr_pages },
		{ 'u', "microseconds between two touches of the child", .number = &pause_us },
		{ 0 }
	};
	unsigned long moved = 0, rounds = 0;
	int begin[2], status;
	pid_t child;

	parse_options(argc, argv,
		      "Touches pages of the swap cache in a child while their migration locks them.",
		      options);
	pages_init(&pages);
	push_all_out(&pages);
	if (pipe(begin))
		die("pipe");
	child = fork();
	if (child < 0)
		die("fork");
	if (!child) {
		touch_now_and_then(begin[0]);
		_exit(0);
	}
	touch_all(&pages);
	if (write(begin[1], "", 1) != 1)
		die("write");
	while (!waitpid(child, &status, WNOHANG))
		moved += move_to(&pages, !(rounds++ % 2));
	if (status)
		fail("the child did not find its data again");
	pages_are_right(&pages);
	printf("swap_migrate: pages %lu rounds %lu moved %lu\n", pages.nr_pages, rounds,
	       moved);
	return !moved;
}

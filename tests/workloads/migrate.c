// SPDX-License-Identifier: GPL-2.0-only
/*
 * Faults on migration entries: threads touch pages that move_pages() keeps
 * moving from one NUMA node to the other. No page is ever in swap.
 */
#define _GNU_SOURCE
#define PROGRAM "migrate"
#include <stdatomic.h>

#include "pages.h"
#include "move_pages.h"

static struct pages pages = { .nr_pages = 500 };
static unsigned long nr_threads = 4, nr_rounds = 200;
static atomic_bool done;

static void *toucher(void *arg)
{
	while (!atomic_load(&done))
		touch_all(&pages);
	return arg;
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 'p', "pages", .number = &pages.nr_pages },
		{ 't', "threads that touch them", .number = &nr_threads },
		{ 'r', "rounds: times that all pages move", .number = &nr_rounds },
		{ 0 }
	};
	unsigned long moved = 0;

	parse_options(argc, argv,
		      "Moves pages between the NUMA nodes 0 and 1 while threads touch them.",
		      options);
	pages_init(&pages);

	pthread_t threads[nr_threads];

	for (unsigned long i = 0; i < nr_threads; i++)
		threads[i] = start_thread(toucher, NULL);
	for (unsigned long round = 0; round < nr_rounds; round++)
		moved += move_to(&pages, !(round % 2));
	atomic_store(&done, true);
	for (unsigned long i = 0; i < nr_threads; i++)
		pthread_join(threads[i], NULL);
	pages_are_right(&pages);
	printf("migrate: pages %lu rounds %lu moved %lu\n", pages.nr_pages,
	       nr_rounds, moved);
	return !moved;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two threads that fault on the same pages, which are in swap on a disk.
 *
 * The first touches a page and sleeps until it is read; the second sees that it does, and
 * touches the page too. So it is known, without asking who counts them, which of the two
 * faults began the read, and that the other waits for it.
 */
#define _GNU_SOURCE
#define PROGRAM "swap_pair"
#include <stdatomic.h>
#include <sys/syscall.h>

#include "pages.h"

#define POLL_US		200

static struct pages pages = { .nr_pages = 100 };
static atomic_int first_tid;
/* How many pages each of them was told to touch, and has touched. */
static atomic_ulong told, first_done, second_done;
/* Pages that the first waited for when the second came; only the second counts. */
static unsigned long joined;

static void wait_until_told(unsigned long page)
{
	while (atomic_load(&told) <= page)
		usleep(POLL_US);
}

static void *first(void *arg)
{
	hop(0);
	atomic_store(&first_tid, syscall(SYS_gettid));
	for (unsigned long page = 0; page < pages.nr_pages; page++) {
		wait_until_told(page);
		if (!touch(&pages, page))
			exit(1);
		atomic_store(&first_done, page + 1);
	}
	/* The second may look at its state still. */
	while (atomic_load(&second_done) < pages.nr_pages)
		usleep(POLL_US);
	return arg;
}

/* Return once the first thread waits for its page, or has it. */
static void join_first(unsigned long page)
{
	while (atomic_load(&first_done) <= page) {
		if (waits_for_folio(atomic_load(&first_tid))) {
			joined++;
			return;
		}
		usleep(POLL_US);
	}
}

static void *second(void *arg)
{
	hop(1);
	for (unsigned long page = 0; page < pages.nr_pages; page++) {
		wait_until_told(page);
		join_first(page);
		if (!touch(&pages, page))
			exit(1);
		atomic_store(&second_done, page + 1);
	}
	return arg;
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 'p', "pages", .number = &pages.nr_pages },
		{ 'c', "cgroup directory to run in; its swap cache is emptied first",
		  .word = &pages.cgroup },
		{ 0 }
	};
	pthread_t threads[2];

	parse_options(argc, argv,
		      "Two threads touch each of the pages that were pushed out to swap, the second while\n"
		      "the first waits for it. Prints how often it did.", options);
	pages_init(&pages);
	push_all_out(&pages);
	threads[0] = start_thread(first, NULL);
	threads[1] = start_thread(second, NULL);
	while (!atomic_load(&first_tid))
		usleep(POLL_US);
	for (unsigned long page = 0; page < pages.nr_pages; page++) {
		/* Both wait for it. */
		usleep(POLL_US);
		atomic_store(&told, page + 1);
		while (atomic_load(&first_done) <= page || atomic_load(&second_done) <= page)
			usleep(POLL_US);
	}
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	pages_are_right(&pages);
	printf("swap_pair: pages %lu joined %lu\n", pages.nr_pages, joined);
	return 0;
}

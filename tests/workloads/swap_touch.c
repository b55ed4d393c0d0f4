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
#include <time.h>

#include "swapped.h"

static struct swapped s = { .nr_pages = 1000 };
static unsigned long nr_rounds = 1;
static bool touch_by_write;
/* Of the touches alone, without looking at pagemap between them. */
static bool timed;

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static void touch_once(unsigned long page)
{
	/* A write that leaves the value as it is. */
	if (touch_by_write)
		*word_at(&s, page, 0) = word_value(&s, page, 0);
	if (!touch(&s, page))
		exit(1);
}

/* Returns the number of pages that were in swap when they were touched. */
static unsigned long touch_all(void)
{
	unsigned long faults = 0;

	for (unsigned long page = 0; page < s.nr_pages; page++) {
		faults += is_swapped(&s, page);
		touch_once(page);
	}
	return faults;
}

/* Returns nanoseconds. */
static uint64_t touch_all_timed(void)
{
	uint64_t start = now_ns();

	for (unsigned long page = 0; page < s.nr_pages; page++)
		touch_once(page);
	return now_ns() - start;
}

static void usage(FILE *to)
{
	fprintf(to,
		"Usage: swap_touch [-p PAGES] [-r ROUNDS] [-c CGROUP] [-w] [-t]\n"
		"Pushes PAGES (%lu) out to swap and touches each of them once,\n"
		"ROUNDS (%lu) times. -c: in the cgroup of that directory, whose\n"
		"swap cache is emptied first; -w: by a write instead of a read;\n"
		"-t: prints the nanoseconds that the touches of each round took.\n",
		s.nr_pages, nr_rounds);
}

static void parse_options(int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "p:r:c:wth")) != -1) {
		switch (option) {
		case 'p':
			s.nr_pages = number(optarg);
			break;
		case 'r':
			nr_rounds = number(optarg);
			break;
		case 'c':
			s.cgroup = optarg;
			break;
		case 'w':
			touch_by_write = true;
			break;
		case 't':
			timed = true;
			break;
		case 'h':
			usage(stdout);
			exit(0);
		default:
			usage(stderr);
			exit(2);
		}
	}
	if (optind != argc) {
		usage(stderr);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	unsigned long faults = 0;

	parse_options(argc, argv);
	swapped_init(&s);

	for (unsigned long round = 0; round < nr_rounds; round++) {
		unsigned long out = push_out(&s, TRIES_ALL);

		if (out < s.nr_pages) {
			fprintf(stderr, "swap_touch: only %lu of %lu pages went to swap\n",
				out, s.nr_pages);
			return 1;
		}
		if (timed)
			printf("swap_touch: round %lu ns %llu\n", round,
			       (unsigned long long)touch_all_timed());
		else
			faults += touch_all();
		for (unsigned long page = 0; page < s.nr_pages; page++)
			if (!page_is_right(&s, page))
				return 1;
	}
	if (!timed)
		printf("swap_touch: pages %lu faults %lu\n", s.nr_pages, faults);
	return !timed && faults != s.nr_pages * nr_rounds;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Swap faults of one thread while another keeps mmap_lock for writing: it
 * changes the protection of a large mapping that nobody faults on, again and
 * again. The faults hold the VMA lock of their own mapping all the same.
 */
#define _GNU_SOURCE
#define PROGRAM "swap_writer"
#include <stdatomic.h>
#include <sys/prctl.h>

#include "pages.h"

static struct pages pages = { .nr_pages = 100 };
static unsigned long writer_mib = 128;
static atomic_bool done;
static bool evict;
static unsigned long calls;
static uint64_t change_us;

static void *writer(void *arg)
{
	size_t size = writer_mib << 20;
	uint64_t sum = 0;

	while (!atomic_load(&done)) {
		uint64_t start = now_ns();

		if (mprotect(arg, size, PROT_READ) ||
		    mprotect(arg, size, PROT_READ | PROT_WRITE))
			die("mprotect");
		sum += now_ns() - start;
		calls += 2;
	}
	change_us = sum / calls / 1000;
	return NULL;
}

/* What was read for a fault that still waits for mmap_lock goes out again. */
static void *evictor(void *arg)
{
	int fd = cgroup_open(arg, "memory.reclaim");

	while (!atomic_load(&done))
		reclaim_once(fd);
	close(fd);
	return NULL;
}

static void *populated(void)
{
	void *area = mmap(NULL, writer_mib << 20, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (area == MAP_FAILED)
		die("mmap");
	for (size_t at = 0; at < writer_mib << 20; at += pages.page_size)
		((volatile char *)area)[at] = 1;
	return area;
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 'p', "pages", .number = &pages.nr_pages },
		{ 'm', "MiB whose protection is changed", .number = &writer_mib },
		{ 'c', "cgroup directory to run in; its swap cache is emptied first",
		  .word = &pages.cgroup },
		{ 'e', "reclaim from the cgroup without a pause: a page may be gone again\n"
		  "        when its fault comes back, and is read with mmap_lock held",
		  .flag = &evict },
		{ 0 }
	};
	pthread_t thread, evicting = 0;

	parse_options(argc, argv,
		      "Touches pages that were pushed out to swap while another thread changes the\n"
		      "protection of a large mapping without a pause. Prints the microseconds of one\n"
		      "such change on average.", options);
	if (evict && !pages.cgroup) {
		fprintf(stderr, "swap_writer: -e needs -c\n");
		return 2;
	}
	/* Many small pages keep the writer busy; a locked mapping has them at once. */
	if (prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0))
		die("prctl");
	pages_init(&pages);
	push_all_out(&pages);
	thread = start_thread(writer, populated());
	if (evict)
		evicting = start_thread(evictor, &pages);
	/* Until the writer is at it. */
	usleep(100000);
	pages_are_right(&pages);
	atomic_store(&done, true);
	pthread_join(thread, NULL);
	if (evict)
		pthread_join(evicting, NULL);
	printf("swap_writer: pages %lu changes %lu us_per_change %llu\n",
	       pages.nr_pages, calls, (unsigned long long)change_us);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Swap faults of one thread while another keeps mmap_lock for writing: it
 * changes the protection of a large mapping that nobody faults on, again and
 * again. The faults hold the VMA lock of their own mapping all the same.
 */
#define _GNU_SOURCE
#define PROGRAM "swap_writer"
#include <pthread.h>
#include <stdatomic.h>
#include <sys/prctl.h>
#include <time.h>

#include "swapped.h"

static struct swapped s = { .nr_pages = 100 };
static unsigned long writer_mib = 128;
static atomic_bool done;
static unsigned long calls;
static uint64_t change_us;

static uint64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000ULL + now.tv_nsec / 1000;
}

static void *writer(void *arg)
{
	size_t size = writer_mib << 20;
	uint64_t sum = 0;

	while (!atomic_load(&done)) {
		uint64_t start = now_us();

		if (mprotect(arg, size, PROT_READ) ||
		    mprotect(arg, size, PROT_READ | PROT_WRITE))
			die("mprotect");
		sum += now_us() - start;
		calls += 2;
	}
	change_us = sum / calls;
	return NULL;
}

static void *populated(void)
{
	void *area = mmap(NULL, writer_mib << 20, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (area == MAP_FAILED)
		die("mmap");
	for (size_t at = 0; at < writer_mib << 20; at += s.page_size)
		((volatile char *)area)[at] = 1;
	return area;
}

static void usage(FILE *to)
{
	fprintf(to,
		"Usage: swap_writer [-p PAGES] [-m MIB] [-c CGROUP]\n"
		"Touches PAGES (%lu) that were pushed out to swap while another\n"
		"thread changes the protection of MIB (%lu) MiB without a pause.\n"
		"Prints the microseconds of one such change on average.\n"
		"-c: in the cgroup of that directory, whose swap cache is emptied.\n",
		s.nr_pages, writer_mib);
}

int main(int argc, char **argv)
{
	pthread_t thread;
	int option;

	while ((option = getopt(argc, argv, "p:m:c:h")) != -1) {
		switch (option) {
		case 'p':
			s.nr_pages = number(optarg);
			break;
		case 'm':
			writer_mib = number(optarg);
			break;
		case 'c':
			s.cgroup = optarg;
			break;
		default:
			usage(option == 'h' ? stdout : stderr);
			return option == 'h' ? 0 : 2;
		}
	}
	/* Many small pages keep the writer busy; a locked mapping has them at once. */
	if (prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0))
		die("prctl");
	swapped_init(&s);
	if (!push_out(&s, TRIES_ALL)) {
		fprintf(stderr, "swap_writer: no page went to swap\n");
		return 1;
	}
	errno = pthread_create(&thread, NULL, writer, populated());
	if (errno)
		die("pthread_create");
	/* Until the writer is at it. */
	usleep(100000);
	for (unsigned long page = 0; page < s.nr_pages; page++)
		if (!page_is_right(&s, page))
			return 1;
	atomic_store(&done, true);
	pthread_join(thread, NULL);
	printf("swap_writer: pages %lu changes %lu us_per_change %llu\n",
	       s.nr_pages, calls, (unsigned long long)change_us);
	return 0;
}

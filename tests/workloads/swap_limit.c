// SPDX-License-Identifier: GPL-2.0-only
/*
 * Swap faults in a memory cgroup that is at a limit. Below memory.max the kernel reclaims
 * from the cgroup in the middle of the fault. Above memory.high, when most of the memory is
 * locked and cannot be reclaimed, it has the task sleep on its way back to user mode; but in
 * the middle of the fault once the task has charged more than a batch of 64 pages, with a
 * large folio or with many pages in one system call.
 */
#define _GNU_SOURCE
#define PROGRAM "swap_limit"
#include "pages.h"

static struct pages pages = { .nr_pages = 512 };
static unsigned long locked_mib = 1, limit_mib = 8;
static const char *limit = "memory.max";
static bool populate;

/* It is locked from the start: pages_init() has called mlockall(). */
static void lock_memory(void)
{
	if (mmap(NULL, locked_mib << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		 -1, 0) == MAP_FAILED)
		die("mmap");
}

static void set_limit(const char *value)
{
	int fd = cgroup_open(&pages, limit);

	if (write(fd, value, strlen(value)) < 0)
		die(limit);
	close(fd);
}

static void use_all(void)
{
	uint64_t start = now_ns();

	if (!populate)
		touch_all(&pages);
	else if (madvise(pages.area, pages_size(&pages), MADV_POPULATE_READ))
		die("madvise(MADV_POPULATE_READ)");
	printf("swap_limit: pages %lu ms %llu\n", pages.nr_pages,
	       (unsigned long long)(now_ns() - start) / 1000000);
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 'p', "pages", .number = &pages.nr_pages },
		{ 'm', "MiB that are locked", .number = &locked_mib },
		{ 'l', "limit of the cgroup in MiB, once the pages are out", .number = &limit_mib },
		{ 'f', "its file: memory.max, or memory.high", .word = &limit },
		{ 'c', "cgroup directory to run in", .word = &pages.cgroup },
		{ 'H', "let the kernel use large folios", .flag = &pages.huge },
		{ 'k', "touch all pages by one system call", .flag = &populate },
		{ 0 }
	};
	char value[32];

	parse_options(argc, argv,
		      "Pushes pages out to swap and touches each of them once, at a limit of its\n"
		      "memory cgroup.", options);
	if (!pages.cgroup)
		fail("a cgroup is needed, to set a limit of");
	pages_init(&pages);
	lock_memory();
	push_all_out(&pages);
	snprintf(value, sizeof(value), "%luM", limit_mib);
	set_limit(value);
	use_all();
	set_limit("max");
	pages_are_right(&pages);
	return 0;
}

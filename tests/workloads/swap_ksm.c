// SPDX-License-Identifier: GPL-2.0-only
/*
 * Swap faults on KSM pages: pages alike are merged by ksmd, pushed out to swap
 * through their cgroup, and touched. ksmd must be running
 * (/sys/kernel/mm/ksm/run).
 */
#define _GNU_SOURCE
#define PROGRAM "swap_ksm"
#include "pages.h"

static struct pages pages = { .nr_pages = 400, .alike = 4 };
static unsigned long merged;

static unsigned long ksm_number(const char *file)
{
	char path[64], text[32] = "";
	int fd;

	snprintf(path, sizeof(path), "/sys/kernel/mm/ksm/%s", file);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		lacking("CONFIG_KSM");
	if (read(fd, text, sizeof(text) - 1) < 0)
		die(path);
	close(fd);
	return strtoul(text, NULL, 10);
}

/* Of each @alike pages all but one share the first one's page. */
static void merge(void)
{
	unsigned long want = pages.nr_pages - pages.nr_pages / pages.alike;

	if (madvise(pages.area, pages_size(&pages), MADV_MERGEABLE))
		die("madvise(MADV_MERGEABLE)");
	for (int try = 0; try < 10 * TRIES_ALL && merged < want; try++) {
		usleep(TRY_WAIT_US);
		merged = ksm_number("pages_sharing");
	}
	if (merged < want)
		fail("ksmd does not merge: is it running?");
}

static unsigned long count_in_memory(const struct pages *p)
{
	return p->nr_pages - count_swapped(p);
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 'p', "pages", .number = &pages.nr_pages },
		{ 'a', "so many of them in a row are alike", .number = &pages.alike },
		{ 'c', "cgroup directory to run in", .word = &pages.cgroup },
		{ 0 }
	};
	unsigned long out;

	parse_options(argc, argv,
		      "Touches pages that KSM has merged and that then went to swap.",
		      options);
	if (!pages.cgroup) {
		fprintf(stderr, "swap_ksm: -c is needed\n");
		return 2;
	}
	pages_init(&pages);
	merge();
	reclaim(&pages, count_in_memory);
	out = count_swapped(&pages);
	pages_are_right(&pages);
	printf("swap_ksm: pages %lu merged %lu swapped_out %lu\n",
	       pages.nr_pages, merged, out);
	return !out;
}

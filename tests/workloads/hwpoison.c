// SPDX-License-Identifier: GPL-2.0-only
/*
 * Faults on hwpoison entries: pages are given out as broken memory by
 * madvise(MADV_HWPOISON), then touched. The pages stay lost until a reboot.
 */
#define _GNU_SOURCE
#define PROGRAM "hwpoison"
#include "pages.h"
#include "signalled.h"

static struct pages pages = { .nr_pages = 20 };

/* The kernel sends SIGBUS for the call already, as for memory in use. */
static void break_page(unsigned long page)
{
	if (sigsetjmp(signalled_env, 1))
		return;
	if (!madvise(page_at(&pages, page), pages.page_size, MADV_HWPOISON))
		return;
	if (errno == EINVAL)
		lacking("CONFIG_MEMORY_FAILURE");
	die("madvise(MADV_HWPOISON)");
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 'p', "pages", .number = &pages.nr_pages },
		{ 0 }
	};
	unsigned long sigbus = 0;

	parse_options(argc, argv,
		      "Makes the kernel take pages for broken memory and touches them.",
		      options);
	pages_init(&pages);
	signalled_init();
	for (unsigned long page = 0; page < pages.nr_pages; page++)
		break_page(page);
	for (unsigned long page = 0; page < pages.nr_pages; page++)
		sigbus += signal_of_touch(page_at(&pages, page)) == SIGBUS;
	printf("hwpoison: pages %lu sigbus %lu\n", pages.nr_pages, sigbus);
	return sigbus != pages.nr_pages;
}

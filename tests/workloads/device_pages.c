// SPDX-License-Identifier: GPL-2.0-only
/*
 * Faults on device entries, with the kernel's own test driver (test_hmm) as
 * the device:
 *
 * private	the pages are moved to device memory, which the CPU cannot reach:
 *		each touch has the driver move its page back
 * exclusive	the pages stay, but the device alone may use them until the CPU
 *		touches them
 */
#define _GNU_SOURCE
#define PROGRAM "device_pages"
#include <lib/test_hmm_uapi.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

#include "pages.h"

#define DEVICE	"/dev/hmm_dmirror0"

static struct pages pages = { .nr_pages = 500 };
static unsigned long nr_threads = 1;
static const char *kind = "private";
/* By get_user_pages() instead of a fault of the CPU. */
static bool by_kernel;

static void give_to_device(void)
{
	static int fd = -1;
	struct hmm_dmirror_cmd cmd = {
		.addr = (uintptr_t)pages.area,
		.npages = pages.nr_pages,
	};
	/* The driver shows what it finds there. */
	uint64_t *mirror = malloc(pages_size(&pages));

	if (fd < 0)
		fd = open(DEVICE, O_RDWR);
	if (fd < 0 && errno == ENOENT)
		lacking(DEVICE ", of the module test_hmm");
	if (fd < 0)
		die(DEVICE);
	if (!mirror)
		die("malloc");
	cmd.ptr = (uintptr_t)mirror;
	/*
	 * A page that somebody else holds for a moment stays where it is, and the
	 * driver then finds no entry for it; those that it has got are not moved
	 * again.
	 */
	for (int try = 0; ioctl(fd, strcmp(kind, "private") ?
				    HMM_DMIRROR_EXCLUSIVE :
				    HMM_DMIRROR_MIGRATE_TO_DEV, &cmd); try++) {
		if (errno != ENOENT || try == TRIES_ALL)
			die(kind);
		usleep(TRY_WAIT_US);
	}
	if (cmd.cpages != pages.nr_pages)
		fail("the device did not get all pages");
	if (mirror[0] != word_value(&pages, 0, 0))
		fail("the device has other data");
	free(mirror);
}

static void touch_by_kernel(void)
{
	for (unsigned long page = 0; page < pages.nr_pages; page++) {
		uint64_t value;
		struct iovec local = { &value, sizeof(value) };
		struct iovec remote = { page_at(&pages, page), sizeof(value) };

		if (process_vm_readv(getpid(), &local, 1, &remote, 1, 0) !=
		    sizeof(value))
			die("process_vm_readv");
		if (value != word_value(&pages, page, 0))
			fail("a page is wrong");
	}
}

static void *toucher(void *arg)
{
	if (by_kernel)
		touch_by_kernel();
	else
		touch_all(&pages);
	return arg;
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 'k', "kind: private (the default) or exclusive", .word = &kind },
		{ 'p', "pages", .number = &pages.nr_pages },
		{ 't', "threads that touch them", .number = &nr_threads },
		{ 'g', "by get_user_pages(), for process_vm_readv()",
		  .flag = &by_kernel },
		{ 0 }
	};
	unsigned long entries;

	parse_options(argc, argv,
		      "Gives pages to the device of test_hmm and touches them.",
		      options);
	if (strcmp(kind, "private") && strcmp(kind, "exclusive")) {
		fprintf(stderr, "device_pages: no such kind: %s\n", kind);
		return 2;
	}
	pages_init(&pages);

	pthread_t threads[nr_threads];

	give_to_device();
	entries = count_swapped(&pages);
	for (unsigned long i = 0; i < nr_threads; i++)
		threads[i] = start_thread(toucher, NULL);
	for (unsigned long i = 0; i < nr_threads; i++)
		pthread_join(threads[i], NULL);
	pages_are_right(&pages);
	printf("device_pages: kind %s pages %lu entries %lu\n", kind,
	       pages.nr_pages, entries);
	return entries != pages.nr_pages;
}

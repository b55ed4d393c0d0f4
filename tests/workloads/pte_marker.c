// SPDX-License-Identifier: GPL-2.0-only
/*
 * Faults on pte markers, each kind that there is:
 *
 * wp-shmem, wp-anon	left by a userfaultfd write protection where no page is
 *			mapped; a read maps the page
 * missing		the same in a range where userfaultfd also handles missing
 *			pages: the fault goes to it
 * poison		UFFDIO_POISON: SIGBUS
 * guard		MADV_GUARD_INSTALL: SIGSEGV
 */
#define _GNU_SOURCE
#define PROGRAM "pte_marker"
#include <linux/userfaultfd.h>
#include <stdatomic.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "signalled.h"

/* Of kernels newer than the headers, perhaps. */
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL	102
#endif

static unsigned long nr_pages = 200;
static size_t page_size;
static char *area;
static int uffd;
/* No fault gets its page before this file is there. */
static const char *gate;
static atomic_ulong handled;

static size_t area_size(void)
{
	return nr_pages * page_size;
}

static void area_map(int flags)
{
	area = mmap(NULL, area_size(), PROT_READ | PROT_WRITE,
		    MAP_ANONYMOUS | flags, -1, 0);
	if (area == MAP_FAILED)
		die("mmap");
	/* One fault a page. Fails where there are no huge pages: as good. */
	madvise(area, area_size(), MADV_NOHUGEPAGE);
}

static void uffd_open(uint64_t features, uint64_t modes)
{
	struct uffdio_api api = { .api = UFFD_API, .features = features };
	struct uffdio_register range = {
		.range = { (uintptr_t)area, area_size() },
		.mode = modes,
	};

	uffd = syscall(SYS_userfaultfd, O_CLOEXEC);
	if (uffd < 0)
		die("userfaultfd");
	if (ioctl(uffd, UFFDIO_API, &api)) {
		if (errno == EINVAL)
			lacking("this feature of userfaultfd");
		die("UFFDIO_API");
	}
	if (ioctl(uffd, UFFDIO_REGISTER, &range))
		die("UFFDIO_REGISTER");
}

static void write_protect(void)
{
	struct uffdio_writeprotect protect = {
		.range = { (uintptr_t)area, area_size() },
		.mode = UFFDIO_WRITEPROTECT_MODE_WP,
	};

	if (ioctl(uffd, UFFDIO_WRITEPROTECT, &protect))
		die("UFFDIO_WRITEPROTECT");
}

static void make_wp_shmem(void)
{
	area_map(MAP_SHARED);
	/* The pages exist, but nothing maps them. */
	memset(area, 1, area_size());
	if (madvise(area, area_size(), MADV_DONTNEED))
		die("madvise(MADV_DONTNEED)");
	uffd_open(UFFD_FEATURE_WP_HUGETLBFS_SHMEM, UFFDIO_REGISTER_MODE_WP);
	write_protect();
}

static void make_wp_anon(void)
{
	area_map(MAP_PRIVATE);
	uffd_open(UFFD_FEATURE_WP_UNPOPULATED, UFFDIO_REGISTER_MODE_WP);
	write_protect();
}

/* Give a page to each fault that comes. UFFDIO_ZEROPAGE respects a marker. */
static void *handler(void *arg)
{
	static const char page[64 * 1024];
	struct uffd_msg message;

	while (read(uffd, &message, sizeof(message)) == sizeof(message)) {
		struct uffdio_copy copy = {
			.dst = message.arg.pagefault.address & -page_size,
			.src = (uintptr_t)page,
			.len = page_size,
		};

		if (message.event != UFFD_EVENT_PAGEFAULT)
			continue;
		while (gate && access(gate, F_OK))
			usleep(10000);
		if (ioctl(uffd, UFFDIO_COPY, &copy))
			die("UFFDIO_COPY");
		atomic_fetch_add(&handled, 1);
	}
	return arg;
}

static void make_missing(void)
{
	area_map(MAP_PRIVATE);
	uffd_open(UFFD_FEATURE_WP_UNPOPULATED,
		  UFFDIO_REGISTER_MODE_WP | UFFDIO_REGISTER_MODE_MISSING);
	write_protect();
	start_thread(handler, NULL);
}

static void make_poison(void)
{
#ifdef UFFDIO_POISON
	struct uffdio_poison poison;

	area_map(MAP_PRIVATE);
	uffd_open(UFFD_FEATURE_POISON, UFFDIO_REGISTER_MODE_MISSING);
	poison = (struct uffdio_poison) {
		.range = { (uintptr_t)area, area_size() },
	};
	if (ioctl(uffd, UFFDIO_POISON, &poison))
		die("UFFDIO_POISON");
#else
	lacking("UFFDIO_POISON, or the headers do");
#endif
}

static void make_guard(void)
{
	area_map(MAP_PRIVATE);
	if (!madvise(area, area_size(), MADV_GUARD_INSTALL))
		return;
	if (errno == EINVAL)
		lacking("MADV_GUARD_INSTALL");
	die("madvise(MADV_GUARD_INSTALL)");
}

static const struct kind {
	const char *name;
	void (*make)(void);
	int signal;
} kinds[] = {
	{ "wp-shmem", make_wp_shmem, 0 },
	{ "wp-anon", make_wp_anon, 0 },
	{ "missing", make_missing, 0 },
	{ "poison", make_poison, SIGBUS },
	{ "guard", make_guard, SIGSEGV },
};

int main(int argc, char **argv)
{
	const char *name = kinds[0].name;
	const struct option options[] = {
		{ 'k', "kind of marker: wp-shmem, wp-anon, missing, poison or guard",
		  .word = &name },
		{ 'p', "pages", .number = &nr_pages },
		{ 'g', "file without which userfaultfd gives no page", .word = &gate },
		{ 0 }
	};
	const struct kind *kind = kinds;
	unsigned long right = 0;

	parse_options(argc, argv,
		      "Touches pages that have a pte marker where their entry would be.",
		      options);
	while (kind < kinds + sizeof(kinds) / sizeof(*kinds) &&
	       strcmp(kind->name, name))
		kind++;
	if (kind == kinds + sizeof(kinds) / sizeof(*kinds)) {
		fprintf(stderr, "pte_marker: no such kind: %s\n", name);
		return 2;
	}
	page_size = sysconf(_SC_PAGESIZE);
	signalled_init();
	kind->make();
	for (unsigned long page = 0; page < nr_pages; page++)
		right += signal_of_touch(area + page * page_size) == kind->signal;
	printf("pte_marker: kind %s pages %lu as_expected %lu by_userfaultfd %lu\n",
	       kind->name, nr_pages, right, atomic_load(&handled));
	return right != nr_pages;
}

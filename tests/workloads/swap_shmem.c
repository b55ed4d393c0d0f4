// SPDX-License-Identifier: GPL-2.0-only
/*
 * Swap faults on shared memory: the pages are pushed out of memory, and out of the swap
 * cache, then each is used once.
 *
 * /proc/self/pagemap does not show that a shared page is in swap, but mincore() shows
 * that it is neither in memory nor in the swap cache. The caller turns read-ahead off.
 */
#define _GNU_SOURCE
#define PROGRAM "swap_shmem"
#include <stdatomic.h>
#include <sys/ipc.h>
#include <sys/shm.h>

#include "pages.h"

static struct pages pages = { .nr_pages = 500 };
static const char *kind = "anon";
static const char *how = "touch";
static bool write_vma;
static atomic_bool done;

/* Set what pages_init() is to map, or the area itself. */
static void shared_memory(void)
{
	size_t size = pages.nr_pages * sysconf(_SC_PAGESIZE);
	int id;

	if (!strcmp(kind, "anon")) {
		pages.shared_fd = -1;
	} else if (!strcmp(kind, "sysv")) {
		/* Whatever mlockall() brings in is to be charged to the cgroup. */
		enter_cgroup(&pages);
		id = shmget(IPC_PRIVATE, size, IPC_CREAT | 0600);
		if (id < 0)
			die("shmget");
		pages.area = shmat(id, NULL, 0);
		if (pages.area == (void *)-1)
			die("shmat");
		shmctl(id, IPC_RMID, NULL);
	} else {
		/* A file of a tmpfs, whose path it is, or one without a name. */
		pages.shared_fd = strcmp(kind, "memfd") ?
			open(kind, O_RDWR | O_CREAT | O_TRUNC, 0600) : memfd_create("swap", 0);
		if (pages.shared_fd <= 0)
			die(kind);
		if (ftruncate(pages.shared_fd, size))
			die("ftruncate");
	}
}

static void push_shared_out(void)
{
	for (int try = 0; try < TRIES_MOST; try++) {
		hop(try);
		if (madvise(pages.area, pages_size(&pages), MADV_PAGEOUT))
			die("madvise(MADV_PAGEOUT)");
		usleep(TRY_WAIT_US);
	}
	empty_swap_cache(&pages);
}

/* No fault at all. */
static void read_file(unsigned long page)
{
	uint64_t value;

	if (pread(pages.shared_fd, &value, sizeof(value), page * pages.page_size) !=
	    sizeof(value))
		die("pread");
	if (value != word_value(&pages, page, 0))
		fail("a page is wrong");
}

/* Each change locks the VMA for writing, and so waits for a fault that holds its lock. */
static void *change_protection(void *arg)
{
	while (!atomic_load(&done))
		if (mprotect(pages.area, pages_size(&pages), PROT_READ) ||
		    mprotect(pages.area, pages_size(&pages), PROT_READ | PROT_WRITE))
			die("mprotect");
	return arg;
}

static void use_all(void)
{
	bool wrong = false;

	for (unsigned long page = 0; page < pages.nr_pages; page++) {
		if (!strcmp(how, "touch") && !touch(&pages, page))
			exit(1);
		else if (!strcmp(how, "write"))
			wrong |= read_by_write(&pages, page) != word_value(&pages, page, 0);
		else if (!strcmp(how, "pread"))
			read_file(page);
	}
	if (wrong)
		fail("a page is wrong");
	if (!strcmp(how, "truncate") && ftruncate(pages.shared_fd, 0))
		die("ftruncate");
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 'p', "pages", .number = &pages.nr_pages },
		{ 'c', "cgroup directory to run in", .word = &pages.cgroup },
		{ 'k', "anon, sysv, memfd, or the path of a file of a tmpfs", .word = &kind },
		{ 'm', "touch, write (by the kernel), pread, truncate, or nothing",
		  .word = &how },
		{ 'w', "another thread changes the protection of the memory all the while",
		  .flag = &write_vma },
		{ 0 }
	};
	pthread_t writer = 0;

	parse_options(argc, argv,
		      "Pushes shared memory out to swap and uses each page once.",
		      options);
	if (!pages.cgroup)
		fail("a cgroup is needed, to empty the swap cache");
	shared_memory();
	pages_init(&pages);
	push_shared_out();
	/* For those who look at the machine before and after. */
	printf("swap_shmem: out %lu pid %d from %lu below %lu\n", pages.nr_pages, getpid(),
	       (uintptr_t)pages.area, (uintptr_t)pages.area + pages_size(&pages));
	fflush(stdout);
	if (write_vma)
		writer = start_thread(change_protection, NULL);
	use_all();
	atomic_store(&done, true);
	if (write_vma)
		pthread_join(writer, NULL);
	if (!strcmp(how, "nothing"))
		pause();
	if (strcmp(how, "truncate"))
		pages_are_right(&pages);
	return 0;
}

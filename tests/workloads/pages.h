/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An area of anonymous pages with known contents, pushed out to swap and looked
 * at through /proc/self/pagemap.
 */
#ifndef PAGES_H
#define PAGES_H

#include <sched.h>
#include <sys/mman.h>

#include "workload.h"

/* Any entry that is not a present page: migration, device and markers too. */
#define PAGEMAP_SWAPPED		(1ULL << 62)
/* For all pages to go out, or as good as all. */
#define TRIES_ALL		200
#define TRIES_MOST		5
#define TRY_WAIT_US		10000

/* The area: no two pages alike. */
struct pages {
	uint64_t *area;
	unsigned long nr_pages;
	size_t page_size;
	size_t page_words;
	int pagemap_fd;
	unsigned char *resident;	/* for mincore() */
	const char *cgroup;	/* to empty the swap cache in, or NULL */
	int shared_fd;		/* map this file, or no file but shared with -1; 0: private */
	unsigned long alike;	/* number of pages in a row that are the same; 0 is 1 */
	bool huge;		/* large folios are welcome */
	bool dense;		/* no compressor makes them smaller */
};

/* A page of one value throughout would not reach the swap device. */
static inline uint64_t word_value(const struct pages *p, unsigned long page,
				  size_t word)
{
	uint64_t x = (p->alike ? page / p->alike : page) * p->page_words + word + 1;

	x *= 0x9e3779b97f4a7c15ULL;
	x ^= x >> 29;
	x *= 0xbf58476d1ce4e5b9ULL;
	/* Most of it 0: zswap may send on what does not get smaller. */
	return p->dense ? x : x >> 40;
}

/* Volatile: every touch is to be a real access to memory. */
static inline volatile uint64_t *word_at(const struct pages *p,
					 unsigned long page, size_t word)
{
	return p->area + page * p->page_words + word;
}

static inline void *page_at(const struct pages *p, unsigned long page)
{
	return p->area + page * p->page_words;
}

static inline size_t pages_size(const struct pages *p)
{
	return p->nr_pages * p->page_size;
}

/* Only its first word, to be at the next page soon. */
static inline bool touch(const struct pages *p, unsigned long page)
{
	if (*word_at(p, page, 0) == word_value(p, page, 0))
		return true;
	fprintf(stderr, PROGRAM ": page %lu is wrong\n", page);
	return false;
}

/* copy_from_user() in write(): a fault in kernel mode, on the own mm. */
static inline uint64_t read_by_write(const struct pages *p, unsigned long page)
{
	static int fds[2];
	uint64_t value;

	if (!fds[1] && pipe(fds))
		die("pipe");
	if (write(fds[1], page_at(p, page), sizeof(value)) != sizeof(value))
		die("write");
	if (read(fds[0], &value, sizeof(value)) != sizeof(value))
		die("read");
	return value;
}

/* All of it. */
static inline bool page_is_right(const struct pages *p, unsigned long page)
{
	for (size_t word = 0; word < p->page_words; word++) {
		if (*word_at(p, page, word) == word_value(p, page, word))
			continue;
		fprintf(stderr, PROGRAM ": page %lu word %zu is wrong\n", page,
			word);
		return false;
	}
	return true;
}

static inline bool is_swapped(const struct pages *p, unsigned long page)
{
	off_t start = (uintptr_t)p->area / p->page_size * sizeof(uint64_t);
	uint64_t entry;

	if (pread(p->pagemap_fd, &entry, sizeof(entry),
		  start + page * sizeof(entry)) != sizeof(entry))
		die("reading /proc/self/pagemap");
	return entry & PAGEMAP_SWAPPED;
}

static inline unsigned long count_swapped(const struct pages *p)
{
	unsigned long count = 0;

	for (unsigned long page = 0; page < p->nr_pages; page++)
		count += is_swapped(p, page);
	return count;
}

/* A file of the cgroup, for writing. */
static inline int cgroup_open(const struct pages *p, const char *file)
{
	char path[256];
	int fd;

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", p->cgroup, file) >=
	    sizeof(path)) {
		errno = ENAMETOOLONG;
		die(file);
	}
	fd = open(path, O_WRONLY);
	if (fd < 0)
		die(path);
	return fd;
}

/* It falls short of the number as a rule. */
static inline void reclaim_once(int fd)
{
	if (write(fd, "64M", 3) < 0 && errno != EAGAIN)
		die("memory.reclaim");
}

/* Those of the swapped pages that are in the swap cache still. */
static inline unsigned long count_cached(const struct pages *p)
{
	unsigned long count = 0;

	if (mincore(p->area, pages_size(p), p->resident))
		die("mincore");
	for (unsigned long page = 0; page < p->nr_pages; page++)
		count += p->resident[page] & 1;
	return count;
}

/* Reclaim from the cgroup until @left() is 0, or for TRIES_ALL times. */
static inline void reclaim(const struct pages *p,
			   unsigned long (*left)(const struct pages *p))
{
	int fd = cgroup_open(p, "memory.reclaim");

	for (int try = 0; try < TRIES_ALL && left(p); try++) {
		reclaim_once(fd);
		usleep(TRY_WAIT_US);
	}
	close(fd);
}

/* Push the pages out of the swap cache too: a touch must read them. */
static inline void empty_swap_cache(const struct pages *p)
{
	reclaim(p, count_cached);
	if (count_cached(p))
		fail("the swap cache does not get empty");
}

/*
 * To another CPU: a page on its way to the LRU lists waits in a batch of the CPU
 * that it was touched on, and only there madvise() looks for it.
 */
static inline void hop(int to)
{
	cpu_set_t cpu;

	CPU_ZERO(&cpu);
	CPU_SET(to % sysconf(_SC_NPROCESSORS_ONLN), &cpu);
	/* A CPU that went offline in between is no harm. */
	sched_setaffinity(0, sizeof(cpu), &cpu);
}

/*
 * A page on its way to the LRU lists or under writeback escapes the first
 * time; those that are out already are not touched again. Returns how many
 * are out.
 */
static inline unsigned long push_out(const struct pages *p, int tries)
{
	unsigned long count = 0;
	cpu_set_t cpus;

	if (sched_getaffinity(0, sizeof(cpus), &cpus))
		die("sched_getaffinity");
	for (int try = 0; try < tries && count < p->nr_pages; try++) {
		if (try) {
			usleep(TRY_WAIT_US);
			hop(try);
		}
		if (madvise(p->area, pages_size(p), MADV_PAGEOUT))
			die("madvise(MADV_PAGEOUT)");
		count = count_swapped(p);
	}
	sched_setaffinity(0, sizeof(cpus), &cpus);
	if (p->cgroup)
		empty_swap_cache(p);
	return count;
}

/* The program may then only fault on the area: the rest of it stays put. */
static inline void enter_cgroup(const struct pages *p)
{
	int fd = cgroup_open(p, "cgroup.procs");

	if (mlockall(MCL_CURRENT | MCL_FUTURE))
		die("mlockall");
	if (write(fd, "0", 1) != 1)
		die("cgroup.procs");
	close(fd);
}

static inline void pages_fill(const struct pages *p)
{
	for (unsigned long page = 0; page < p->nr_pages; page++)
		for (size_t word = 0; word < p->page_words; word++)
			*word_at(p, page, word) = word_value(p, page, word);
}

/* Make the area; p->nr_pages and p->cgroup are set. */
static inline void pages_init(struct pages *p)
{
	p->page_size = sysconf(_SC_PAGESIZE);
	p->page_words = p->page_size / sizeof(uint64_t);
	p->pagemap_fd = open("/proc/self/pagemap", O_RDONLY);
	if (p->pagemap_fd < 0)
		die("/proc/self/pagemap");
	p->resident = malloc(p->nr_pages);
	if (!p->resident)
		die("malloc");
	if (p->cgroup)
		enter_cgroup(p);
	/* Unless it is there already. */
	if (!p->area)
		p->area = mmap(NULL, pages_size(p), PROT_READ | PROT_WRITE,
			       (p->shared_fd ? MAP_SHARED : MAP_PRIVATE) |
			       (p->shared_fd > 0 ? 0 : MAP_ANONYMOUS),
			       p->shared_fd > 0 ? p->shared_fd : -1, 0);
	if (p->area == MAP_FAILED)
		die("mmap");
	if (p->cgroup && munlock(p->area, pages_size(p)))
		die("munlock");
	/* Fails where the kernel has no huge pages, which is as good. */
	madvise(p->area, pages_size(p),
		p->huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
	pages_fill(p);
}

/* For those who need each page to be out. */
static inline void push_all_out(const struct pages *p)
{
	unsigned long out = push_out(p, TRIES_ALL);

	if (out == p->nr_pages)
		return;
	fprintf(stderr, PROGRAM ": only %lu of %lu pages went to swap\n", out,
		p->nr_pages);
	exit(1);
}

static inline void touch_all(const struct pages *p)
{
	for (unsigned long page = 0; page < p->nr_pages; page++)
		if (!touch(p, page))
			exit(1);
}

static inline void pages_are_right(const struct pages *p)
{
	for (unsigned long page = 0; page < p->nr_pages; page++)
		if (!page_is_right(p, page))
			exit(1);
}

#endif /* PAGES_H */

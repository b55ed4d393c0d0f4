/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the workloads share: an area of anonymous pages with known contents,
 * pushed out to swap and looked at through /proc/self/pagemap. Every program
 * includes this once; PROGRAM is its name.
 */
#ifndef SWAPPED_H
#define SWAPPED_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif

#define PAGEMAP_SWAPPED		(1ULL << 62)
/* For all pages to go out, or as good as all. */
#define TRIES_ALL		200
#define TRIES_MOST		5
#define TRY_WAIT_US		10000

/* The area: pages of words of 64 bits, no two alike. */
struct swapped {
	uint64_t *area;
	unsigned long nr_pages;
	size_t page_size;
	size_t page_words;
	int pagemap_fd;
	unsigned char *resident;	/* for mincore() */
	const char *cgroup;	/* to empty the swap cache in, or NULL */
};

static inline _Noreturn void die(const char *what)
{
	fprintf(stderr, PROGRAM ": %s: %s\n", what, strerror(errno));
	exit(1);
}

static inline unsigned long number(const char *text)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*end || !value) {
		fprintf(stderr, PROGRAM ": not a number above 0: %s\n", text);
		exit(2);
	}
	return value;
}

/* A page of one value throughout would not reach the swap device. */
static inline uint64_t word_value(const struct swapped *s, unsigned long page,
				  size_t word)
{
	uint64_t x = page * s->page_words + word + 1;

	x *= 0x9e3779b97f4a7c15ULL;
	x ^= x >> 29;
	return x * 0xbf58476d1ce4e5b9ULL;
}

/* Volatile: every touch is to be a real access to memory. */
static inline volatile uint64_t *word_at(const struct swapped *s,
					 unsigned long page, size_t word)
{
	return s->area + page * s->page_words + word;
}

/* Only its first word, to be at the next page soon. */
static inline bool touch(const struct swapped *s, unsigned long page)
{
	if (*word_at(s, page, 0) == word_value(s, page, 0))
		return true;
	fprintf(stderr, PROGRAM ": page %lu is wrong\n", page);
	return false;
}

/* All of it. */
static inline bool page_is_right(const struct swapped *s, unsigned long page)
{
	for (size_t word = 0; word < s->page_words; word++) {
		if (*word_at(s, page, word) == word_value(s, page, word))
			continue;
		fprintf(stderr, PROGRAM ": page %lu word %zu is wrong\n", page,
			word);
		return false;
	}
	return true;
}

static inline bool is_swapped(const struct swapped *s, unsigned long page)
{
	off_t start = (uintptr_t)s->area / s->page_size * sizeof(uint64_t);
	uint64_t entry;

	if (pread(s->pagemap_fd, &entry, sizeof(entry),
		  start + page * sizeof(entry)) != sizeof(entry))
		die("reading /proc/self/pagemap");
	return entry & PAGEMAP_SWAPPED;
}

static inline unsigned long count_swapped(const struct swapped *s)
{
	unsigned long count = 0;

	for (unsigned long page = 0; page < s->nr_pages; page++)
		count += is_swapped(s, page);
	return count;
}

static inline void cgroup_path(const struct swapped *s, const char *file,
			       char *path, size_t size)
{
	if ((size_t)snprintf(path, size, "%s/%s", s->cgroup, file) >= size) {
		errno = ENAMETOOLONG;
		die(file);
	}
}

/* Those of the swapped pages that are in the swap cache still. */
static inline unsigned long count_cached(const struct swapped *s)
{
	unsigned long count = 0;

	if (mincore(s->area, s->nr_pages * s->page_size, s->resident))
		die("mincore");
	for (unsigned long page = 0; page < s->nr_pages; page++)
		count += s->resident[page] & 1;
	return count;
}

/* Push the pages out of the swap cache too: a touch must read them. */
static inline void empty_swap_cache(const struct swapped *s)
{
	char path[256];
	int fd;

	cgroup_path(s, "memory.reclaim", path, sizeof(path));
	fd = open(path, O_WRONLY);
	if (fd < 0)
		die(path);
	for (int try = 0; try < TRIES_ALL && count_cached(s); try++) {
		/* It falls short of the number as a rule. */
		if (write(fd, "64M", 3) < 0 && errno != EAGAIN)
			die(path);
		usleep(TRY_WAIT_US);
	}
	close(fd);
	if (count_cached(s)) {
		fprintf(stderr, PROGRAM ": the swap cache does not get empty\n");
		exit(1);
	}
}

/*
 * A page on its way to the LRU lists or under writeback escapes the first
 * time; those that are out already are not touched again. Returns how many
 * are out.
 */
static inline unsigned long push_out(const struct swapped *s, int tries)
{
	unsigned long count = 0;

	for (int try = 0; try < tries && count < s->nr_pages; try++) {
		if (try)
			usleep(TRY_WAIT_US);
		if (madvise(s->area, s->nr_pages * s->page_size, MADV_PAGEOUT))
			die("madvise(MADV_PAGEOUT)");
		count = count_swapped(s);
	}
	if (s->cgroup)
		empty_swap_cache(s);
	return count;
}

/* The program may then only fault on the area: the rest of it stays put. */
static inline void enter_cgroup(const struct swapped *s)
{
	char path[256];
	int fd;

	if (mlockall(MCL_CURRENT | MCL_FUTURE))
		die("mlockall");
	cgroup_path(s, "cgroup.procs", path, sizeof(path));
	fd = open(path, O_WRONLY);
	if (fd < 0 || write(fd, "0", 1) != 1)
		die(path);
	close(fd);
}

/* Make the area; s->nr_pages and s->cgroup are set. */
static inline void swapped_init(struct swapped *s)
{
	s->page_size = sysconf(_SC_PAGESIZE);
	s->page_words = s->page_size / sizeof(uint64_t);
	s->pagemap_fd = open("/proc/self/pagemap", O_RDONLY);
	if (s->pagemap_fd < 0)
		die("/proc/self/pagemap");
	s->resident = malloc(s->nr_pages);
	if (!s->resident)
		die("malloc");
	if (s->cgroup)
		enter_cgroup(s);
	s->area = mmap(NULL, s->nr_pages * s->page_size, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (s->area == MAP_FAILED)
		die("mmap");
	if (s->cgroup && munlock(s->area, s->nr_pages * s->page_size))
		die("munlock");
	/* Fails where the kernel has no huge pages, which is as good. */
	madvise(s->area, s->nr_pages * s->page_size, MADV_NOHUGEPAGE);
	for (unsigned long page = 0; page < s->nr_pages; page++)
		for (size_t word = 0; word < s->page_words; word++)
			*word_at(s, page, word) = word_value(s, page, word);
}

#endif /* SWAPPED_H */

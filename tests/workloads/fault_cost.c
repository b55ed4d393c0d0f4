// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a fault or a system call costs, for a machine whose clock counts
 * instructions (QEMU's icount): each is timed by itself.
 *
 * The n-th of them does the same in every round. The median over the rounds is
 * free of ticks and of other tasks, which meet few of them; the mean of these
 * medians takes in what is done once for several, such as a refill of a list.
 */
#define _GNU_SOURCE
#define PROGRAM "fault_cost"
#include "pages.h"

/* Small, as each lives next to its guard and its thread. */
#define STACK_SIZE	(64 * 1024)

/* One kind of thing to be timed. */
struct kind {
	const char *name;
	/* Before each round. */
	void (*prepare)(void);
	void (*act)(unsigned long page);
};

/* zram keeps dense pages as they are: no two differ in what reading them costs. */
static struct pages pages = { .nr_pages = 500, .dense = true };
static unsigned long nr_rounds = 5;
static unsigned long nr_threads = 1;
/* Threads have a CPU and pages of their own instead of meeting in each page. */
static bool apart;
static const char *kind_name = "swap";
static const char *read_name = "/proc/stat";
/* Time of the thread instead of that of the machine: for faults that sleep. */
static bool thread_time;
/*
 * Where CPUs take turns in one clock, a median has the turns of others in it: what
 * was not interrupted is the least.
 */
static bool take_least;
static const struct kind *kind;

static uint64_t *file_area;
static uint64_t **maps;
static uint64_t *costs;
static uint64_t clock_cost;
static pthread_barrier_t barrier;
static volatile uint64_t sink;

static uint64_t clock_read(void)
{
	struct timespec now;

	if (!thread_time) {
#ifdef __x86_64__
		return __builtin_ia32_rdtsc();
#else
		return now_ns();
#endif
	}
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/* Where tests/bench/profile begins and ends to look, an instruction of no effect. */
#ifdef __x86_64__
#define MARK_BEGIN()	asm volatile("nopl 0x564c5301(%%rax)" ::: "memory")
#define MARK_END()	asm volatile("nopl 0x564c5302(%%rax)" ::: "memory")
#else
#define MARK_BEGIN()	do { } while (0)
#define MARK_END()	do { } while (0)
#endif

/* The round before the first is for warming up. */
static uint64_t *cost_at(unsigned long thread, unsigned long page,
			 unsigned long round)
{
	return costs + (page * nr_threads + thread) * nr_rounds + round;
}

/* --- what is timed -------------------------------------------------------- */

static void swap_prepare(void)
{
	push_all_out(&pages);
}

static void swap_act(unsigned long page)
{
	if (!touch(&pages, page))
		exit(1);
}

static void anon_prepare(void)
{
	if (madvise(pages.area, pages_size(&pages), MADV_DONTNEED))
		die("madvise");
}

static void anon_act(unsigned long page)
{
	*word_at(&pages, page, 0) = page;
}

/* The file stays in the page cache, the map is empty. */
static void file_prepare(void)
{
	int fd;

	if (file_area) {
		if (madvise(file_area, pages_size(&pages), MADV_DONTNEED))
			die("madvise");
		return;
	}
	fd = open("/fault_cost.file", O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, pages.area, pages_size(&pages)) !=
		      (ssize_t)pages_size(&pages))
		die("/fault_cost.file");
	file_area = mmap(NULL, pages_size(&pages), PROT_READ, MAP_SHARED, fd, 0);
	if (file_area == MAP_FAILED)
		die("mmap");
	close(fd);
}

static void file_act(unsigned long page)
{
	sink = ((volatile uint64_t *)file_area)[page * pages.page_words];
}

/* Neighbours that cannot become one VMA. */
static void mmap_act(unsigned long page)
{
	maps[page] = mmap(NULL, pages.page_size,
			  page & 1 ? PROT_READ : PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (maps[page] == MAP_FAILED)
		die("mmap");
}

static void munmap_act(unsigned long page)
{
	if (maps[page] && munmap(maps[page], pages.page_size))
		die("munmap");
	maps[page] = NULL;
}

static void mmap_prepare(void)
{
	for (unsigned long page = 0; page < pages.nr_pages; page++)
		munmap_act(page);
}

static void munmap_prepare(void)
{
	for (unsigned long page = 0; page < pages.nr_pages; page++)
		mmap_act(page);
}

static void mprotect_prepare(void)
{
	if (mprotect(pages.area, pages_size(&pages), PROT_READ | PROT_WRITE))
		die("mprotect");
}

/* Of every other page: each cuts a VMA into three, or two. */
static void mprotect_act(unsigned long page)
{
	if (mprotect(page_at(&pages, page / 2 * 2), pages.page_size,
		     page & 1 ? PROT_READ | PROT_WRITE : PROT_READ))
		die("mprotect");
}

static void nothing_prepare(void)
{
}

/* Until the child is gone, which runs meanwhile. */
static void fork_act(unsigned long page)
{
	(void)page;
	fork_once();
}

/* All of a file that is made when it is opened. */
static void read_act(unsigned long page)
{
	static char buffer[1 << 16];
	int fd = open(read_name, O_RDONLY);
	ssize_t got;

	(void)page;
	if (fd < 0)
		die(read_name);
	do
		got = read(fd, buffer, sizeof(buffer));
	while (got > 0);
	if (got < 0)
		die(read_name);
	close(fd);
}

static const struct kind kinds[] = {
	{ "swap", swap_prepare, swap_act },
	{ "anon", anon_prepare, anon_act },
	{ "file", file_prepare, file_act },
	{ "mmap", mmap_prepare, mmap_act },
	{ "munmap", munmap_prepare, munmap_act },
	{ "mprotect", mprotect_prepare, mprotect_act },
	{ "fork", nothing_prepare, fork_act },
	{ "read", nothing_prepare, read_act },
	{ NULL, NULL, NULL }
};

/* --- timing --------------------------------------------------------------- */

static void round_timed(unsigned long thread, unsigned long round)
{
	for (unsigned long page = 0; page < pages.nr_pages / (apart ? nr_threads : 1); page++) {
		uint64_t start, end;

		if (nr_threads > 1 && !apart)
			pthread_barrier_wait(&barrier);
		if (round)
			MARK_BEGIN();
		start = clock_read();
		kind->act(apart ? page * nr_threads + thread : page);
		end = clock_read();
		MARK_END();
		if (round)
			*cost_at(thread, page, round - 1) = end - start - clock_cost;
	}
}

static void *run(void *arg)
{
	unsigned long thread = (uintptr_t)arg;

	if (apart)
		hop(thread);
	for (unsigned long round = 0; round <= nr_rounds; round++) {
		if (!thread)
			kind->prepare();
		if (nr_threads > 1)
			pthread_barrier_wait(&barrier);
		round_timed(thread, round);
		if (nr_threads > 1)
			pthread_barrier_wait(&barrier);
	}
	return NULL;
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Or the least. */
static uint64_t median(uint64_t *of, unsigned long n)
{
	qsort(of, n, sizeof(*of), compare);
	if (take_least)
		return of[0];
	return n & 1 ? of[n / 2] : (of[n / 2 - 1] + of[n / 2]) / 2;
}

/* What reading the clock twice adds to each of them. */
static uint64_t clock_calibrate(void)
{
	uint64_t between[101];

	for (int i = 0; i < 101; i++) {
		uint64_t start = clock_read();

		between[i] = clock_read() - start;
	}
	return median(between, 101);
}

/* The mean of the medians over the rounds; those that meet in a page are one. */
static double mean_cost(void)
{
	unsigned long nr_pages = pages.nr_pages / (apart ? nr_threads : 1);
	uint64_t sums[nr_rounds];
	double all = 0;

	for (unsigned long page = 0; page < nr_pages; page++) {
		memset(sums, 0, sizeof(sums));
		for (unsigned long thread = 0; thread < nr_threads; thread++) {
			for (unsigned long round = 0; round < nr_rounds; round++)
				sums[round] += *cost_at(thread, page, round);
			if (!apart && thread < nr_threads - 1)
				continue;
			all += median(sums, nr_rounds);
			memset(sums, 0, sizeof(sums));
		}
	}
	return all / nr_pages / nr_threads;
}

static void run_threads(void)
{
	pthread_t threads[nr_threads];
	pthread_attr_t attr;

	errno = pthread_barrier_init(&barrier, NULL, nr_threads);
	if (errno)
		die("pthread_barrier_init");
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	for (uintptr_t i = 1; i < nr_threads; i++) {
		errno = pthread_create(&threads[i], &attr, run, (void *)i);
		if (errno)
			die("pthread_create");
	}
	run(NULL);
	for (unsigned long i = 1; i < nr_threads; i++)
		pthread_join(threads[i], NULL);
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 'k', "what to time: swap, anon, file, mmap, munmap, mprotect, fork, read",
		  .word = &kind_name },
		{ 'f', "file to read", .word = &read_name },
		{ 'p', "pages, or calls", .number = &pages.nr_pages },
		{ 'r', "rounds, after one for warming up", .number = &nr_rounds },
		{ 't', "threads, which meet in each page", .number = &nr_threads },
		{ 'a', "threads have a CPU and pages of their own", .flag = &apart },
		{ 'l', "the least of the rounds, not the median", .flag = &take_least },
		{ 'c', "cgroup directory to run in; its swap cache is emptied first",
		  .word = &pages.cgroup },
		{ 'T', "the time of the thread, not that of the machine",
		  .flag = &thread_time },
		{ 0 }
	};

	parse_options(argc, argv, "Times each of many faults or system calls.",
		      options);
	for (kind = kinds; kind->name && strcmp(kind->name, kind_name);)
		kind++;
	if (!kind->name)
		fail("there is no such thing to time");
	if (apart)
		pages.nr_pages -= pages.nr_pages % nr_threads;
	if (!pages.nr_pages)
		fail("fewer pages than threads");
	maps = calloc(pages.nr_pages, sizeof(*maps));
	/* Written here, so that no fault of its own is timed. */
	costs = malloc(pages.nr_pages * nr_rounds * nr_threads * sizeof(*costs));
	if (!maps || !costs)
		die("malloc");
	memset(costs, 1, pages.nr_pages * nr_rounds * nr_threads * sizeof(*costs));
	pages_init(&pages);
	clock_cost = clock_calibrate();
	run_threads();
	printf("fault_cost: touches %lu cost %.1f\n",
	       pages.nr_pages * (nr_rounds + 1) * (apart ? 1 : nr_threads), mean_cost());
	return 0;
}

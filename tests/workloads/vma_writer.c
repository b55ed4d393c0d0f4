// SPDX-License-Identifier: GPL-2.0-only
/*
 * A writer of a VMA - mprotect() or fork() - that comes exactly while swap faults
 * on it, or on another VMA, wait for their folios. It tells itself which of its
 * calls would have had to wait, had the faults kept their VMA locks, and for how
 * long: an answer that is known without the module.
 */
#define _GNU_SOURCE
#define PROGRAM "vma_writer"
#include <stdatomic.h>
#include <sys/syscall.h>

#include "pages.h"

#define NR_AREAS	2
#define MAX_THREADS	8
#define POLL_US		200

/*
 * A thread that touches one page of its area in each round. It lives until the
 * program ends: one_round() may look at its state when its last round is done.
 */
struct toucher {
	const struct pages *area;
	unsigned long page;
	pthread_t thread;
	atomic_int tid;
	atomic_ulong round;	/* to do */
	atomic_ulong done;
	uint64_t done_ns;	/* valid when done == round */
};

static unsigned long nr_rounds = 20, nr_threads = 1;
static struct pages areas[NR_AREAS];
static struct toucher touchers[MAX_THREADS + 1];
static unsigned int nr_touchers;

static void *toucher(void *arg)
{
	struct toucher *t = arg;

	atomic_store(&t->tid, syscall(SYS_gettid));
	for (unsigned long round = 1; round <= nr_rounds; round++) {
		while (atomic_load(&t->round) < round)
			usleep(POLL_US);
		if (!touch(t->area, t->page))
			exit(1);
		t->page += nr_threads;
		t->done_ns = now_ns();
		atomic_store(&t->done, round);
	}
	for (;;)
		pause();
}

static void add_toucher(unsigned int area, unsigned long page)
{
	struct toucher *t = &touchers[nr_touchers++];

	t->area = &areas[area];
	t->page = page;
	t->thread = start_thread(toucher, t);
	while (!atomic_load(&t->tid))
		usleep(POLL_US);
}

static bool is_done(const struct toucher *t)
{
	return atomic_load(&t->done) == atomic_load(&t->round);
}

/* Do all of them wait? False as soon as one is done. */
static bool all_blocked(void)
{
	for (unsigned int i = 0; i < nr_touchers; i++) {
		while (!is_done(&touchers[i]) && !waits_for_folio(atomic_load(&touchers[i].tid)))
			usleep(POLL_US);
		if (is_done(&touchers[i]))
			return false;
	}
	return true;
}

/* Do all on that area wait still? */
static bool area_blocked(unsigned int area)
{
	for (unsigned int i = 0; i < nr_touchers; i++)
		if (touchers[i].area == &areas[area] && !waits_for_folio(atomic_load(&touchers[i].tid)))
			return false;
	return true;
}

/* When the last on that area was done, or 0 without any there. */
static uint64_t area_done_ns(unsigned int area)
{
	uint64_t last = 0;

	for (unsigned int i = 0; i < nr_touchers; i++) {
		struct toucher *t = &touchers[i];

		while (!is_done(t))
			usleep(POLL_US);
		if (t->area == &areas[area] && t->done_ns > last)
			last = t->done_ns;
	}
	return last;
}

/* One write lock of all of that area, and of no other. */
static void write_area(unsigned int area)
{
	/* What is the same as before needs no lock. */
	static int other_prot = PROT_READ;

	if (mprotect(areas[area].area, pages_size(&areas[area]), other_prot))
		die("mprotect");
	other_prot ^= PROT_WRITE;
}

static void areas_init(const char *cgroup)
{
	for (unsigned int i = 0; i < NR_AREAS; i++) {
		areas[i].nr_pages = nr_rounds * nr_threads;
		areas[i].cgroup = cgroup;
		pages_init(&areas[i]);
		/* Between the two, or they would be one VMA. */
		if (mmap(NULL, areas[i].page_size, PROT_NONE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
			die("mmap");
	}
	for (unsigned int i = 0; i < NR_AREAS; i++) {
		/* With a cgroup the later area has locked the earlier one. */
		if (munlock(areas[i].area, pages_size(&areas[i])))
			die("munlock");
		push_all_out(&areas[i]);
	}
}

enum writer { SAME, OTHER, FORK };

static unsigned long blocked, early, unsure;
static uint64_t wait_ns;

static void one_round(unsigned long round, enum writer writer)
{
	uint64_t written, done;
	bool sure[NR_AREAS];

	for (unsigned int i = 0; i < nr_touchers; i++)
		atomic_store(&touchers[i].round, round);
	if (!all_blocked()) {
		early++;
		area_done_ns(0);
		return;
	}
	if (writer == FORK)
		fork_once();	/* write locks them all */
	else
		write_area(writer == SAME ? 0 : 1);
	written = now_ns();
	for (unsigned int i = 0; i < NR_AREAS; i++)
		sure[i] = area_blocked(i);
	for (unsigned int i = 0; i < NR_AREAS; i++) {
		done = area_done_ns(i);
		if (!done || (writer != FORK && i != (writer == OTHER)))
			continue;
		if (sure[i]) {
			blocked++;
			wait_ns += done - written;
		} else {
			unsure++;
		}
	}
}

static bool parse_writer(const char *word, enum writer *writer)
{
	static const char *const words[] = { "same", "other", "fork" };

	for (int i = SAME; i <= FORK; i++) {
		if (!strcmp(word, words[i])) {
			*writer = i;
			return true;
		}
	}
	fprintf(stderr, PROGRAM ": -k is same, other or fork\n");
	return false;
}

int main(int argc, char **argv)
{
	const char *cgroup = NULL, *word = "same";
	bool other_waits = false;
	enum writer writer;
	const struct option options[] = {
		{ 'k', "the writer: same or other (mprotect() of the area that is faulted on,\n"
		  "        or of another), or fork (same)", .word = &word },
		{ 'n', "rounds", .number = &nr_rounds },
		{ 't', "faults at once on the area, 1 to 8", .number = &nr_threads },
		{ 'o', "one fault on the other area too", .flag = &other_waits },
		{ 'c', "cgroup directory to run in", .word = &cgroup },
		{ 0 }
	};

	parse_options(argc, argv,
		      "Writes to a VMA while swap faults wait for their folios, once in each round.\n"
		      "Prints in how many rounds a fault was done before the writer came, and VMA write\n"
		      "locks that a wait came between, had the faults kept their locks: those during\n"
		      "which a wait ended, and the rest, with the microseconds of their waits.",
		      options);
	if (!parse_writer(word, &writer))
		return 2;
	if (nr_threads > MAX_THREADS) {
		fprintf(stderr, PROGRAM ": -t is at most %d\n", MAX_THREADS);
		return 2;
	}
	areas_init(cgroup);
	for (unsigned long i = 0; i < nr_threads; i++)
		add_toucher(0, i);
	if (other_waits)
		add_toucher(1, 0);
	for (unsigned long round = 1; round <= nr_rounds; round++)
		one_round(round, writer);
	printf("vma_writer: rounds %lu early %lu unsure %lu blocked %lu wait_us %llu\n",
	       nr_rounds, early, unsure, blocked,
	       (unsigned long long)(wait_ns / 1000));
	return 0;
}

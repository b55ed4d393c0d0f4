// SPDX-License-Identifier: GPL-2.0-only
/*
 * Threads that walk the same swapped-out pages at the same time.
 *
 * Every round one thread pushes the pages out to swap, then all of them touch
 * all pages in the same order: they meet in the same swap faults.
 */
#define _GNU_SOURCE
#define PROGRAM "swap_walk"
#include <signal.h>
#include <stdatomic.h>

#include "pages.h"

/* Enough for a walker; thousands of the usual size are too much. */
#define STACK_SIZE	(64 * 1024)

static struct pages pages = { .nr_pages = 2000 };
static unsigned long nr_threads = 4;
static unsigned long nr_rounds = 5;
/* Keep sending the walkers a signal. */
static bool send_signals;
/* Milliseconds from one write lock of their mapping, or fork, to the next. */
static unsigned long write_ms, fork_ms;
static unsigned long nr_writes, nr_forks;
static atomic_bool walked;

static pthread_barrier_t barrier;
/* Written by the first thread only, read when all have ended. */
static unsigned long swapped_out;

struct walker {
	pthread_t thread;
	unsigned long index;
	unsigned long touched;
	bool failed;
};

static void *walk(void *arg)
{
	struct walker *walker = arg;

	for (unsigned long round = 0; round < nr_rounds; round++) {
		if (walker->index == 0)
			swapped_out += push_out(&pages, TRIES_MOST);
		pthread_barrier_wait(&barrier);

		for (unsigned long page = 0; page < pages.nr_pages; page++) {
			walker->failed |= !touch(&pages, page);
			walker->touched++;
		}
		pthread_barrier_wait(&barrier);

		/* The rest of every page is checked by one of the threads. */
		for (unsigned long page = walker->index; page < pages.nr_pages;
		     page += nr_threads)
			walker->failed |= !page_is_right(&pages, page);
		pthread_barrier_wait(&barrier);
	}
	return NULL;
}

static void ignore(int signal)
{
	(void)signal;
}

static void *signaller(void *arg)
{
	struct walker *walkers = arg;

	for (;;) {
		for (unsigned long i = 0; i < nr_threads; i++)
			pthread_kill(walkers[i].thread, SIGUSR1);
		usleep(200);
	}
	return NULL;
}

static void *writer(void *arg)
{
	int prot = PROT_READ;

	for (; !atomic_load(&walked); nr_writes++) {
		/* The walkers only read. */
		if (mprotect(pages.area, pages_size(&pages), prot))
			die("mprotect");
		prot ^= PROT_WRITE;
		usleep(write_ms * 1000);
	}
	return arg;
}

static void *forker(void *arg)
{
	for (; !atomic_load(&walked); nr_forks++) {
		fork_once();
		usleep(fork_ms * 1000);
	}
	return arg;
}

static struct walker *start_walkers(void)
{
	struct walker *walkers = calloc(nr_threads, sizeof(*walkers));
	pthread_attr_t attr;

	if (!walkers)
		die("calloc");
	errno = pthread_barrier_init(&barrier, NULL, nr_threads);
	if (errno)
		die("pthread_barrier_init");
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	for (unsigned long i = 0; i < nr_threads; i++) {
		walkers[i].index = i;
		errno = pthread_create(&walkers[i].thread, &attr, walk,
				       &walkers[i]);
		if (errno)
			die("pthread_create");
	}
	return walkers;
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 't', "threads", .number = &nr_threads },
		{ 'p', "pages", .number = &pages.nr_pages },
		{ 'r', "rounds", .number = &nr_rounds },
		{ 'c', "cgroup directory to run in; its swap cache is emptied first",
		  .word = &pages.cgroup },
		{ 's', "send signals to them meanwhile", .flag = &send_signals },
		{ 'w', "change the protection of the pages each N ms meanwhile",
		  .number = &write_ms },
		{ 'f', "fork each N ms meanwhile", .number = &fork_ms },
		{ 0 }
	};
	struct sigaction action = { .sa_handler = ignore, .sa_flags = SA_RESTART };
	struct walker *walkers;
	unsigned long touched = 0;
	pthread_t thread = 0, writing = 0, forking = 0;
	bool failed = false;

	parse_options(argc, argv,
		      "Threads walk the same pages after they were pushed out to swap.",
		      options);
	pages_init(&pages);
	sigaction(SIGUSR1, &action, NULL);
	walkers = start_walkers();
	if (send_signals)
		thread = start_thread(signaller, walkers);
	if (write_ms)
		writing = start_thread(writer, NULL);
	if (fork_ms)
		forking = start_thread(forker, NULL);
	for (unsigned long i = 0; i < nr_threads; i++) {
		/* A walker that has ended can still be sent a signal. */
		while (send_signals && walkers[i].touched < nr_rounds * pages.nr_pages)
			usleep(1000);
	}
	if (send_signals) {
		pthread_cancel(thread);
		pthread_join(thread, NULL);
	}
	for (unsigned long i = 0; i < nr_threads; i++) {
		pthread_join(walkers[i].thread, NULL);
		touched += walkers[i].touched;
		failed |= walkers[i].failed;
	}
	atomic_store(&walked, true);
	if (write_ms)
		pthread_join(writing, NULL);
	if (fork_ms)
		pthread_join(forking, NULL);

	printf("swap_walk: threads %lu pages %lu rounds %lu touched %lu swapped_out %lu",
	       nr_threads, pages.nr_pages, nr_rounds, touched, swapped_out);
	if (write_ms || fork_ms)
		printf(" writes %lu forks %lu", nr_writes, nr_forks);
	putchar('\n');
	if (!swapped_out) {
		fprintf(stderr, "swap_walk: no page was swapped out\n");
		failed = true;
	}
	return failed;
}

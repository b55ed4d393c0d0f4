// SPDX-License-Identifier: GPL-2.0-only
/*
 * All that can happen to a mapping while threads fault on it: it is pushed out
 * to swap, its protection changes, the process forks, maps and unmaps, its
 * threads come and go, and it is killed at any moment. Several such processes
 * at once, each of which checks what it reads.
 */
#define _GNU_SOURCE
#define PROGRAM "attack"
#include <signal.h>
#include <sys/wait.h>

#include "pages.h"

#define MAPPED_PAGES	16
#define MAX_VICTIMS	64

static struct pages pages = { .nr_pages = 300 };
static unsigned long nr_victims = 6, nr_threads = 6, nr_seconds = 60;
static pid_t victims[MAX_VICTIMS];
static unsigned long killed, exited, wrong;

static unsigned long any(unsigned long below)
{
	static __thread unsigned int seed;

	if (!seed)
		seed = now_ns() ^ (uintptr_t)&seed;
	return rand_r(&seed) % below;
}

static void touch_some(unsigned long count)
{
	while (count--)
		if (!touch(&pages, any(pages.nr_pages)))
			_exit(1);
}

static void *toucher(void *arg)
{
	for (;;)
		touch_some(1);
	return arg;
}

static void *short_lived(void *arg)
{
	touch_some(20);
	return arg;
}

static void *thread_maker(void *arg)
{
	for (;;)
		pthread_join(start_thread(short_lived, NULL), NULL);
	return arg;
}

static void *pager(void *arg)
{
	for (;;) {
		madvise(pages.area, pages_size(&pages), MADV_PAGEOUT);
		usleep(any(5000));
	}
	return arg;
}

static void *protector(void *arg)
{
	for (;;) {
		if (mprotect(pages.area, pages_size(&pages), PROT_READ) ||
		    mprotect(pages.area, pages_size(&pages) / 2,
			     PROT_READ | PROT_WRITE))
			_exit(1);
		usleep(any(2000));
	}
	return arg;
}

static void *mapper(void *arg)
{
	for (;;) {
		size_t size = MAPPED_PAGES * pages.page_size;
		char *area = mmap(NULL, size, PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (area == MAP_FAILED)
			continue;
		memset(area, 1, size);
		madvise(area, size, MADV_PAGEOUT);
		for (size_t at = 0; at < size / 2; at += pages.page_size)
			if (area[at] != 1)
				_exit(1);
		munmap(area, size);
	}
	return arg;
}

static void *forker(void *arg)
{
	for (;;) {
		pid_t child = fork();
		int status = 0;

		if (!child) {
			touch_some(50);
			_exit(0);
		}
		if (child > 0 && waitpid(child, &status, 0) == child &&
		    WIFEXITED(status) && WEXITSTATUS(status))
			_exit(1);
	}
	return arg;
}

/* Ends by a signal, or by itself while its threads are in the middle of faults. */
static _Noreturn void be_victim(void)
{
	void *(*const roles[])(void *) = {
		pager, protector, mapper, forker, thread_maker,
	};

	pages_init(&pages);
	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
		start_thread(roles[i], NULL);
	for (unsigned long i = 0; i < nr_threads; i++)
		start_thread(toucher, NULL);
	usleep(500000 + any(2000000));
	_exit(0);
}

static pid_t start_victim(void)
{
	pid_t pid = fork();

	if (!pid) {
		/* Its children go with it. */
		setpgid(0, 0);
		be_victim();
	}
	return pid;
}

static void end_victim(unsigned long i)
{
	int status;

	if (victims[i] <= 0)
		return;
	kill(-victims[i], SIGKILL);
	waitpid(victims[i], &status, 0);
	if (WIFSIGNALED(status))
		killed++;
	else if (WEXITSTATUS(status))
		wrong++;
	else
		exited++;
	/* Children that forked in between. */
	kill(-victims[i], SIGKILL);
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 's', "seconds", .number = &nr_seconds },
		{ 'n', "processes", .number = &nr_victims },
		{ 't', "threads in each that touch pages", .number = &nr_threads },
		{ 'p', "pages of each", .number = &pages.nr_pages },
		{ 0 }
	};
	uint64_t end;

	parse_options(argc, argv,
		      "Faults on mappings that are swapped, changed, forked and killed.",
		      options);
	if (nr_victims > MAX_VICTIMS)
		fail("too many processes");
	end = now_ns() + nr_seconds * 1000000000ULL;
	while (now_ns() < end) {
		unsigned long i = any(nr_victims);

		end_victim(i);
		victims[i] = start_victim();
		usleep(any(300000));
	}
	for (unsigned long i = 0; i < nr_victims; i++)
		end_victim(i);
	printf("attack: seconds %lu processes %lu killed %lu exited %lu wrong %lu\n",
	       nr_seconds, killed + exited + wrong, killed, exited, wrong);
	return wrong || !killed;
}

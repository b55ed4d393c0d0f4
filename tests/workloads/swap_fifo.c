// SPDX-License-Identifier: GPL-2.0-only
/*
 * Swap faults on a CPU that a SCHED_FIFO thread of the same process takes for most of the
 * time: it wakes up often, in the middle of faults too. How long the faulting thread was
 * ready and had to wait for the CPU is what the kernel says in schedstat.
 */
#define _GNU_SOURCE
#define PROGRAM "swap_fifo"
#include <stdatomic.h>

#include "pages.h"

static struct pages pages = { .nr_pages = 500 };
static unsigned long cpu = 1, busy_us = 2000, idle_us = 200;
static atomic_bool done;

static void stay_on_cpu(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		die("sched_setaffinity");
}

static void *hog(void *arg)
{
	const struct sched_param param = { .sched_priority = 10 };

	stay_on_cpu();
	if (sched_setscheduler(0, SCHED_FIFO, &param))
		die("sched_setscheduler");
	while (!atomic_load(&done)) {
		uint64_t until = now_ns() + busy_us * 1000;

		while (now_ns() < until)
			;
		usleep(idle_us);
	}
	return arg;
}

/* Nanoseconds that this thread was ready to run, and did not. */
static unsigned long long run_delay(void)
{
	FILE *file = fopen("/proc/thread-self/schedstat", "r");
	unsigned long long delay;

	if (!file || fscanf(file, "%*u %llu", &delay) != 1)
		die("/proc/thread-self/schedstat");
	fclose(file);
	return delay;
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 'p', "pages", .number = &pages.nr_pages },
		{ 'C', "CPU on which both are", .number = &cpu },
		{ 'b', "microseconds for which the other thread runs at a time",
		  .number = &busy_us },
		{ 'i', "microseconds between these", .number = &idle_us },
		{ 'c', "cgroup directory to run in; its swap cache is emptied first",
		  .word = &pages.cgroup },
		{ 0 }
	};
	unsigned long long delay;
	pthread_t thread;

	parse_options(argc, argv,
		      "Touches pages that were pushed out to swap on a CPU that a thread of a\n"
		      "realtime priority takes for most of the time. Prints the nanoseconds that\n"
		      "they waited for it.", options);
	pages_init(&pages);
	push_all_out(&pages);
	stay_on_cpu();
	thread = start_thread(hog, NULL);
	delay = run_delay();
	touch_all(&pages);
	delay = run_delay() - delay;
	atomic_store(&done, true);
	pthread_join(thread, NULL);
	pages_are_right(&pages);
	printf("swap_fifo: pages %lu delay_ns %llu\n", pages.nr_pages, delay);
	return 0;
}

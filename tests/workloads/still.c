// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module's counters and the kernel's at one moment: both are read until
 * the counters are the same before and after. Prints them one after the other.
 * Looking takes no fault: all memory it needs is there before.
 */
#define _GNU_SOURCE
#define PROGRAM "still"
#include <sys/mman.h>

#include "workload.h"

#define TRIES		1000
#define FILE_SIZE	(64 * 1024)

static char before[FILE_SIZE], after[FILE_SIZE], vmstat[FILE_SIZE];

/* Anew each time: one snapshot per open. */
static void look(const char *path, char *text)
{
	size_t length = 0;
	ssize_t got;
	int fd = open(path, O_RDONLY);

	if (fd < 0)
		die(path);
	memset(text, 0, FILE_SIZE);
	while ((got = read(fd, text + length, FILE_SIZE - 1 - length)) > 0)
		length += got;
	if (got < 0)
		die(path);
	close(fd);
}

/* Behind the header, which has the moment that it was printed at. */
static const char *counters_of(const char *text)
{
	const char *first = strstr(text, "\nfault.");

	if (!first)
		fail("no counter in what was read");
	return first;
}

int main(int argc, char **argv)
{
	const char *path = "/sys/kernel/debug/vmalockstat/counters";
	const struct option options[] = {
		{ 'f', "counters file", .word = &path },
		{ 0 }
	};

	parse_options(argc, argv,
		      "Prints the counters and /proc/vmstat of a moment without a fault.",
		      options);
	if (mlockall(MCL_CURRENT))
		die("mlockall");
	for (int try = 0; try < TRIES; try++) {
		look(path, before);
		look("/proc/vmstat", vmstat);
		look(path, after);
		if (!strcmp(counters_of(before), counters_of(after))) {
			fputs(after, stdout);
			fputs(vmstat, stdout);
			return 0;
		}
		usleep(10000);
	}
	fail("there is no moment without a fault");
}

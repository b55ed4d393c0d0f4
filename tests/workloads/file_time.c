// SPDX-License-Identifier: GPL-2.0-only
/*
 * How long it takes to read a file of debugfs from open to the end, or to write to it. An
 * emulated machine stands still now and then, so the median of several times counts.
 */
#define _GNU_SOURCE
#define PROGRAM "file_time"
#include "workload.h"

#define MAX_TRIES	1000

static uint64_t times[MAX_TRIES];
static char buf[64 * 1024];

static void read_all(const char *path)
{
	ssize_t got;
	int fd = open(path, O_RDONLY);

	if (fd < 0)
		die(path);
	while ((got = read(fd, buf, sizeof(buf))) > 0)
		;
	if (got < 0)
		die(path);
	close(fd);
}

static void write_one(const char *path)
{
	int fd = open(path, O_WRONLY);

	if (fd < 0 || write(fd, "1", 1) != 1)
		die(path);
	close(fd);
}

static int by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
	const char *path = NULL;
	unsigned long tries = 9;
	bool writes = false;
	const struct option options[] = {
		{ 'f', "file", .word = &path },
		{ 'n', "how often", .number = &tries },
		{ 'w', "write a byte to it, instead of reading it", .flag = &writes },
		{ 0 }
	};

	parse_options(argc, argv, "Prints the median of the times that a file takes, in us.",
		      options);
	if (!path || tries > MAX_TRIES)
		fail("a file is needed (-f), and at most 1000 tries");
	for (unsigned long i = 0; i < tries; i++) {
		uint64_t began = now_ns();

		if (writes)
			write_one(path);
		else
			read_all(path);
		times[i] = now_ns() - began;
	}
	qsort(times, tries, sizeof(times[0]), by_size);
	printf("file_time: %s of %s took %llu us\n", writes ? "a write" : "a read", path,
	       (unsigned long long)times[tries / 2] / 1000);
	return 0;
}

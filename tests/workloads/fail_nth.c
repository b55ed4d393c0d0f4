// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads a kernel module again and again, and has the 1st, 2nd, 3rd ...
 * allocation of the load fail (CONFIG_FAULT_INJECTION), until a load comes
 * through without that many.
 */
#define _GNU_SOURCE
#define PROGRAM "fail_nth"
#include <sys/syscall.h>

#include "workload.h"

#define MOST_TRIES	20000

static const char *path = "/vmalockstat.ko", *name = "vmalockstat";
static const char *parameters = "";
static unsigned long from = 1;

static void write_nth(int fd, unsigned long nth)
{
	char text[32];
	int length = snprintf(text, sizeof(text), "%lu", nth);

	if (pwrite(fd, text, length, 0) != length)
		die("/proc/thread-self/fail-nth");
}

/* Did it not come to the one that was to fail? */
static bool is_left(int fd)
{
	char text[32] = "";

	if (pread(fd, text, sizeof(text) - 1, 0) <= 0)
		die("/proc/thread-self/fail-nth");
	return strtoul(text, NULL, 10);
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 'm', "file of the module", .word = &path },
		{ 'n', "its name", .word = &name },
		{ 'a', "its parameters", .word = &parameters },
		{ 'f', "the first one to fail", .number = &from },
		{ 0 }
	};
	unsigned long nth, refused = 0, loaded = 0;
	int module, fd;

	parse_options(argc, argv,
		      "Lets each allocation of a module's load fail in turn.",
		      options);
	module = open(path, O_RDONLY);
	if (module < 0)
		die(path);
	fd = open("/proc/thread-self/fail-nth", O_RDWR);
	if (fd < 0)
		lacking("CONFIG_FAULT_INJECTION");
	for (nth = from; nth < MOST_TRIES; nth++) {
		bool left;
		int ret;

		write_nth(fd, nth);
		ret = syscall(SYS_finit_module, module, parameters, 0);
		left = is_left(fd);
		write_nth(fd, 0);
		if (ret && errno != ENOMEM) {
			fprintf(stderr, "fail_nth: allocation %lu: ", nth);
			die("finit_module");
		}
		/* Some the kernel can do without, or tries in another way. */
		loaded += !ret;
		refused += !!ret;
		if (!ret && syscall(SYS_delete_module, name, O_NONBLOCK))
			die("delete_module");
		if (left)
			break;
	}
	printf("fail_nth: allocations %lu refused %lu loaded_all_the_same %lu\n",
	       nth - 1, refused, loaded - 1);
	return nth == MOST_TRIES || !refused;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Swap faults that are not from user mode: the kernel touches the pages, when
 * it copies from them for write() or for another process.
 */
#define _GNU_SOURCE
#define PROGRAM "swap_kernel"
#include <sys/uio.h>
#include <sys/wait.h>

#include "swapped.h"

static struct swapped s = { .nr_pages = 500 };
static bool by_readv;

/* copy_from_user() in write(): a fault in kernel mode, on the own mm. */
static void touch_by_write(unsigned long page, const int pipe_fds[2])
{
	uint64_t value;

	if (write(pipe_fds[1], s.area + page * s.page_words, sizeof(value)) !=
	    sizeof(value))
		die("write");
	if (read(pipe_fds[0], &value, sizeof(value)) != sizeof(value))
		die("read");
	if (value != word_value(&s, page, 0)) {
		fprintf(stderr, "swap_kernel: page %lu is wrong\n", page);
		exit(1);
	}
}

/* get_user_pages_remote(): no fault of the CPU, and the mm of another task. */
static void touch_by_readv(unsigned long page, pid_t owner)
{
	uint64_t value;
	struct iovec local = { &value, sizeof(value) };
	struct iovec remote = { s.area + page * s.page_words, sizeof(value) };

	if (process_vm_readv(owner, &local, 1, &remote, 1, 0) != sizeof(value))
		die("process_vm_readv");
	if (value != word_value(&s, page, 0)) {
		fprintf(stderr, "swap_kernel: page %lu is wrong\n", page);
		exit(1);
	}
}

/* Returns how many of the pages were in swap right before they were touched. */
static unsigned long touch_all(void)
{
	unsigned long faults = 0;
	int pipe_fds[2];
	pid_t child;
	int status;

	if (pipe(pipe_fds))
		die("pipe");
	if (!by_readv) {
		for (unsigned long page = 0; page < s.nr_pages; page++) {
			faults += is_swapped(&s, page);
			touch_by_write(page, pipe_fds);
		}
		return faults;
	}
	faults = count_swapped(&s);
	child = fork();
	if (child < 0)
		die("fork");
	if (!child) {
		for (unsigned long page = 0; page < s.nr_pages; page++)
			touch_by_readv(page, getppid());
		_exit(0);
	}
	if (waitpid(child, &status, 0) != child || status)
		die("the reading process");
	return faults;
}

static void usage(FILE *to)
{
	fprintf(to,
		"Usage: swap_kernel [-p PAGES] [-m write|readv]\n"
		"Pushes PAGES (%lu) out to swap and lets the kernel touch each of\n"
		"them once: by write() from the page, or by process_vm_readv() from\n"
		"another process.\n", s.nr_pages);
}

int main(int argc, char **argv)
{
	unsigned long out, faults;
	int option;

	while ((option = getopt(argc, argv, "p:m:h")) != -1) {
		switch (option) {
		case 'p':
			s.nr_pages = number(optarg);
			break;
		case 'm':
			by_readv = !strcmp(optarg, "readv");
			if (by_readv || !strcmp(optarg, "write"))
				break;
			/* fall through */
		default:
			usage(option == 'h' ? stdout : stderr);
			return option == 'h' ? 0 : 2;
		}
	}
	swapped_init(&s);
	out = push_out(&s, TRIES_ALL);
	if (out < s.nr_pages) {
		fprintf(stderr, "swap_kernel: only %lu of %lu pages went to swap\n",
			out, s.nr_pages);
		return 1;
	}
	faults = touch_all();
	printf("swap_kernel: pages %lu faults %lu\n", s.nr_pages, faults);
	return faults != s.nr_pages;
}

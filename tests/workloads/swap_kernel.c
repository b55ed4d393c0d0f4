// SPDX-License-Identifier: GPL-2.0-only
/*
 * Swap faults that are not from user mode: the kernel touches the pages, when
 * it copies from them for write(), or for another process that reads them by
 * process_vm_readv() or as a debugger by ptrace().
 */
#define _GNU_SOURCE
#define PROGRAM "swap_kernel"
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "pages.h"

static struct pages pages = { .nr_pages = 500 };
static const char *how = "write";

/* get_user_pages_remote(): no fault of the CPU, and the mm of another task. */
static uint64_t read_by_readv(unsigned long page, pid_t owner)
{
	uint64_t value;
	struct iovec local = { &value, sizeof(value) };
	struct iovec remote = { page_at(&pages, page), sizeof(value) };

	if (process_vm_readv(owner, &local, 1, &remote, 1, 0) != sizeof(value))
		die("process_vm_readv");
	return value;
}

/* access_process_vm(), with FOLL_FORCE. */
static uint64_t read_by_ptrace(unsigned long page, pid_t owner)
{
	uint64_t value;

	errno = 0;
	value = ptrace(PTRACE_PEEKDATA, owner, page_at(&pages, page), NULL);
	if (errno)
		die("ptrace(PTRACE_PEEKDATA)");
	return value;
}

static void attach(pid_t owner)
{
	int status;

	if (ptrace(PTRACE_ATTACH, owner, NULL, NULL))
		die("ptrace(PTRACE_ATTACH)");
	if (waitpid(owner, &status, 0) != owner || !WIFSTOPPED(status))
		die("waiting for the traced process");
}

/* The child reads what the parent has in swap. */
static void read_all(pid_t owner)
{
	bool traced = !strcmp(how, "ptrace"), other = strcmp(how, "write");

	if (traced)
		attach(owner);
	for (unsigned long page = 0; page < pages.nr_pages; page++) {
		uint64_t value = traced ? read_by_ptrace(page, owner) :
				 other ? read_by_readv(page, owner) :
					 read_by_write(&pages, page);

		if (value == word_value(&pages, page, 0))
			continue;
		fprintf(stderr, "swap_kernel: page %lu is wrong\n", page);
		exit(1);
	}
	if (traced && ptrace(PTRACE_DETACH, owner, NULL, NULL))
		die("ptrace(PTRACE_DETACH)");
}

static void read_all_by_child(void)
{
	pid_t owner = getpid(), child = fork();
	int status;

	if (child < 0)
		die("fork");
	if (!child) {
		read_all(owner);
		_exit(0);
	}
	if (waitpid(child, &status, 0) != child || status)
		fail("the reading process failed");
}

int main(int argc, char **argv)
{
	const struct option options[] = {
		{ 'p', "pages", .number = &pages.nr_pages },
		{ 'm', "how: write (the default), readv or ptrace", .word = &how },
		{ 0 }
	};
	unsigned long faults;

	parse_options(argc, argv,
		      "Pushes pages out to swap and lets the kernel touch each of them once.",
		      options);
	if (strcmp(how, "write") && strcmp(how, "readv") && strcmp(how, "ptrace")) {
		fprintf(stderr, "swap_kernel: no such way: %s\n", how);
		return 2;
	}
	pages_init(&pages);
	push_all_out(&pages);
	faults = count_swapped(&pages);
	if (strcmp(how, "write"))
		read_all_by_child();
	else
		read_all(0);
	printf("swap_kernel: pages %lu faults %lu\n", pages.nr_pages, faults);
	return faults != pages.nr_pages;
}

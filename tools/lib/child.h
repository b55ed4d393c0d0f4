/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A command that runs meanwhile. Signals that would end us are waited for, not
 * taken: what was counted is printed in any case.
 */
#ifndef CHILD_H
#define CHILD_H

#include <linux/types.h>
#include <sys/types.h>

struct child {
	pid_t pid;		/* 0 without a command */
	bool running;
	bool stopped;		/* somebody asked us to end */
	bool not_run;		/* there was no such command, */
	int error;		/* and this is why */
	int status;		/* as a shell has it */
};

/* From here on signals wait; @argv may be empty. */
void child_start(struct child *child, char **argv);
/* In the directory @dir, with all that it says going to @output; nothing is said here. */
void child_start_in(struct child *child, char **argv, int dir, int output);
/*
 * Waits until @until_ns of CLOCK_MONOTONIC (0: for ever), the end of the command,
 * or a signal that is for us. Returns true if there is nothing more to wait for.
 */
bool child_wait(struct child *child, u64 until_ns);

#endif /* CHILD_H */

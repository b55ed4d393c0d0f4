/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A command that runs while vmalockstat waits. Signals that would end vmalockstat are
 * blocked and waited for, so that what was counted is printed in any case.
 */
#ifndef LIB_CHILD_H
#define LIB_CHILD_H

#include <linux/types.h>
#include <sys/types.h>

struct child {
	pid_t pid;		/* 0 without a command */
	bool running;
	bool stopped;		/* a signal asked vmalockstat to end */
	bool not_run;		/* the command could not be run */
	int error;		/* errno of that */
	int status;		/* exit status as of a shell */
};

/**
 * child_start() - run a command
 * @child: filled in
 * @argv: the command, ends with NULL; may be empty
 *
 * Signals are blocked from here on. A command that cannot be run is reported.
 */
void child_start(struct child *child, char **argv);

/**
 * child_start_in() - run a command elsewhere
 * @child: filled in
 * @argv: the command, ends with NULL
 * @dir: descriptor of the directory to run it in
 * @output: descriptor for its stdout and stderr
 *
 * As child_start(), but nothing is reported.
 */
void child_start_in(struct child *child, char **argv, int dir, int output);

/**
 * child_wait() - wait
 * @child: the command, or none
 * @until_ns: CLOCK_MONOTONIC; 0 is for ever
 *
 * Return: true when the command has ended, or without a command when a signal came; false
 * when the time is over.
 */
bool child_wait(struct child *child, u64 until_ns);

#endif /* LIB_CHILD_H */

// SPDX-License-Identifier: GPL-2.0-only
/* pipe2() */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/child.h"
#include "lib/util.h"

/* Exit statuses of shells for a command that does not exist, or cannot be run. */
#define STATUS_NOT_FOUND	127
#define STATUS_NOT_EXECUTABLE	126

static sigset_t blocked;

static void block_signals(sigset_t *old)
{
	static const int signals[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGCHLD };
	struct sigaction action;
	size_t i;

	sigemptyset(&blocked);
	for (i = 0; i < ARRAY_SIZE(signals); i++) {
		sigaction(signals[i], NULL, &action);
		/* As under nohup. */
		if (signals[i] == SIGHUP && action.sa_handler == SIG_IGN)
			continue;
		sigaddset(&blocked, signals[i]);
	}
	sigprocmask(SIG_BLOCK, &blocked, old);
	/* If SIGCHLD is ignored, as it may be on entry, the kernel keeps no status. */
	signal(SIGCHLD, SIG_DFL);
}

/* Where a child runs and where its output goes; -1: as vmalockstat. */
struct place {
	int dir;
	int output;
};

static bool enter(const struct place *place)
{
	return (place->dir < 0 || !fchdir(place->dir)) &&
	       (place->output < 0 || (dup2(place->output, STDOUT_FILENO) >= 0 &&
				      dup2(place->output, STDERR_FILENO) >= 0));
}

static _Noreturn void become(char **argv, const struct place *place, const sigset_t *mask,
			     int errors)
{
	sigprocmask(SIG_SETMASK, mask, NULL);
	if (enter(place))
		execvp(argv[0], argv);
	if (write(errors, &errno, sizeof(errno)) < 0)
		_exit(STATUS_FAILURE);
	_exit(STATUS_NOT_FOUND);
}

/* The errno of execvp(), or 0 when the pipe has closed because it worked. */
static int exec_error(int errors)
{
	int error = 0;
	ssize_t n;

	do {
		n = read(errors, &error, sizeof(error));
	} while (n < 0 && errno == EINTR);
	return n == sizeof(error) ? error : 0;
}

static void not_run(struct child *child, int error)
{
	while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
		;
	child->not_run = true;
	child->error = error;
	child->running = false;
	child->status = error == ENOENT ? STATUS_NOT_FOUND : STATUS_NOT_EXECUTABLE;
}

/* Whichever way vmalockstat ends, it waits for the command. */
static pid_t reap_at_exit;

static void reap(void)
{
	if (reap_at_exit)
		waitpid(reap_at_exit, NULL, 0);
}

static void start(struct child *child, char **argv, const struct place *place)
{
	int errors[2], error;
	sigset_t old;

	memset(child, 0, sizeof(*child));
	block_signals(&old);
	if (!argv[0])
		return;
	fflush(NULL);
	if (pipe2(errors, O_CLOEXEC))
		lib_fail(STATUS_FAILURE, "pipe: %s", strerror(errno));
	child->pid = fork();
	if (child->pid < 0)
		lib_fail(STATUS_FAILURE, "fork: %s", strerror(errno));
	if (!child->pid)
		become(argv, place, &old, errors[1]);
	close(errors[1]);
	child->running = true;
	error = exec_error(errors[0]);
	close(errors[0]);
	if (error) {
		not_run(child, error);
		return;
	}
	reap_at_exit = child->pid;
	atexit(reap);
}

void child_start(struct child *child, char **argv)
{
	start(child, argv, &(struct place){ .dir = -1, .output = -1 });
	if (child->not_run)
		lib_warn("cannot run %s: %s", argv[0], strerror(child->error));
}

void child_start_in(struct child *child, char **argv, int dir, int output)
{
	start(child, argv, &(struct place){ .dir = dir, .output = output });
}

static void collect(struct child *child)
{
	int status;

	/* A child that was stopped sends SIGCHLD too. */
	if (!child->running || waitpid(child->pid, &status, WNOHANG) != child->pid)
		return;
	child->running = false;
	reap_at_exit = 0;
	child->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
					      WEXITSTATUS(status);
}

/*
 * What the terminal sends reaches the command as well, which decides what to do about it.
 * A signal that was sent to vmalockstat alone is passed on. Without a command it ends
 * vmalockstat.
 */
static void take_signal(struct child *child, const siginfo_t *info)
{
	if (info->si_signo == SIGCHLD)
		collect(child);
	else if (!child->pid)
		child->stopped = true;
	else if (child->running && info->si_code <= 0)
		kill(child->pid, info->si_signo);
}

bool child_wait(struct child *child, u64 until_ns)
{
	struct timespec left;
	siginfo_t info;
	u64 now;
	int got;

	while (child->pid ? child->running : !child->stopped) {
		now = lib_now_ns();
		if (until_ns && now >= until_ns)
			return false;
		left.tv_sec = (until_ns - now) / NSEC_PER_SEC;
		left.tv_nsec = (until_ns - now) % NSEC_PER_SEC;
		got = sigtimedwait(&blocked, &info, until_ns ? &left : NULL);
		if (got < 0 && errno == EAGAIN)
			return false;
		if (got > 0)
			take_signal(child, &info);
	}
	return true;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Touching a page that answers with a signal. */
#ifndef SIGNALLED_H
#define SIGNALLED_H

#include <setjmp.h>
#include <signal.h>

#include "workload.h"

static sigjmp_buf signalled_env;

static void signalled_jump(int signal)
{
	siglongjmp(signalled_env, signal);
}

static inline void signalled_init(void)
{
	struct sigaction action = { .sa_handler = signalled_jump };

	if (sigaction(SIGBUS, &action, NULL) || sigaction(SIGSEGV, &action, NULL))
		die("sigaction");
}

/* Read a byte. Returns the signal that came of it, or 0. */
static inline int signal_of_touch(const volatile char *at)
{
	int signal = sigsetjmp(signalled_env, 1);

	if (!signal)
		(void)*at;
	return signal;
}

#endif /* SIGNALLED_H */

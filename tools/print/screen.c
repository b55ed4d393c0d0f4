// SPDX-License-Identifier: GPL-2.0-only
/* ppoll() */
#define _GNU_SOURCE
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "lib/util.h"
#include "print/screen.h"

static const int end_signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE };
static volatile sig_atomic_t ended;
static struct termios saved;
static bool keys;

static void end(int signal)
{
	(void)signal;
	ended = 1;
}

void screen_begin(bool want_keys)
{
	struct sigaction action = { .sa_handler = end };
	struct termios raw;
	size_t i;

	/* An ignored signal stays ignored, as under nohup. */
	for (i = 0; i < ARRAY_SIZE(end_signals); i++) {
		struct sigaction old;

		if (!sigaction(end_signals[i], NULL, &old) && old.sa_handler != SIG_IGN)
			sigaction(end_signals[i], &action, NULL);
	}
	if (!want_keys || !isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &saved))
		return;
	raw = saved;
	raw.c_lflag &= ~(ICANON | ECHO);
	keys = !tcsetattr(STDIN_FILENO, TCSANOW, &raw);
}

void screen_end(void)
{
	if (keys)
		tcsetattr(STDIN_FILENO, TCSANOW, &saved);
	keys = false;
}

bool screen_is_terminal(void)
{
	return isatty(STDOUT_FILENO);
}

void screen_clear(void)
{
	fputs("\033[H\033[J", stdout);
}

unsigned int screen_rows(unsigned int otherwise)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_row)
		return otherwise;
	return size.ws_row;
}

int screen_wait(u64 ns)
{
	struct pollfd in = { .fd = keys ? STDIN_FILENO : -1, .events = POLLIN };
	unsigned char key;

	while (!ended) {
		u64 now = lib_now_ns();
		struct timespec left = { 0 };
		int ready;

		if (ns > now) {
			left.tv_sec = (ns - now) / NSEC_PER_SEC;
			left.tv_nsec = (ns - now) % NSEC_PER_SEC;
		}
		ready = ppoll(&in, 1, &left, NULL);
		if (ready > 0 && read(STDIN_FILENO, &key, 1) == 1)
			return key;
		/* The terminal was closed. */
		if (ready > 0)
			keys = false;
		in.fd = keys ? STDIN_FILENO : -1;
		if (!ready && lib_now_ns() >= ns)
			return 0;
	}
	return -1;
}

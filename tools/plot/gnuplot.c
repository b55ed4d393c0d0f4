// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/child.h"
#include "lib/util.h"
#include "plot/gnuplot.h"

#define MESSAGES	"messages"
/* Of the end of its output, which has the error. */
#define MESSAGES_SIZE	4096

/* gnuplot prints the command, a pointer to a word, and the error in the last line. */
static const char *last_line(char *text)
{
	char *line = text + strlen(text), *c;

	for (; line > text && (line[-1] == '\n' || line[-1] == ' '); line--)
		line[-1] = '\0';
	while (line > text && line[-1] != '\n')
		line--;
	for (c = line; *c; c++)
		if (*c < ' ' || *c == 0x7f)
			*c = ' ';
	return *line ? line : "no error message";
}

static _Noreturn void failed(const struct child *child, int messages)
{
	off_t size = lseek(messages, 0, SEEK_END);
	char text[MESSAGES_SIZE];
	ssize_t n;

	n = pread(messages, text, sizeof(text) - 1,
		  size < MESSAGES_SIZE ? 0 : size - MESSAGES_SIZE + 1);
	text[n > 0 ? n : 0] = '\0';
	if (child->status > 128)
		lib_fail(STATUS_GNUPLOT, "gnuplot was killed by signal %d", child->status - 128);
	lib_fail(STATUS_GNUPLOT, "gnuplot failed with status %d: %s", child->status, last_line(text));
}

void gnuplot_run(int dir, char *const *scripts, unsigned int nr)
{
	/* -d: without the settings of the user and of the system. */
	char **argv = lib_resize(NULL, nr + 3, sizeof(*argv));
	struct child child;
	int messages;

	argv[0] = "gnuplot";
	argv[1] = "-d";
	memcpy(argv + 2, scripts, nr * sizeof(*argv));
	argv[nr + 2] = NULL;
	messages = openat(dir, MESSAGES, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (messages < 0)
		lib_fail(STATUS_FAILURE, "cannot write the output of gnuplot: %s", strerror(errno));
	/* It exists as long as it is open. */
	unlinkat(dir, MESSAGES, 0);
	child_start_in(&child, argv, dir, messages);
	if (child.not_run && child.error == ENOENT)
		lib_fail(STATUS_NO_GNUPLOT, "gnuplot is not installed (apt install gnuplot-nox)");
	if (child.not_run)
		lib_fail(STATUS_NO_GNUPLOT, "cannot run gnuplot: %s", strerror(child.error));
	child_wait(&child, 0);
	if (child.status)
		failed(&child, messages);
	close(messages);
	free(argv);
}

// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "textfile.h"
#include "util.h"

/* Hidden, and without the suffix that the collector looks for. */
static char *temp_name(const char *name)
{
	const char *slash = strrchr(name, '/');
	size_t directory = slash ? slash + 1 - name : 0;
	size_t size = strlen(name) + sizeof("..XXXXXX");
	char *temp = resize(NULL, size, 1);

	snprintf(temp, size, "%.*s.%s.XXXXXX", (int)directory, name, name + directory);
	return temp;
}

/* A device or a link would be replaced by a file. */
static void check_name(const char *name)
{
	struct stat st;

	if (!*name || name[strlen(name) - 1] == '/')
		fail(EXIT_USAGE, "\"%s\" is no name of a file", name);
	if (!lstat(name, &st) && !S_ISREG(st.st_mode))
		fail(EXIT_FAILURE, "cannot replace %s: not a regular file", name);
}

void textfile_open(struct textfile *t, const char *name)
{
	int fd;

	check_name(name);
	t->name = name;
	t->temp = temp_name(name);
	fd = mkstemp(t->temp);
	if (fd < 0)
		fail(EXIT_FAILURE, "cannot write %s: %s", name, strerror(errno));
	t->f = fdopen(fd, "w");
	/* The collector is not root. */
	if (!t->f || fchmod(fd, 0644))
		fail(EXIT_FAILURE, "cannot write %s: %s", name, strerror(errno));
}

/* Not synced: what is lost with the machine is of no use after it. */
bool textfile_commit(struct textfile *t)
{
	bool written = !fflush(t->f) && !ferror(t->f);
	int error = errno;

	if (fclose(t->f) && written) {
		written = false;
		error = errno;
	}
	if (written && rename(t->temp, t->name)) {
		written = false;
		error = errno;
	}
	if (!written) {
		unlink(t->temp);
		unlink(t->name);
	}
	free(t->temp);
	errno = error;
	return written;
}

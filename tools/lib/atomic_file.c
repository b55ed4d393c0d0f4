// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/atomic_file.h"
#include "lib/util.h"

/* Hidden, and without the suffix that the textfile collector looks for. */
static char *temp_name(const char *name)
{
	const char *slash = strrchr(name, '/');
	size_t directory = slash ? slash + 1 - name : 0;
	size_t size = strlen(name) + sizeof("..XXXXXX");
	char *temp = lib_resize(NULL, size, 1);

	snprintf(temp, size, "%.*s.%s.XXXXXX", (int)directory, name, name + directory);
	return temp;
}

/* A device or a link would be replaced by a file. */
static void check_name(const char *name)
{
	struct stat st;

	if (!*name || name[strlen(name) - 1] == '/')
		lib_fail(STATUS_USAGE, "'%s': expected the name of a file", name);
	if (!lstat(name, &st) && !S_ISREG(st.st_mode))
		lib_fail(STATUS_FAILURE, "cannot replace %s: expected a regular file", name);
}

void atomic_file_open(struct atomic_file *file, const char *name)
{
	int fd;

	check_name(name);
	file->name = name;
	file->temp = temp_name(name);
	fd = mkstemp(file->temp);
	if (fd < 0)
		lib_fail(STATUS_FAILURE, "cannot write %s: %s", name, strerror(errno));
	file->f = fdopen(fd, "w");
	/* The textfile collector does not run as root. */
	if (!file->f || fchmod(fd, 0644))
		lib_fail(STATUS_FAILURE, "cannot write %s: %s", name, strerror(errno));
}

/* There is no fsync(): after a crash the numbers are of no use. */
bool atomic_file_commit(struct atomic_file *file)
{
	bool written = !fflush(file->f) && !ferror(file->f);
	int error = errno;

	if (fclose(file->f) && written) {
		written = false;
		error = errno;
	}
	if (written && rename(file->temp, file->name)) {
		written = false;
		error = errno;
	}
	if (!written) {
		unlink(file->temp);
		unlink(file->name);
	}
	free(file->temp);
	errno = error;
	return written;
}

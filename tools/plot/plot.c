// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pictures, and their way into the directory: they are made in a new one inside
 * of it, and moved when all are whole.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gnuplot.h"
#include "plot.h"
#include "util.h"

static const struct picture pictures[] = {
	{ "share",	plot_share },
	{ "retries",	plot_retries },
	{ "hold",	plot_hold },
	{ "folio_wait",	plot_folio_wait },
	{ "retry_cost",	plot_retry_cost },
};

/* Both are left: the picture, and the script for those who want it otherwise. */
static const char *const suffixes[] = { "gp", "svg" };

#define NAME_SIZE	32
/* How every picture ends. */
#define LAST_TAG	"</svg>"

/* Where they go, and where they are made. */
static struct {
	const char *name;
	bool made;
	int fd;
	char *new_name;
	int new_fd;
} dir = { .fd = -1, .new_fd = -1 };

static const char *file_name(char *buf, const struct picture *picture, const char *suffix)
{
	snprintf(buf, NAME_SIZE, "%s.%s", picture->name, suffix);
	return buf;
}

/* @name is of a file in it, or empty. */
static _Noreturn void cannot(const char *what, const char *name)
{
	fail(errno == EACCES || errno == EPERM ? EXIT_PERMISSION : EXIT_FAILURE,
	     "cannot %s %s%s%s: %s", what, dir.name, *name ? "/" : "", name, strerror(errno));
}

/* At exit: what is not in its place then is not wanted. */
static void remove_new(void)
{
	char name[NAME_SIZE];
	size_t i, j;

	for (i = 0; i < NR(pictures) && dir.new_fd >= 0; i++)
		for (j = 0; j < NR(suffixes); j++)
			unlinkat(dir.new_fd, file_name(name, &pictures[i], suffixes[j]), 0);
	if (dir.new_name)
		rmdir(dir.new_name);
	/* Not if there is something in it. */
	if (dir.made)
		rmdir(dir.name);
}

static void make_dir(const char *name)
{
	static const char new_name[] = "/.vmalockstat-XXXXXX";
	char *path;

	dir.name = name;
	atexit(remove_new);
	if (!mkdir(name, 0777))
		dir.made = true;
	else if (errno != EEXIST)
		cannot("make", "");
	dir.fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir.fd < 0)
		cannot("open", "");
	path = resize(NULL, strlen(name) + sizeof(new_name), 1);
	sprintf(path, "%s%s", name, new_name);
	if (!mkdtemp(path))
		cannot("write into", "");
	dir.new_name = path;
	dir.new_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir.new_fd < 0)
		cannot("open", path + strlen(name) + 1);
}

/* Something else of that name is somebody's, and not ours to replace. */
static void check_place(const char *name)
{
	struct stat st;

	if (!fstatat(dir.fd, name, &st, AT_SYMLINK_NOFOLLOW)) {
		if (!S_ISREG(st.st_mode))
			fail(EXIT_FAILURE, "%s/%s is not a regular file: left as it is",
			     dir.name, name);
	} else if (errno != ENOENT) {
		cannot("write", name);
	}
}

static void write_script(const struct picture *picture, const struct plot *p)
{
	char name[NAME_SIZE];
	FILE *f;
	int fd;

	file_name(name, picture, "gp");
	fd = openat(dir.new_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	f = fd < 0 ? NULL : fdopen(fd, "w");
	if (!f)
		cannot("write", name);
	picture->write(f, picture->name, p);
	if (fflush(f) || ferror(f) || fclose(f))
		cannot("write", name);
}

static void run_gnuplot(void)
{
	char names[NR(pictures)][NAME_SIZE], *scripts[NR(pictures)];
	size_t i;

	for (i = 0; i < NR(pictures); i++) {
		file_name(names[i], &pictures[i], "gp");
		scripts[i] = names[i];
	}
	gnuplot_run(dir.new_fd, scripts, NR(pictures));
}

/* gnuplot does not look whether what it writes arrives. */
static void check_picture(const char *name)
{
	char end[sizeof(LAST_TAG) + 16] = "";
	struct stat st = { .st_size = 0 };
	int fd;

	fd = openat(dir.new_fd, name, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		fail(EXIT_GNUPLOT, "gnuplot has made no %s/%s", dir.name, name);
	if (st.st_size < (off_t)sizeof(end) ||
	    pread(fd, end, sizeof(end) - 1, st.st_size - sizeof(end) + 1) < 0 ||
	    !strstr(end, LAST_TAG))
		fail(EXIT_GNUPLOT, "gnuplot has not written all of %s/%s: is the disk full?",
		     dir.name, name);
	close(fd);
}

void plot_draw(const struct plot *p, const char *name)
{
	char file[NAME_SIZE];
	size_t i, j;

	make_dir(name);
	for (i = 0; i < NR(pictures); i++)
		for (j = 0; j < NR(suffixes); j++)
			check_place(file_name(file, &pictures[i], suffixes[j]));
	for (i = 0; i < NR(pictures); i++)
		write_script(&pictures[i], p);
	run_gnuplot();
	for (i = 0; i < NR(pictures); i++)
		check_picture(file_name(file, &pictures[i], "svg"));
	for (i = 0; i < NR(pictures); i++)
		for (j = 0; j < NR(suffixes); j++)
			if (renameat(dir.new_fd, file_name(file, &pictures[i], suffixes[j]),
				     dir.fd, file))
				cannot("write", file);
	dir.made = false;
	for (i = 0; i < NR(pictures); i++)
		printf("%s/%s\n", dir.name, file_name(file, &pictures[i], "svg"));
}

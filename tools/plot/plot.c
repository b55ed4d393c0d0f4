// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pictures are drawn in a new directory inside of the one they are for, and moved when all
 * of them are complete.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/util.h"
#include "plot/gnuplot.h"
#include "plot/plot.h"

static const struct picture pictures[] = {
	{ "share",	plot_share },
	{ "retries",	plot_retries },
	{ "held",	plot_held },
	{ "hold",	plot_hold },
	{ "folio_wait",	plot_folio_wait },
	{ "retry_cost",	plot_retry_cost },
};

/* The script is kept, to draw the picture in another way. */
static const char *const suffixes[] = { "gp", "svg" };

#define NAME_SIZE	32
/* The end of a complete picture. */
#define LAST_TAG	"</svg>"

/* Where pictures go, and where they are drawn. */
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

/* @name is that of a file in the directory, or empty. */
static _Noreturn void cannot(const char *what, const char *name)
{
	lib_fail(errno == EACCES || errno == EPERM ? STATUS_PERMISSION : STATUS_FAILURE,
	     "cannot %s %s%s%s: %s", what, dir.name, *name ? "/" : "", name, strerror(errno));
}

/* At exit: remove what was not moved into its place. */
static void remove_new(void)
{
	char name[NAME_SIZE];
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(pictures) && dir.new_fd >= 0; i++)
		for (j = 0; j < ARRAY_SIZE(suffixes); j++)
			unlinkat(dir.new_fd, file_name(name, &pictures[i], suffixes[j]), 0);
	if (dir.new_name)
		rmdir(dir.new_name);
	/* Fails if there is something in it. */
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
	path = lib_resize(NULL, strlen(name) + sizeof(new_name), 1);
	sprintf(path, "%s%s", name, new_name);
	if (!mkdtemp(path))
		cannot("write into", "");
	dir.new_name = path;
	dir.new_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir.new_fd < 0)
		cannot("open", path + strlen(name) + 1);
}

/* Do not replace what cannot be an older picture. */
static void check_place(const char *name)
{
	struct stat st;

	if (!fstatat(dir.fd, name, &st, AT_SYMLINK_NOFOLLOW)) {
		if (!S_ISREG(st.st_mode))
			lib_fail(STATUS_FAILURE, "cannot replace %s/%s: expected a regular file",
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
	char names[ARRAY_SIZE(pictures)][NAME_SIZE], *scripts[ARRAY_SIZE(pictures)];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(pictures); i++) {
		file_name(names[i], &pictures[i], "gp");
		scripts[i] = names[i];
	}
	gnuplot_run(dir.new_fd, scripts, ARRAY_SIZE(pictures));
}

/* gnuplot does not check its writes. */
static void check_picture(const char *name)
{
	char end[sizeof(LAST_TAG) + 16] = "";
	struct stat st = { .st_size = 0 };
	int fd;

	fd = openat(dir.new_fd, name, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		lib_fail(STATUS_GNUPLOT, "gnuplot has not written %s/%s", dir.name, name);
	if (st.st_size < (off_t)sizeof(end) ||
	    pread(fd, end, sizeof(end) - 1, st.st_size - sizeof(end) + 1) < 0 ||
	    !strstr(end, LAST_TAG))
		lib_fail(STATUS_GNUPLOT, "gnuplot has not written all of %s/%s: the disk may be full",
		     dir.name, name);
	close(fd);
}

void plot_draw(const struct plot *p, const char *name)
{
	char file[NAME_SIZE];
	size_t i, j;

	make_dir(name);
	for (i = 0; i < ARRAY_SIZE(pictures); i++)
		for (j = 0; j < ARRAY_SIZE(suffixes); j++)
			check_place(file_name(file, &pictures[i], suffixes[j]));
	for (i = 0; i < ARRAY_SIZE(pictures); i++)
		write_script(&pictures[i], p);
	run_gnuplot();
	for (i = 0; i < ARRAY_SIZE(pictures); i++)
		check_picture(file_name(file, &pictures[i], "svg"));
	for (i = 0; i < ARRAY_SIZE(pictures); i++)
		for (j = 0; j < ARRAY_SIZE(suffixes); j++)
			if (renameat(dir.new_fd, file_name(file, &pictures[i], suffixes[j]),
				     dir.fd, file))
				cannot("write", file);
	dir.made = false;
	for (i = 0; i < ARRAY_SIZE(pictures); i++)
		printf("%s/%s\n", dir.name, file_name(file, &pictures[i], "svg"));
}

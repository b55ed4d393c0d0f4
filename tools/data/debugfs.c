// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/debugfs.h"
#include "data/header.h"
#include "data/parse.h"
#include "lib/util.h"
#include "vmalockstat/limits.h"

/*
 * More than the files can have: some 20 kB of counters and times, and up to
 * VLS_BREAKDOWN_ROWS_MAX rows.
 */
#define MAX_SIZE	(256 * 1024)
#define MAX_ROWS_SIZE	(4 * 1024 * 1024)

/* Resets that follow each other faster than two files can be read. */
#define MAX_TRIES	10

static const char *directory = VLS_DIRECTORY;

void debugfs_set_directory(const char *dir)
{
	if (!dir)
		dir = getenv("VMALOCKSTAT_DIR");
	if (dir && *dir)
		directory = dir;
}

bool debugfs_is_module(void)
{
	return !strcmp(directory, VLS_DIRECTORY);
}

/* Without /proc the module is what is most likely missing. */
static bool debugfs_is_mounted(void)
{
	FILE *mounts = setmntent("/proc/self/mounts", "r");
	struct mntent *mount;
	bool found = false;

	if (!mounts)
		return true;
	while (!found && (mount = getmntent(mounts)))
		found = !strcmp(mount->mnt_type, "debugfs");
	endmntent(mounts);
	return found;
}

static _Noreturn void not_there(const char *path)
{
	if (!access(directory, F_OK))
		lib_fail(STATUS_NOT_LOADED, "cannot open %s: expected %s to be the directory of the module",
		     path, directory);
	if (!debugfs_is_mounted())
		lib_fail(STATUS_NO_DEBUGFS, "cannot open %s: debugfs is not mounted (mount -t debugfs none /sys/kernel/debug)",
		     directory);
	lib_fail(STATUS_NOT_LOADED, "cannot open %s: the module is not loaded (modprobe vmalockstat)",
	     directory);
}

static _Noreturn void cannot_read(const char *path, int error)
{
	switch (error) {
	case EACCES:
	case EPERM:
		lib_fail(STATUS_PERMISSION, "cannot open %s: %s (only root may read debugfs)", path, strerror(error));
	case ENOENT:
	case ENOTDIR:
	case ENODEV:
		not_there(path);
	default:
		lib_fail(STATUS_FAILURE, "cannot read %s: %s", path, strerror(error));
	}
}

static char *read_all(int fd, const char *path, size_t max)
{
	size_t size = 16 * 1024, used = 0;
	char *text = lib_resize(NULL, size, 1);
	ssize_t n;

	for (;;) {
		n = read(fd, text + used, size - used - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			cannot_read(path, errno);
		if (!n)
			break;
		used += n;
		if (used == max - 1)
			lib_fail(STATUS_MALFORMED, "%s: more than %zu bytes: expected a file of the module", path, max);
		if (used == size - 1) {
			size = size * 2 < max ? size * 2 : max;
			text = lib_resize(text, size, 1);
		}
	}
	text[used] = '\0';
	if (strlen(text) != used)
		lib_fail(STATUS_MALFORMED, "%s: a byte 0: expected text", path);
	return text;
}

static char *path_of(const char *name)
{
	size_t size = strlen(directory) + strlen(name) + sizeof("/");
	char *path = lib_resize(NULL, size, 1);

	snprintf(path, size, "%s/%s", directory, name);
	return path;
}

static char *read_file(const char *name, size_t max)
{
	char *path = path_of(name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text;

	if (fd < 0)
		cannot_read(path, errno);
	text = read_all(fd, path, max);
	close(fd);
	free(path);
	return text;
}

static void read_counters(struct sample *s, char *string)
{
	char *path = path_of("counters");
	struct text text = { .at = string, .origin = path };

	parse_counters(s, &text);
	free(path);
}

static void read_latency(struct sample *s, struct vls_header *head, char *string)
{
	char *path = path_of("latency");
	struct text text = { .at = string, .origin = path };

	parse_latency(s, head, &text);
	free(path);
}

/*
 * The two files are two snapshots. Return: do their headers say the same? If not,
 * something was switched or reset between them.
 */
static bool try_sample(struct sample *s, struct vls_header *latency,
		       struct debugfs_texts *texts)
{
	struct debugfs_texts read;

	sample_init(s);
	memset(latency, 0, sizeof(*latency));
	read.counters = read_file("counters", MAX_SIZE);
	read.latency = read_file("latency", MAX_SIZE);
	/* Parsing changes the text. */
	if (texts) {
		texts->counters = lib_strdup(read.counters);
		texts->latency = lib_strdup(read.latency);
	}
	read_counters(s, read.counters);
	read_latency(s, latency, read.latency);
	s->ns = s->snap.head.taken_ns;
	free(read.counters);
	free(read.latency);
	return header_same_reset(&s->snap.head, latency) &&
	       !header_difference(&s->snap.head, latency);
}

void debugfs_sample(struct sample *s, struct debugfs_texts *texts)
{
	struct vls_header latency;
	unsigned int tries = 0;

	while (!try_sample(s, &latency, texts)) {
		if (++tries == MAX_TRIES && header_difference(&s->snap.head, &latency))
			lib_fail(STATUS_MALFORMED, "%s: counters and latency differ in their lines '%s': expected the same",
				 directory, header_difference(&s->snap.head, &latency));
		if (tries == MAX_TRIES)
			lib_fail(STATUS_RESET, "%s: the counters were reset between the reading of counters and of latency, %d times",
				 directory, MAX_TRIES);
		sample_free(s);
		if (texts) {
			free(texts->counters);
			free(texts->latency);
		}
	}
}

void debugfs_longest(struct longest *l)
{
	char *path = path_of("longest");
	char *string = read_file("longest", MAX_SIZE);
	struct text text = { .at = string, .origin = path };

	longest_parse(l, &text);
	free(string);
	free(path);
}

void debugfs_stacks(struct stacks *s)
{
	char *path = path_of("stacks");
	char *string = read_file("stacks", MAX_SIZE);
	struct text text = { .at = string, .origin = path };

	stacks_parse(s, &text);
	free(string);
	free(path);
}

void debugfs_breakdown(struct breakdown *b, enum vls_breakdown_id id)
{
	char *path = path_of(vls_breakdown_id_name(id));
	char *string = read_file(vls_breakdown_id_name(id), MAX_ROWS_SIZE);
	struct text text = { .at = string, .origin = path };

	breakdown_parse(b, &text, id);
	free(string);
	free(path);
}

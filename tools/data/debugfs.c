// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading the module's files, and why they cannot be read.
 */
#include <errno.h>
#include <fcntl.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "breakdown.h"
#include "parse.h"
#include "source.h"
#include "util.h"

/*
 * Larger than the files can be: 16 kB is what the module makes room for, but there
 * may be 8192 processes.
 */
#define MAX_SIZE	(256 * 1024)
#define MAX_ROWS_SIZE	(4 * 1024 * 1024)

static const char *source_dir = SOURCE_DEFAULT;

void source_set(const char *dir)
{
	if (!dir)
		dir = getenv("VMALOCKSTAT_DIR");
	if (dir && *dir)
		source_dir = dir;
}

bool source_is_module(void)
{
	return !strcmp(source_dir, SOURCE_DEFAULT);
}

/* Where nothing tells, the module is what is missing. */
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
	if (!access(source_dir, F_OK))
		fail(EXIT_NOT_LOADED, "there is no %s: is %s the directory of the module?",
		     path, source_dir);
	if (!debugfs_is_mounted())
		fail(EXIT_NO_DEBUGFS, "there is no %s: debugfs is not mounted (mount -t debugfs none /sys/kernel/debug)",
		     source_dir);
	fail(EXIT_NOT_LOADED, "there is no %s: the module is not loaded (modprobe vmalockstat)",
	     source_dir);
}

static _Noreturn void cannot_read(const char *path, int error)
{
	switch (error) {
	case EACCES:
	case EPERM:
		fail(EXIT_PERMISSION, "not permitted to read %s: only root may", path);
	case ENOENT:
	case ENOTDIR:
	case ENODEV:
		not_there(path);
	default:
		fail(EXIT_FAILURE, "cannot read %s: %s", path, strerror(error));
	}
}

static char *read_all(int fd, const char *path, size_t max)
{
	size_t size = 16 * 1024, used = 0;
	char *text = resize(NULL, size, 1);
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
			fail(EXIT_MALFORMED, "%s: more than the module writes", path);
		if (used == size - 1) {
			size = size * 2 < max ? size * 2 : max;
			text = resize(text, size, 1);
		}
	}
	text[used] = '\0';
	if (strlen(text) != used)
		fail(EXIT_MALFORMED, "%s: not a text", path);
	return text;
}

static char *path_of(const char *name)
{
	size_t size = strlen(source_dir) + strlen(name) + sizeof("/");
	char *path = resize(NULL, size, 1);

	snprintf(path, size, "%s/%s", source_dir, name);
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

char *source_read(const char *name)
{
	return read_file(name, MAX_SIZE);
}

/* It tells of resets that the counters do not show, and may be missing. */
static void read_since_reset(struct since_reset *since)
{
	char *path = path_of("summary");
	char line[256] = "";
	ssize_t n;
	int fd;

	since->known = false;
	since->from_ns = now_ns();
	fd = open(path, O_RDONLY | O_CLOEXEC);
	free(path);
	if (fd < 0)
		return;
	since->to_ns = now_ns();
	n = read(fd, line, sizeof(line) - 1);
	close(fd);
	if (n > 0)
		parse_since_reset(since, line);
}

static void parse_file(struct sample *s, const char *name,
		       void (*parse)(struct sample *, struct text *), char **keep)
{
	char *path = path_of(name);
	char *string = source_read(name);
	struct text text = { .at = string, .origin = path };

	/* Parsing writes into it. */
	if (keep)
		*keep = copy_string(string);
	parse(s, &text);
	free(string);
	free(path);
}

void source_sample(struct sample *s, struct texts *texts)
{
	memset(s, 0, sizeof(*s));
	s->ns = now_ns();
	parse_file(s, "counters", parse_counters, texts ? &texts->counters : NULL);
	parse_file(s, "latency", parse_latency, texts ? &texts->latency : NULL);
	parse_check(s, source_dir);
	read_since_reset(&s->since_reset);
}

void source_breakdown(struct breakdown *b, enum vls_breakdown_id id)
{
	char *path = path_of(vls_breakdown_id_name(id));
	char *string = read_file(vls_breakdown_id_name(id), MAX_ROWS_SIZE);
	struct text text = { .at = string, .origin = path };

	breakdown_parse(b, &text);
	b->ns = now_ns();
	read_since_reset(&b->since_reset);
	free(string);
	free(path);
}

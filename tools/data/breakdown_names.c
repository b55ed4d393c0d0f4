// SPDX-License-Identifier: GPL-2.0-only
#include <ftw.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "data/breakdown_names.h"
#include "lib/util.h"

/* A swap device: its number as in the file of the module, and its path. */
struct swap {
	char device[64];
	char path[512];
};

static struct swap *swaps;
static size_t nr_swaps;

/* The kernel escapes bytes as \ooo. */
static void unescape(char *s)
{
	char *to = s;

	for (; *s; s++, to++) {
		if (s[0] == '\\' && strspn(s + 1, "01234567") >= 3) {
			*to = (s[1] - '0') * 64 + (s[2] - '0') * 8 + s[3] - '0';
			s += 3;
		} else {
			*to = *s;
		}
	}
	*to = '\0';
}

static void add_swap(char *path)
{
	struct swap *swap;
	struct stat st;

	unescape(path);
	if (stat(path, &st))
		return;
	swaps = lib_resize(swaps, nr_swaps + 1, sizeof(*swaps));
	swap = &swaps[nr_swaps++];
	snprintf(swap->path, sizeof(swap->path), "%s", path);
	if (S_ISBLK(st.st_mode))
		snprintf(swap->device, sizeof(swap->device), "%u:%u",
			 major(st.st_rdev), minor(st.st_rdev));
	else
		snprintf(swap->device, sizeof(swap->device), "%u:%u:%llu",
			 major(st.st_dev), minor(st.st_dev),
			 (unsigned long long)st.st_ino);
}

void breakdown_names_read_swaps(void)
{
	FILE *f = fopen("/proc/swaps", "re");
	char *line = NULL;
	size_t size = 0;
	bool heading = true;

	nr_swaps = 0;
	if (!f)
		return;
	for (; getline(&line, &size, f) > 0; heading = false) {
		line[strcspn(line, " \t\n")] = '\0';
		if (!heading)
			add_swap(line);
	}
	free(line);
	fclose(f);
}

static const char *swap_name(const char *device)
{
	size_t i;

	for (i = 0; i < nr_swaps; i++)
		if (!strcmp(swaps[i].device, device))
			return swaps[i].path;
	return device;
}

/* The cgroups that were looked up, whether they were found or not. */
struct cgroup {
	u64 id;
	char *path;
};

static struct cgroup *cgroups;
static size_t nr_cgroups;
static struct cgroup *wanted;
static size_t root_length;

/* The inode number of a directory in the hierarchy is the id of its cgroup. */
static int compare_cgroup(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)ftw;
	if (type != FTW_D || st->st_ino != wanted->id)
		return 0;
	wanted->path = lib_strdup(path[root_length] ? path + root_length : "/");
	return 1;
}

static void find_cgroup(void)
{
	FILE *mounts = setmntent("/proc/mounts", "r");
	struct mntent *mount;

	if (!mounts)
		return;
	while ((mount = getmntent(mounts)) && strcmp(mount->mnt_type, "cgroup2"))
		;
	if (mount) {
		root_length = strlen(mount->mnt_dir);
		nftw(mount->mnt_dir, compare_cgroup, 16, FTW_PHYS | FTW_MOUNT);
	}
	endmntent(mounts);
}

/* A cgroup that was removed has no name; it is looked up only once. */
static const char *cgroup_name(const char *key)
{
	u64 id = strtoull(key, NULL, 10);
	size_t i;

	for (i = 0; i < nr_cgroups; i++)
		if (cgroups[i].id == id)
			return cgroups[i].path;
	cgroups = lib_resize(cgroups, nr_cgroups + 1, sizeof(*cgroups));
	wanted = &cgroups[nr_cgroups++];
	wanted->id = id;
	wanted->path = NULL;
	find_cgroup();
	if (!wanted->path)
		wanted->path = lib_strdup("-");
	return wanted->path;
}

const char *breakdown_name(enum vls_breakdown_id id, const struct breakdown_row *row)
{
	switch (id) {
	case VLS_BY_CGROUP:
		return cgroup_name(row->key);
	case VLS_BY_SWAP:
		return swap_name(row->label);
	default:
		return row->label;
	}
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads the files of the module in debugfs, or copies of them. */
#ifndef DATA_DEBUGFS_H
#define DATA_DEBUGFS_H

#include "data/breakdown.h"
#include "data/longest.h"
#include "data/sample.h"
#include "data/stacks.h"

/* The text of the two files of a sample. */
struct debugfs_texts {
	char *counters;
	char *latency;
};

/**
 * debugfs_set_directory() - choose the directory to read
 * @dir: or NULL for that of the environment, or the default
 */
void debugfs_set_directory(const char *dir);

/**
 * debugfs_is_module() - is it the module's own directory that is read?
 */
bool debugfs_is_module(void);

/**
 * debugfs_sample() - read counters and latency
 * @s: filled in; to be freed
 * @texts: filled in with the text of the files, to be freed, or NULL
 *
 * Reads again if the counters were reset between the two files. Fails with the status
 * that says why they cannot be read.
 */
void debugfs_sample(struct sample *s, struct debugfs_texts *texts);

/**
 * debugfs_longest() - read the file longest
 * @l: filled in
 *
 * Fails as debugfs_sample().
 */
void debugfs_longest(struct longest *l);

/**
 * debugfs_stacks() - read the file stacks
 * @s: filled in; to be freed
 *
 * Fails as debugfs_sample().
 */
void debugfs_stacks(struct stacks *s);

/**
 * debugfs_breakdown() - read one of the files by_*
 * @b: filled in; to be freed
 * @id: which one
 *
 * Fails as debugfs_sample().
 */
void debugfs_breakdown(struct breakdown *b, enum vls_breakdown_id id);

#endif /* DATA_DEBUGFS_H */

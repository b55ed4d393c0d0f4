/* SPDX-License-Identifier: GPL-2.0-only */
/* Replaces a file atomically: its readers see the old one or the new one. */
#ifndef LIB_ATOMIC_FILE_H
#define LIB_ATOMIC_FILE_H

#include <linux/types.h>
#include <stdio.h>

struct atomic_file {
	const char *name;
	char *temp;
	FILE *f;
};

/**
 * atomic_file_open() - begin to replace a file
 * @file: filled in; the new contents go to @file->f
 * @name: of the file
 *
 * Fails with STATUS_USAGE if this is not the name of a file, with STATUS_FAILURE if the
 * file cannot be replaced.
 */
void atomic_file_open(struct atomic_file *file, const char *name);

/**
 * atomic_file_commit() - put the new file in the place of the old one
 * @file: is closed
 *
 * Return: true; or false with errno set, when the old file is gone as well: its numbers
 * would be taken for current ones.
 */
bool atomic_file_commit(struct atomic_file *file);

#endif /* LIB_ATOMIC_FILE_H */

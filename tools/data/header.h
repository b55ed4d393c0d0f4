/* SPDX-License-Identifier: GPL-2.0-only */
/* The lines that each file of the module begins with. */
#ifndef DATA_HEADER_H
#define DATA_HEADER_H

#include "data/text.h"
#include "vmalockstat/snapshot.h"

/**
 * header_parse() - read the header
 * @head: filled in
 * @t: at its first line
 *
 * Fails with STATUS_FORMAT for another format, with STATUS_MALFORMED for a line that is
 * not as it has to be. Hooks that only a newer module has are skipped.
 */
void header_parse(struct vls_header *head, struct text *t);

/**
 * header_same_reset() - have there been no resets between two headers?
 * @a: one header
 * @b: the other
 *
 * The time of the last reset is taken_ns - since_reset_ns, one constant between two
 * resets. Loading the module is a reset too.
 */
bool header_same_reset(const struct vls_header *a, const struct vls_header *b);

/**
 * header_difference() - what differs between two headers besides their times
 * @a: one header
 * @b: the other
 *
 * Return: the name of a line, or NULL if none differs.
 */
const char *header_difference(const struct vls_header *a, const struct vls_header *b);

/**
 * header_merge() - leave only what was there at both ends of an interval
 * @head: of the end; changed
 * @other: of the beginning
 */
void header_merge(struct vls_header *head, const struct vls_header *other);

#endif /* DATA_HEADER_H */

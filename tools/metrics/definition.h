/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which metric a counter or a time of the module belongs to, and with which
 * labels.
 */
#ifndef FAMILIES_H
#define FAMILIES_H

#include <stddef.h>

#define MAX_LABELS	3

enum family_type { FAMILY_COUNTER, FAMILY_GAUGE, FAMILY_HISTOGRAM };

struct family {
	/* Behind the prefix, and without what a counter has at its end. */
	const char *name;
	const char *help;
	/*
	 * The names that are in it: a star is the value of a label and has no dot.
	 * NULL takes all names, and the whole name is the label.
	 */
	const char *pattern;
	const char *labels[MAX_LABELS];
	/*
	 * If set, what is behind the last dot must be one of these. Other values are
	 * taken as they come where they divide events into parts, so that a newer
	 * module may have more of them; not where they may be parts of each other.
	 */
	const char *(*set)(unsigned int i);
	unsigned int first;
	unsigned int last;
	enum family_type type;
};

struct labels {
	const char *value[MAX_LABELS];
	size_t length[MAX_LABELS];
	unsigned int nr;
};

/* Both end with an entry without a name, and the last before it takes all. */
extern const struct family families_counters[];
extern const struct family families_times[];

/* Never NULL; @labels point into @name. */
const struct family *family_of_counter(const char *name, struct labels *labels);
const struct family *family_of_time(const char *name, struct labels *labels);

/* What the name of a sample has at its end. */
const char *family_suffix(const struct family *family);

#endif /* FAMILIES_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* The file longest: the longest hold of each lock. */
#ifndef DATA_LONGEST_H
#define DATA_LONGEST_H

#include "data/text.h"
#include "vmalockstat/snapshot.h"

/* Words of the file that are printed as they are. */
#define LONGEST_WORD	64

struct longest_hold {
	u64 held_ns;			/* 0: there was none, and the rest is not valid */
	u64 held_by[VLS_HELD_NR];
	bool has_held_by[VLS_HELD_NR];	/* what is not known is left out */
	u64 ended_ns;
	u64 pid;
	u64 tgid;
	u64 cgroup;
	char kind[LONGEST_WORD];
	char outcome[LONGEST_WORD];
	char swap[LONGEST_WORD];	/* type of swap entry, or "none" */
	char device[LONGEST_WORD];	/* "-" if it is not known, "" if there is none */
	char address[LONGEST_WORD];
	char comm[LONGEST_WORD];	/* what cannot be printed is escaped */
};

struct longest {
	struct vls_header head;
	bool known;			/* false: nothing is known of holds */
	struct longest_hold of[VLS_LOCK_NR];
};

/**
 * longest_parse() - read the file longest
 * @l: filled in
 * @t: at its first line
 *
 * Fails with STATUS_FORMAT or STATUS_MALFORMED.
 */
void longest_parse(struct longest *l, struct text *t);

#endif /* DATA_LONGEST_H */

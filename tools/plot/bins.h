/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A recording as it is drawn over time: steps, an interval each, or several
 * together where there are more than a picture can show.
 */
#ifndef STEPS_H
#define STEPS_H

#include <linux/types.h>
#include <stddef.h>

#include "sample.h"
#include "vmalockstat.h"

struct step {
	/* Since the beginning of the recording. */
	u64 from_ns;
	u64 to_ns;
	/* The counters were reset: nothing more is known of it. */
	bool reset;
	unsigned long intervals;
	/* User faults served, and those tried and retried under user_lock(). */
	u64 vma;
	u64 mmap;
	u64 tried;
	u64 retried;
	u64 reason[VLS_REASON_NR];
};

struct steps {
	struct step *step;
	size_t nr;
	unsigned long intervals;
	unsigned long resets;
	/* All of them, in all steps. */
	bool reasons_known;
};

/* The next interval; what happened in it is not looked at if there was a reset. */
void steps_add(struct steps *steps, const struct sample *diff, u64 from_ns, u64 to_ns,
	       bool reset);
/* Puts neighbours together until a picture can show them. */
void steps_merge(struct steps *steps);
void steps_free(struct steps *steps);

#endif /* STEPS_H */

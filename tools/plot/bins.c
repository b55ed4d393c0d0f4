// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "facts.h"
#include "steps.h"
#include "util.h"

/* Narrower ones would not be seen, and make the picture large. */
#define MAX_STEPS	300

static void count(struct steps *steps, struct step *step, const struct sample *diff)
{
	enum vls_lock lock = user_lock(diff);
	int i;

	step->vma = calls(diff, VLS_LOCK_VMA, false);
	step->mmap = calls(diff, VLS_LOCK_MMAP, false);
	step->retried = calls(diff, lock, true);
	step->tried = add(lock == VLS_LOCK_VMA ? step->vma : step->mmap, step->retried);
	for (i = 0; i < VLS_REASON_NR; i++) {
		struct value n = sample_counter(diff, "retry.%s.%s", vls_lock_name(lock),
						vls_reason_name(i));

		step->reason[i] = n.n;
		steps->reasons_known &= n.known;
	}
}

void steps_add(struct steps *steps, const struct sample *diff, u64 from_ns, u64 to_ns,
	       bool reset)
{
	struct step *step;

	if (steps->intervals == steps->resets)
		steps->reasons_known = true;
	steps->step = resize(steps->step, steps->nr + 1, sizeof(*step));
	step = &steps->step[steps->nr++];
	*step = (struct step){
		.from_ns = from_ns,
		.to_ns = to_ns,
		.reset = reset,
		.intervals = 1,
	};
	steps->intervals++;
	if (reset)
		steps->resets++;
	else
		count(steps, step, diff);
}

static void join(struct step *step, const struct step *next)
{
	int i;

	step->to_ns = next->to_ns;
	step->intervals += next->intervals;
	step->vma = add(step->vma, next->vma);
	step->mmap = add(step->mmap, next->mmap);
	step->tried = add(step->tried, next->tried);
	step->retried = add(step->retried, next->retried);
	for (i = 0; i < VLS_REASON_NR; i++)
		step->reason[i] = add(step->reason[i], next->reason[i]);
}

void steps_merge(struct steps *steps)
{
	size_t most = (steps->nr + MAX_STEPS - 1) / MAX_STEPS, nr = 0, i;

	for (i = 0; i < steps->nr; i++) {
		struct step *last = nr ? &steps->step[nr - 1] : NULL;

		if (last && last->reset == steps->step[i].reset && last->intervals < most)
			join(last, &steps->step[i]);
		else
			steps->step[nr++] = steps->step[i];
	}
	steps->nr = nr;
}

void steps_free(struct steps *steps)
{
	free(steps->step);
}

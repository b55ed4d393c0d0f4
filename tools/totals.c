// SPDX-License-Identifier: GPL-2.0-only
/*
 * The numbers of a command or a recording, for people. The lines are those of
 * the module's summary, which tells the same of the time since the last reset.
 */
#include <stdio.h>

#include "facts.h"
#include "totals.h"
#include "units.h"
#include "util.h"

#define LABEL_WIDTH	40
/* The table of times has more columns, in 80. */
#define TIME_WIDTH	34

void totals_line(FILE *f, const char *label, struct value n)
{
	if (n.known)
		fprintf(f, "%-*s %12llu\n", LABEL_WIDTH, label, n.n);
	else
		fprintf(f, "%-*s %12s\n", LABEL_WIDTH, label, "-");
}

void totals_share(FILE *f, const char *label, struct value n, u64 of)
{
	char buf[UNIT_SIZE];

	if (!n.known)
		totals_line(f, label, n);
	else
		fprintf(f, "%-*s %12llu %7s%s\n", LABEL_WIDTH, label, n.n,
			percent(buf, n.n, of), of ? " %" : "");
}

static struct value known(u64 n)
{
	return (struct value){ .known = true, .n = n };
}

static struct value fallback(const struct sample *s, enum vls_fallback reason)
{
	return sample_counter(s, "fallback.%s", vls_fallback_name(reason));
}

static void served(FILE *f, const struct sample *s)
{
	u64 vma = calls(s, VLS_LOCK_VMA, false);
	u64 mmap = calls(s, VLS_LOCK_MMAP, false);
	u64 all = add(vma, mmap);

	totals_line(f, "user swap faults served", known(all));
	totals_share(f, "  under the VMA lock", known(vma), all);
	totals_share(f, "  under mmap_lock", known(mmap), all);
	totals_line(f, "swap faults not from user mode",
	     known(calls(s, VLS_LOCK_MMAP_NOUSER, false)));
}

static void retries(FILE *f, const struct sample *s)
{
	enum vls_lock lock = user_lock(s);
	u64 retried = calls(s, lock, true);
	u64 tried = add(calls(s, lock, false), retried);
	int i;

	totals_line(f, lock == VLS_LOCK_VMA ? "swap faults tried under the VMA lock" :
	     "swap faults tried under mmap_lock", known(tried));
	totals_share(f, "  let it go and retried, because", known(retried), tried);
	for (i = 0; i < VLS_REASON_NR; i++) {
		struct value n = sample_counter(s, "retry.%s.%s", vls_lock_name(lock),
						vls_reason_name(i));
		char label[LABEL_WIDTH + 1];

		snprintf(label, sizeof(label), "    %s", vls_reason_text(i));
		if (n.n || (i == VLS_REASON_FOLIO_LOCK && !n.known))
			totals_share(f, label, n, retried);
	}
}

static void after_retry(FILE *f, const struct sample *s)
{
	u64 retried = calls(s, user_lock(s), true);
	struct value swap_retry = fallback(s, VLS_FALLBACK_SWAP_RETRY);
	struct value abandoned = sample_counter(s, "abandoned");

	if (user_lock(s) == VLS_LOCK_VMA) {
		totals_share(f, "  of these, took mmap_lock", swap_retry, retried);
		totals_share(f, "    with no writer since the retry (*)",
		      sample_counter(s, "fallback.swap_retry_avoidable"), swap_retry.n);
	} else {
		totals_share(f, "  of these, took mmap_lock",
		      fallback(s, VLS_FALLBACK_MMAP_RETRY), retried);
	}
	if (abandoned.n)
		totals_share(f, "  of these, given up for a signal", abandoned, retried);
}

static void fallbacks(FILE *f, const struct sample *s)
{
	struct value all = fallback(s, VLS_FALLBACK_SWAP_RETRY);
	int i;

	for (i = VLS_FALLBACK_SWAP_RETRY + 1; i < VLS_FALLBACK_NR; i++) {
		struct value n = fallback(s, i);

		all.known &= n.known;
		all.n = add(all.n, n.n);
	}
	totals_line(f, "mmap_lock taken for a fault of any kind", all);
	totals_line(f, "  after a swap retry", fallback(s, VLS_FALLBACK_SWAP_RETRY));
	totals_line(f, "  second round of a swap fault", fallback(s, VLS_FALLBACK_MMAP_RETRY));
	totals_line(f, "  fault in kernel mode", fallback(s, VLS_FALLBACK_KERNEL));
	totals_line(f, "  other (no VMA lock to be had, ...)", fallback(s, VLS_FALLBACK_OTHER));
}

static void time_line(FILE *f, const char *label, const struct sample *s,
		      enum vls_time id)
{
	const struct timed *time = sample_time(s, vls_time_name(id));
	char mean[UNIT_SIZE], half[UNIT_SIZE], most[UNIT_SIZE], all[UNIT_SIZE];

	if (!time) {
		fprintf(f, "%-*s %9s\n", TIME_WIDTH, label, "-");
		return;
	}
	fprintf(f, "%-*s %9llu", TIME_WIDTH, label, time_count(time));
	if (!time_count(time)) {
		fprintf(f, " %8s %8s %8s %8s\n", "-", "-", "-", "-");
		return;
	}
	fprintf(f, " %8s %8s %8s %8s\n", duration(mean, time_mean(time), true),
		duration(half, vls_histogram_percentile(&time->h, 50), true),
		duration(most, vls_histogram_percentile(&time->h, 99), true),
		duration(all, time->h.max, true));
}

static void times(FILE *f, const struct sample *s)
{
	enum vls_lock lock = user_lock(s);

	if (!s->timing) {
		fputs("times: switched off (timing=0)\n", f);
		return;
	}
	fprintf(f, "%-*s %9s %8s %8s %8s %8s\n", TIME_WIDTH,
		"times: half, 99 %, all within", "number", "mean", "half", "99 %", "all");
	time_line(f, lock == VLS_LOCK_VMA ? "VMA lock held in do_swap_page" :
		  "mmap_lock held in do_swap_page", s, VLS_TIME_HOLD + lock);
	time_line(f, "  in it, reading from swap", s, VLS_TIME_SWAP_READ + lock);
	time_line(f, "wait for a folio, lock dropped", s,
		  VLS_TIME_FOLIO_WAIT_DROPPED);
	time_line(f, "wait for a folio, lock held", s, VLS_TIME_FOLIO_WAIT_HELD);
	if (lock != VLS_LOCK_VMA)
		return;
	time_line(f, "a retry, until mmap_lock is had", s, VLS_TIME_RETRY_COST);
	time_line(f, "  in it, waiting for mmap_lock", s, VLS_TIME_FALLBACK_WAIT);
	if (sample_time(s, vls_time_name(VLS_TIME_WRITER_WAIT)))
		time_line(f, "a writer, waiting for readers", s,
			  VLS_TIME_WRITER_WAIT);
}

static struct value hold(const struct sample *s, enum vls_whatif_hold which)
{
	return sample_counter(s, "whatif.hold.%s", vls_whatif_hold_name(which));
}

static struct value whatif_retry(const struct sample *s, enum vls_whatif_retry which)
{
	return sample_counter(s, "whatif.retry_vma.%s", vls_whatif_retry_name(which));
}

/* Shares of nothing say nothing: 0 and a dash are what is printed then. */
static void what_ifs(FILE *f, const struct sample *s)
{
	struct value free = hold(s, VLS_WHATIF_HOLD_WAITS_FREE);
	struct value with_writer = sample_counter(s, "whatif.hold.waits_with_mm_writer");
	u64 waits = add(sample_counter(s, "folio_lock.vma.dropped").n,
			sample_counter(s, "folio_lock.vma.killed").n);
	u64 retries = 0;
	int i;

	if (user_lock(s) != VLS_LOCK_VMA)
		return;
	fputs("\nwhat if a swap fault kept the VMA lock while it waits for its folio\n", f);
	if (free.known) {
		totals_share(f, "  waits that met no writer of their VMA", free,
		      add(free.n, hold(s, VLS_WHATIF_HOLD_WAITS_BLOCKING).n));
		totals_share(f, "  VMA write locks that would have waited",
		      hold(s, VLS_WHATIF_HOLD_WRITERS_BLOCKED),
		      sample_counter(s, "writer.attempt").n);
		if (hold(s, VLS_WHATIF_HOLD_WAITS_LOST).n)
			totals_line(f, "  waits not in these numbers: no room",
			     hold(s, VLS_WHATIF_HOLD_WAITS_LOST));
	} else {
		totals_share(f, "  waits that saw a writer of mmap_lock", with_writer, waits);
	}
	fputs("what if it came back under the VMA lock after the wait\n", f);
	for (i = 0; i < VLS_WHATIF_RETRY_NR; i++)
		retries = add(retries, whatif_retry(s, i).n);
	totals_share(f, "  fallbacks that would have had it again",
	      whatif_retry(s, VLS_WHATIF_RETRY_AVOIDED), retries);
}

static void not_seen(FILE *f, const struct sample *s)
{
	u64 untracked = sample_counter(s, "untracked").n;

	fputc('\n', f);
	if (!missed(s) && !untracked)
		fputs("Nothing was missed.\n", f);
	else
		fprintf(f, "Missed %llu calls (see hooks), %llu retries without a record; a larger max_faults helps.\n",
			missed(s), untracked);
	if (user_lock(s) == VLS_LOCK_VMA &&
	    fallback(s, VLS_FALLBACK_SWAP_RETRY).known)
		fputs("(*) nobody took mmap_lock for writing meanwhile\n", f);
}

void totals_print(FILE *f, const struct sample *s)
{
	served(f, s);
	fputc('\n', f);
	retries(f, s);
	after_retry(f, s);
	fputc('\n', f);
	fallbacks(f, s);
	totals_print_all_faults(f, s);
	fputc('\n', f);
	times(f, s);
	what_ifs(f, s);
	totals_print_kinds(f, s);
	not_seen(f, s);
}

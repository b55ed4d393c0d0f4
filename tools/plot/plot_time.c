// SPDX-License-Identifier: GPL-2.0-only
/* What happened when: panels over the time of the recording. */
#include <stdio.h>

#include "facts.h"
#include "plot.h"
#include "util.h"

/* Pixels. */
#define PANEL_GAP	12
#define SHARE_BOTTOM	345
#define LEAST_RESET	2
/* Above the highest. */
#define HEADROOM	1.05
/* The column of the data that has it. */
#define FIRST_REASON	7
#define COLOUR_NO_REASON	"#555555"

/* What happens seldom is told of a longer time than a second. */
static const struct rate {
	double seconds;
	const char *served;
	const char *retries;
} rates[] = {
	{ 1,		"served per s",		"retries per s" },
	{ 60,		"served per min",	"retries per min" },
	{ 3600,		"served per h",		"retries per h" },
	{ 86400,	"served per day",	"retries per day" },
};

static const struct rate *rate_of(double most)
{
	const struct rate *rate = rates;

	while (most * rate->seconds < 1 && rate < rates + NR(rates) - 1)
		rate++;
	return rate;
}

static void data_row(FILE *f, const struct step *step, u64 at_ns)
{
	u64 length = step->to_ns - step->from_ns;
	int i;

	fprintf(f, "%llu.%09llu %llu.%09llu %llu %llu %llu %llu", at_ns / NSEC_PER_SEC,
		at_ns % NSEC_PER_SEC, length / NSEC_PER_SEC, length % NSEC_PER_SEC,
		step->vma, step->mmap, step->tried, step->retried);
	for (i = 0; i < VLS_REASON_NR; i++)
		fprintf(f, " %llu", step->reason[i]);
	putc('\n', f);
}

/* A curve ends where the next step is not known. */
static void data(FILE *f, const struct plot *p)
{
	size_t i;
	int reason;

	fputs("\n# Two rows a step, its begin and its end; a blank line where the counters\n"
	      "# were reset. Seconds, length of the step; served under the VMA lock, under\n"
	      "# mmap_lock; tried first under the lock that faults try first, retried;\n"
	      "# retried because of:", f);
	for (reason = 0; reason < VLS_REASON_NR; reason++)
		fprintf(f, " %s", vls_reason_name(reason));
	fputs("\n$steps << EOD\n", f);
	for (i = 0; i < p->steps.nr; i++) {
		const struct step *step = &p->steps.step[i];

		if (step->reset) {
			putc('\n', f);
			continue;
		}
		data_row(f, step, step->from_ns);
		data_row(f, step, step->to_ns);
	}
	fputs("EOD\n", f);
}

/* So wide at least that it can be seen. */
static void reset(FILE *f, const struct plot *p, const struct step *step)
{
	double from = plot_seconds(step->from_ns), to = plot_seconds(step->to_ns);
	double least = plot_seconds(p->last_ns - p->first_ns) * LEAST_RESET /
		       (PAGE_WIDTH - PAGE_LEFT - PAGE_RIGHT);

	if (to - from < least) {
		from = (from + to - least) / 2;
		to = from + least;
	}
	fprintf(f, "set object rectangle from %.9g/unit,graph 0 to %.9g/unit,graph 1 front fc '" COLOUR_UNKNOWN "' fs noborder\n",
		from, to);
}

static void x_axis(FILE *f, const struct plot *p)
{
	size_t i;

	fprintf(f, "unit = %g\nset xrange [%.9g/unit:%.9g/unit]\n", plot_unit(p)->seconds,
		plot_seconds(p->first_ns), plot_seconds(p->last_ns));
	for (i = 0; i < p->steps.nr; i++)
		if (p->steps.step[i].reset)
			reset(f, p, &p->steps.step[i]);
}

/* Only the last panel has the numbers. */
static void x_label(FILE *f, const struct plot *p)
{
	fprintf(f, "set format x '%%g'\nset xlabel 'time since the recording began (%s)'\n",
		plot_unit(p)->name);
}

static void legend_resets(FILE *f, unsigned int height, unsigned int nr, const struct plot *p)
{
	if (p->steps.resets)
		plot_legend(f, height, nr, COLOUR_UNKNOWN, false, "the counters were reset: not known");
}

static double most_rate(const struct plot *p, double (*events)(const struct step *step))
{
	double most = 0, rate;
	size_t i;

	for (i = 0; i < p->steps.nr; i++) {
		const struct step *step = &p->steps.step[i];

		if (step->reset || step->to_ns == step->from_ns)
			continue;
		rate = events(step) / plot_seconds(step->to_ns - step->from_ns);
		if (rate > most)
			most = rate;
	}
	return most;
}

static double served(const struct step *step)
{
	return (double)step->vma + step->mmap;
}

/* Or its reasons, which may be read a moment later. */
static double retried(const struct step *step)
{
	double sum = 0;
	int i;

	for (i = 0; i < VLS_REASON_NR; i++)
		sum += step->reason[i];
	return sum > step->retried ? sum : step->retried;
}

static void share_panels(FILE *f, unsigned int height, const struct plot *p)
{
	double most = most_rate(p, served);
	const struct rate *rate = rate_of(most);

	plot_legend(f, height, 0, COLOUR_VMA, false, "served under the VMA lock");
	plot_legend(f, height, 1, COLOUR_MMAP, false, "served under mmap_lock");
	plot_legend(f, height, 2, "#000000", true, user_lock(p->sum) == VLS_LOCK_VMA ?
		    "retried, of those tried under the VMA lock" :
		    "retried, of those tried under mmap_lock");
	legend_resets(f, height, 3, p);
	plot_panel(f, height, PAGE_TOP + 2 * LEGEND_ROW + PANEL_GAP, SHARE_BOTTOM, 0);
	plot_y_axis(f, "share (%)", 100, 25);
	fputs("set format x ''\n"
	      "plot $steps using ($1/unit):(100*($3+$4)/($3+$4)) with filledcurves y1=0 fc '" COLOUR_MMAP "', \\\n"
	      "     $steps using ($1/unit):(100*$3/($3+$4)) with filledcurves y1=0 fc '" COLOUR_VMA "', \\\n"
	      "     $steps using ($1/unit):(100*$6/$5) with lines lw 4 lc '#ffffff', \\\n"
	      "     $steps using ($1/unit):(100*$6/$5) with lines lw 2 lc '#000000'\n", f);

	plot_panel(f, height, SHARE_BOTTOM + 2 * PANEL_GAP, height - PAGE_BOTTOM, 1);
	plot_y_axis(f, rate->served, HEADROOM * most * rate->seconds, 0);
	x_label(f, p);
	fprintf(f, "per = %g\n", rate->seconds);
	fputs("plot $steps using ($1/unit):(per*($3+$4)/$2) with filledcurves y1=0 fc '" COLOUR_MMAP "', \\\n"
	      "     $steps using ($1/unit):(per*$3/$2) with filledcurves y1=0 fc '" COLOUR_VMA "'\n", f);
}

void plot_share(FILE *f, const char *name, const struct plot *p)
{
	unsigned int height = 540;

	plot_begin(f, name, height, "User swap faults, by the lock that they were served under", p);
	data(f, p);
	x_axis(f, p);
	if (most_rate(p, served)) {
		share_panels(f, height, p);
	} else {
		plot_panel(f, height, PAGE_TOP + PANEL_GAP, height - PAGE_BOTTOM, 0);
		x_label(f, p);
		plot_empty(f, "no user swap fault was served");
	}
	plot_end(f);
}

static u64 total(const struct plot *p, int reason)
{
	u64 sum = 0;
	size_t i;

	for (i = 0; i < p->steps.nr; i++)
		sum = add(sum, p->steps.step[i].reason[reason]);
	return sum;
}

static const char *const reason_colours[VLS_REASON_NR] = {
	[VLS_REASON_FOLIO_LOCK]		= COLOUR_DROPPED,
	[VLS_REASON_DEVICE_PRIVATE]	= COLOUR_HELD,
	[VLS_REASON_PTE_MISSING]	= COLOUR_NOUSER,
	[VLS_REASON_UNSUPPORTED]	= COLOUR_COST,
	[VLS_REASON_OTHER]		= COLOUR_GREY,
};

/* Returns how many entries there are. */
static unsigned int reasons_legend(FILE *f, unsigned int height, const struct plot *p)
{
	unsigned int nr = 0;
	char text[80];
	int i;

	for (i = 0; i < VLS_REASON_NR; i++) {
		if (!total(p, i))
			continue;
		snprintf(text, sizeof(text), "%s (%llu)", vls_reason_text(i), total(p, i));
		plot_legend(f, height, nr++, reason_colours[i], false, text);
	}
	if (!p->steps.reasons_known)
		plot_legend(f, height, nr++, COLOUR_NO_REASON, false, "not known why");
	legend_resets(f, height, nr, p);
	return nr + !!p->steps.resets;
}

/*
 * One on top of the other, so that the highest is drawn first. What is not known
 * to be of any of them is on top of all.
 */
static void reasons(FILE *f, const struct plot *p)
{
	const char *comma = "";
	int i, below;

	fputs("plot ", f);
	if (!p->steps.reasons_known) {
		fputs("$steps using ($1/unit):(per*$6/$2) with filledcurves y1=0 fc '" COLOUR_NO_REASON "'", f);
		comma = ", \\\n     ";
	}
	for (i = VLS_REASON_NR - 1; i >= 0; i--) {
		if (!total(p, i))
			continue;
		fprintf(f, "%s$steps using ($1/unit):(per*(0", comma);
		for (below = 0; below <= i; below++)
			fprintf(f, "+$%d", FIRST_REASON + below);
		fprintf(f, ")/$2) with filledcurves y1=0 fc '%s'", reason_colours[i]);
		comma = ", \\\n     ";
	}
	putc('\n', f);
}

void plot_retries(FILE *f, const char *name, const struct plot *p)
{
	double most = most_rate(p, retried);
	const struct rate *rate = rate_of(most);
	unsigned int height = 430, entries = 0;

	plot_begin(f, name, height, user_lock(p->sum) == VLS_LOCK_VMA ?
		   "Swap faults that let the VMA lock go and retried, by reason" :
		   "Swap faults that let mmap_lock go and retried, by reason", p);
	data(f, p);
	x_axis(f, p);
	x_label(f, p);
	if (most)
		entries = reasons_legend(f, height, p);
	plot_panel(f, height, PAGE_TOP + (entries + 1) / 2 * LEGEND_ROW + PANEL_GAP,
		   height - PAGE_BOTTOM, 0);
	if (most) {
		plot_y_axis(f, rate->retries, HEADROOM * most * rate->seconds, 0);
		fprintf(f, "per = %g\n", rate->seconds);
		reasons(f, p);
	} else {
		plot_empty(f, "no retry");
	}
	plot_end(f);
}

// SPDX-License-Identifier: GPL-2.0-only
/* Faults and retries over the time of the recording. */
#include <stdio.h>

#include "data/derived.h"
#include "lib/util.h"
#include "plot/timeline.h"

/* Pixels. */
#define PANEL_GAP	12
#define SHARE_BOTTOM	345
/* The column of the data with the first reason. */
#define FIRST_REASON	7
#define COLOUR_NO_REASON	"#555555"

/* Rare events are shown per minute, hour or day. */
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

	while (most * rate->seconds < 1 && rate < rates + ARRAY_SIZE(rates) - 1)
		rate++;
	return rate;
}

/* Shares and retries are known without times. */
static bool known(const struct bin *bin)
{
	return !bin->reset;
}

static void columns(FILE *f, const struct bin *bin)
{
	int i;

	fprintf(f, " %llu %llu %llu %llu", bin->vma, bin->mmap, bin->tried, bin->retried);
	for (i = 0; i < VLS_REASON_NR; i++)
		fprintf(f, " %llu", bin->reason[i]);
}

static void data(FILE *f, const struct plot *p)
{
	int reason;

	fputs("\n# Two rows for each bin, its begin and its end; a blank line where the\n"
	      "# counters were reset. Seconds, length of the bin; served under the VMA lock,\n"
	      "# under mmap_lock; tried under the lock that faults try first, retried;\n"
	      "# retried because of:", f);
	for (reason = 0; reason < VLS_REASON_NR; reason++)
		fprintf(f, " %s", vls_reason_name(reason));
	putc('\n', f);
	timeline_data(f, p, known, columns);
}

static double served(const struct bin *bin)
{
	return (double)bin->vma + bin->mmap;
}

/* Or the sum of the reasons, if that is larger: a fault is counted in both, one by one. */
static double retried(const struct bin *bin)
{
	double sum = 0;
	int i;

	for (i = 0; i < VLS_REASON_NR; i++)
		sum += bin->reason[i];
	return sum > bin->retried ? sum : bin->retried;
}

static void share_panels(FILE *f, unsigned int height, const struct plot *p)
{
	double most = timeline_most(p, served);
	const struct rate *rate = rate_of(most);

	plot_legend(f, height, 0, COLOUR_VMA, false, "served under the VMA lock");
	plot_legend(f, height, 1, COLOUR_MMAP, false, "served under mmap_lock");
	plot_legend(f, height, 2, "#000000", true, vls_first_lock(&p->sum->snap.head) == VLS_LOCK_VMA ?
		    "retried, of those tried under the VMA lock" :
		    "retried, of those tried under mmap_lock");
	timeline_legend_resets(f, height, 3, p);
	plot_panel(f, height, PAGE_TOP + 2 * LEGEND_ROW + PANEL_GAP, SHARE_BOTTOM, 0);
	plot_y_axis(f, "share (%)", 100, 25);
	fputs("set format x ''\n"
	      "plot $bins using ($1/unit):(100*($3+$4)/($3+$4)) with filledcurves y1=0 fc '" COLOUR_MMAP "', \\\n"
	      "     $bins using ($1/unit):(100*$3/($3+$4)) with filledcurves y1=0 fc '" COLOUR_VMA "', \\\n"
	      "     $bins using ($1/unit):(100*$6/$5) with lines lw 4 lc '#ffffff', \\\n"
	      "     $bins using ($1/unit):(100*$6/$5) with lines lw 2 lc '#000000'\n", f);

	plot_panel(f, height, SHARE_BOTTOM + 2 * PANEL_GAP, height - PAGE_BOTTOM, 1);
	plot_y_axis(f, rate->served, TIMELINE_HEADROOM * most * rate->seconds, 0);
	timeline_label(f, p);
	fprintf(f, "per = %g\n", rate->seconds);
	fputs("plot $bins using ($1/unit):(per*($3+$4)/$2) with filledcurves y1=0 fc '" COLOUR_MMAP "', \\\n"
	      "     $bins using ($1/unit):(per*$3/$2) with filledcurves y1=0 fc '" COLOUR_VMA "'\n", f);
}

void plot_share(FILE *f, const char *name, const struct plot *p)
{
	unsigned int height = 540;

	plot_begin(f, name, height, "User swap faults, by the lock they were served under", p);
	data(f, p);
	timeline_axis(f, p, known);
	if (timeline_most(p, served)) {
		share_panels(f, height, p);
	} else {
		plot_panel(f, height, PAGE_TOP + PANEL_GAP, height - PAGE_BOTTOM, 0);
		timeline_label(f, p);
		plot_empty(f, "no user swap fault was served");
	}
	plot_end(f);
}

static u64 total(const struct plot *p, int reason)
{
	u64 sum = 0;
	size_t i;

	for (i = 0; i < p->bins.nr; i++)
		sum = lib_add(sum, p->bins.bin[i].reason[reason]);
	return sum;
}

static const char *const reason_colours[VLS_REASON_NR] = {
	[VLS_REASON_OWN_READ]		= COLOUR_DROPPED,
	[VLS_REASON_OTHER_READ]		= COLOUR_VMA,
	[VLS_REASON_BUSY]		= COLOUR_MMAP,
	[VLS_REASON_DEVICE_PRIVATE]	= COLOUR_HELD,
	[VLS_REASON_PTE_MISSING]	= COLOUR_NOUSER,
	[VLS_REASON_UNSUPPORTED]	= COLOUR_COST,
	[VLS_REASON_OTHER]		= COLOUR_GREY,
};

/* Return: how many entries there are. */
static unsigned int reasons_legend(FILE *f, unsigned int height, const struct plot *p)
{
	unsigned int nr = 0;
	char text[80];
	int i;

	for (i = 0; i < VLS_REASON_NR; i++) {
		if (!total(p, i))
			continue;
		snprintf(text, sizeof(text), "%s (%llu)", vls_sets[VLS_SET_REASON].labels[i].help, total(p, i));
		plot_legend(f, height, nr++, reason_colours[i], false, text);
	}
	if (!p->bins.reasons_known)
		plot_legend(f, height, nr++, COLOUR_NO_REASON, false, "reason unknown");
	return nr + timeline_legend_resets(f, height, nr, p);
}

/*
 * Stacked, so the highest is drawn first. Retries whose reason is unknown are on top.
 */
static void reasons(FILE *f, const struct plot *p)
{
	const char *comma = "";
	int i, below;

	fputs("plot ", f);
	if (!p->bins.reasons_known) {
		fputs("$bins using ($1/unit):(per*$6/$2) with filledcurves y1=0 fc '" COLOUR_NO_REASON "'", f);
		comma = ", \\\n     ";
	}
	for (i = VLS_REASON_NR - 1; i >= 0; i--) {
		if (!total(p, i))
			continue;
		fprintf(f, "%s$bins using ($1/unit):(per*(0", comma);
		for (below = 0; below <= i; below++)
			fprintf(f, "+$%d", FIRST_REASON + below);
		fprintf(f, ")/$2) with filledcurves y1=0 fc '%s'", reason_colours[i]);
		comma = ", \\\n     ";
	}
	putc('\n', f);
}

void plot_retries(FILE *f, const char *name, const struct plot *p)
{
	double most = timeline_most(p, retried);
	const struct rate *rate = rate_of(most);
	unsigned int height = 430, entries = 0;

	plot_begin(f, name, height, vls_first_lock(&p->sum->snap.head) == VLS_LOCK_VMA ?
		   "Swap faults that dropped the VMA lock and retried, by reason" :
		   "Swap faults that dropped mmap_lock and retried, by reason", p);
	data(f, p);
	timeline_axis(f, p, known);
	timeline_label(f, p);
	if (most)
		entries = reasons_legend(f, height, p);
	plot_panel(f, height, PAGE_TOP + (entries + 1) / 2 * LEGEND_ROW + PANEL_GAP,
		   height - PAGE_BOTTOM, 0);
	if (most) {
		plot_y_axis(f, rate->retries, TIMELINE_HEADROOM * most * rate->seconds, 0);
		fprintf(f, "per = %g\n", rate->seconds);
		reasons(f, p);
	} else {
		plot_empty(f, "no retries");
	}
	plot_end(f);
}

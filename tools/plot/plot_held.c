// SPDX-License-Identifier: GPL-2.0-only
/* What tasks did while they held the lock that faults try first, over the recording. */
#include <stdio.h>

#include "lib/util.h"
#include "plot/timeline.h"
#include "vmalockstat/units.h"

/* The column of the data with the first of stack[]. */
#define FIRST_COLUMN	3
/* Pixels. */
#define PAGE_HEIGHT	430
#define PANEL_GAP	12

/* From the lowest area to the highest: what a fault does itself, then what it waits for. */
static const struct area {
	enum vls_held what;
	const char *colour;
	const char *legend;
} stack[VLS_HELD_NR] = {
	{ VLS_HELD_CPU,		COLOUR_NOUSER,	"cpu: running" },
	{ VLS_HELD_READ,	COLOUR_DROPPED,	"read: reading from swap" },
	{ VLS_HELD_RECLAIM,	COLOUR_MMAP,	"reclaim: freeing memory" },
	{ VLS_HELD_THROTTLE,	COLOUR_HELD,	"throttle: above memory.high" },
	{ VLS_HELD_FOLIO_WAIT,	COLOUR_COST,	"folio_wait: waiting for a folio" },
	{ VLS_HELD_RUNNABLE,	COLOUR_VMA,	"runnable: waiting for a CPU" },
	{ VLS_HELD_ASLEEP,	COLOUR_GREY,	"asleep: for anything else" },
};

static bool known(const struct bin *bin)
{
	return !bin->reset && bin->held_known;
}

static void columns(FILE *f, const struct bin *bin)
{
	int i;

	for (i = 0; i < VLS_HELD_NR; i++)
		fprintf(f, " %llu", bin->held[stack[i].what]);
}

static void data(FILE *f, const struct plot *p)
{
	int i;

	fputs("\n# Two rows for each bin, its begin and its end; a blank line where nothing is\n"
	      "# known. Seconds, length of the bin; nanoseconds that swap faults held the lock\n"
	      "# that they try first:", f);
	for (i = 0; i < VLS_HELD_NR; i++)
		fprintf(f, " %s", vls_held_name(stack[i].what));
	putc('\n', f);
	timeline_data(f, p, known, columns);
}

static bool not_reset(const struct bin *bin)
{
	return !bin->reset;
}

/* Milliseconds. */
static double held(const struct bin *bin)
{
	double ns = 0;
	int i;

	for (i = 0; i < VLS_HELD_NR; i++)
		ns += bin->held[i];
	return ns / NSEC_PER_MSEC;
}

static u64 total(const struct plot *p, enum vls_held what)
{
	u64 sum = 0;
	size_t i;

	for (i = 0; i < p->bins.nr; i++)
		sum = lib_add(sum, p->bins.bin[i].held[what]);
	return sum;
}

/* Return: is there a bin that is not known for another reason than a reset? */
static bool has_gaps(const struct plot *p)
{
	size_t i;

	for (i = 0; i < p->bins.nr; i++)
		if (!p->bins.bin[i].reset && !p->bins.bin[i].held_known)
			return true;
	return false;
}

/* Return: how many entries there are. */
static unsigned int legend(FILE *f, unsigned int height, const struct plot *p)
{
	char text[80], duration[VLS_UNIT_SIZE], share[VLS_UNIT_SIZE];
	unsigned int nr = 0;
	u64 all = 0;
	int i;

	for (i = 0; i < VLS_HELD_NR; i++)
		all = lib_add(all, total(p, stack[i].what));
	for (i = 0; i < VLS_HELD_NR; i++) {
		u64 ns = total(p, stack[i].what);

		if (!ns)
			continue;
		snprintf(text, sizeof(text), "%s (%s, %s %%)", stack[i].legend,
			 vls_duration(duration, ns, false), vls_percent(share, ns, all));
		plot_legend(f, height, nr++, stack[i].colour, false, text);
	}
	if (has_gaps(p))
		plot_legend(f, height, nr++, COLOUR_UNKNOWN, false, "no times were taken: unknown");
	return nr + timeline_legend_resets(f, height, nr, p);
}

/* Stacked, so the highest is drawn first. */
static void areas(FILE *f, const struct plot *p)
{
	const char *before = "plot ";
	int i, below;

	for (i = VLS_HELD_NR - 1; i >= 0; i--) {
		if (!total(p, stack[i].what))
			continue;
		fprintf(f, "%s$bins using ($1/unit):(1e-6*(0", before);
		for (below = 0; below <= i; below++)
			fprintf(f, "+$%d", FIRST_COLUMN + below);
		fprintf(f, ")/$2) with filledcurves y1=0 fc '%s'", stack[i].colour);
		before = ", \\\n     ";
	}
	putc('\n', f);
}

static const char *why_empty(const struct plot *p)
{
	size_t i;

	for (i = 0; i < p->bins.nr; i++)
		if (known(&p->bins.bin[i]))
			return "no swap fault held the lock";
	if (!p->sum->snap.head.timing)
		return "no times were taken (timing=0)";
	return "not available in this recording";
}

void plot_held(FILE *f, const char *name, const struct plot *p)
{
	double most = timeline_most(p, held);
	unsigned int entries = 0;

	plot_begin(f, name, PAGE_HEIGHT, vls_first_lock(&p->sum->snap.head) == VLS_LOCK_VMA ?
		   "Time that swap faults held the VMA lock, by what they did" :
		   "Time that swap faults held mmap_lock, by what they did", p);
	data(f, p);
	/* Marks would hide why there is nothing. */
	timeline_axis(f, p, most ? known : not_reset);
	timeline_label(f, p);
	if (most)
		entries = legend(f, PAGE_HEIGHT, p);
	plot_panel(f, PAGE_HEIGHT, PAGE_TOP + (entries + 1) / 2 * LEGEND_ROW + PANEL_GAP,
		   PAGE_HEIGHT - PAGE_BOTTOM, 0);
	if (most) {
		plot_y_axis(f, "ms per s", TIMELINE_HEADROOM * most, 0);
		areas(f, p);
	} else {
		plot_empty(f, why_empty(p));
	}
	plot_end(f);
}

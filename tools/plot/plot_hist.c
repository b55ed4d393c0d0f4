// SPDX-License-Identifier: GPL-2.0-only
/* How long things took: a panel for each time, all over the same buckets. */
#include <stdio.h>

#include "facts.h"
#include "plot.h"
#include "units.h"
#include "util.h"

#define PANEL_HEIGHT	190
/* Above a panel: what it shows. */
#define PANEL_HEAD	46
/* As much of that is not needed by the first. */
#define PANEL_GAP	14
/* With fewer, the bars would be as wide as the page. */
#define MIN_BUCKETS	10
/* With more, there is no room for numbers side by side. */
#define MAX_LEVEL	22

struct panel {
	enum vls_time time;
	const char *what;
	const char *colour;
	const struct timed *timed;	/* NULL if it is not known */
};

/* The buckets that are shown, in all panels of a page. */
struct range {
	unsigned int first;
	unsigned int last;
};

static void widen(struct range *range, const struct timed *time)
{
	unsigned int i;

	for (i = 0; i < VLS_BUCKETS; i++) {
		if (!time->h.bucket[i])
			continue;
		if (i < range->first)
			range->first = i;
		if (i > range->last)
			range->last = i;
	}
}

static struct range range_of(const struct panel *panels, unsigned int nr)
{
	struct range range = { .first = VLS_BUCKETS - 1 };
	unsigned int i;

	/* Of an empty page: something. */
	if (!nr)
		return (struct range){ .first = 10, .last = 25 };
	for (i = 0; i < nr; i++)
		widen(&range, panels[i].timed);
	for (i = 0; range.last - range.first + 1 < MIN_BUCKETS; i++) {
		if (i % 2 ? range.first > 0 : range.last == VLS_BUCKETS - 1)
			range.first--;
		else
			range.last++;
	}
	return range;
}

/* Where bucket 11 begins, at 2^10 ns, "1 us" is what is meant. */
static void bound(char *buf, unsigned int power)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	unsigned int unit = power / 10 < NR(units) ? power / 10 : NR(units) - 1;

	snprintf(buf, UNIT_SIZE, "%llu %s", 1ULL << (power - unit * 10), units[unit]);
}

/*
 * Bucket n is from n - 1 to n on this axis, the logarithm of its bounds. Only the
 * last panel has words.
 */
static void x_axis(FILE *f, struct range range, bool words)
{
	unsigned int shown = range.last - range.first + 1, power;
	unsigned int every = shown <= 14 ? 1 : shown <= 26 ? 2 : 5;
	char label[UNIT_SIZE];

	fprintf(f, "set xrange [%d:%u]\nset xtics (", (int)range.first - 1, range.last);
	if (!range.first)
		fprintf(f, "'%s' -1, ", words ? "0" : "");
	for (power = range.first ? range.first - 1 : 0; power <= range.last; power++) {
		bound(label, power);
		if (power % every || (every > 1 && !power && !range.first))
			continue;
		if (power == VLS_BUCKETS - 1)
			snprintf(label, sizeof(label), "longer");
		fprintf(f, "'%s' %u, ", words ? label : "", power);
	}
	fputs("'' 99)\n", f);
	if (words)
		fputs("set xlabel 'time, in powers of two (here 1 us is 1024 ns, 1 ms is 1024 us)'\n", f);
}

/* "1234", "12.3k": as long as a bar is wide. */
static void short_number(char *buf, u64 n)
{
	static const char prefixes[] = "kMGTPE";
	double value = n;
	int prefix = -1;

	for (; value >= (prefix < 0 ? 9999.5 : 999.5); prefix++)
		value /= 1000;
	if (prefix < 0)
		snprintf(buf, UNIT_SIZE, "%llu", n);
	else
		snprintf(buf, UNIT_SIZE, "%.*f%c", value < 9.995 ? 2 : value < 99.95 ? 1 : 0,
			 value, prefixes[prefix]);
}

static void data(FILE *f, const struct panel *panel, unsigned int nr)
{
	char label[UNIT_SIZE];
	unsigned int i;

	fprintf(f, "\n# %s: bucket, from (ns), below (ns), number, the same in short\n$time%u << EOD\n",
		vls_time_name(panel->time), nr);
	for (i = 0; i < VLS_BUCKETS; i++) {
		u64 n = panel->timed->h.bucket[i];

		if (!n)
			continue;
		short_number(label, n);
		fprintf(f, "%u %llu %llu %llu %s\n", i, vls_bucket_lower(i),
			vls_bucket_upper(i), n, label);
	}
	fputs("EOD\n", f);
}

static u64 most_of(const struct timed *time)
{
	u64 most = 0;
	unsigned int i;

	for (i = 0; i < VLS_BUCKETS; i++)
		if (time->h.bucket[i] > most)
			most = time->h.bucket[i];
	return most;
}

static void heading(FILE *f, const struct panel *panel)
{
	const struct vls_histogram *h = &panel->timed->h;
	char mean[UNIT_SIZE], half[UNIT_SIZE], most[UNIT_SIZE], all[UNIT_SIZE];

	fprintf(f, "set label 4 '%s: %llu, mean %s, half within %s, 99 %% within %s, all within %s' at graph 0,1 offset 0,1 left font ',13'\n",
		panel->what, time_count(panel->timed),
		duration(mean, time_mean(panel->timed), false),
		duration(half, vls_histogram_percentile(h, 50), false),
		duration(most, vls_histogram_percentile(h, 99), false),
		duration(all, h->max, false));
}

static void draw(FILE *f, const struct panel *panel, unsigned int nr, struct range range,
		 const char *unit)
{
	bool narrow = range.last - range.first + 1 > MAX_LEVEL;

	heading(f, panel);
	/* With room for a number on the highest bar. */
	plot_y_axis(f, unit, most_of(panel->timed) * (narrow ? 1.35 : 1.15), 1);
	fprintf(f, "plot $time%u using ($1-0.5):4:(0.94) with boxes fc '%s', \\\n", nr,
		panel->colour);
	fprintf(f, "     $time%u using ($1-0.5):4:5 with labels %s font ',11' textcolor '#333333'\n",
		nr, narrow ? "rotate by 90 left offset 0,0.4" : "center offset 0,0.6");
}

/* Those panels that have something; returns how many. */
static unsigned int fill(struct panel *panels, unsigned int nr, const struct plot *p)
{
	unsigned int used = 0, i;

	for (i = 0; i < nr; i++) {
		panels[i].timed = sample_time(p->sum, vls_time_name(panels[i].time));
		if (panels[i].timed && time_count(panels[i].timed))
			panels[used++] = panels[i];
	}
	return used;
}

static void histograms(FILE *f, const char *name, const struct plot *p, const char *title,
		       const char *unit, struct panel *panels, unsigned int nr)
{
	bool known = sample_time(p->sum, vls_time_name(panels[0].time));
	unsigned int used = fill(panels, nr, p), i;
	unsigned int height = PAGE_TOP + PAGE_BOTTOM +
			      (used ? used : 1) * (PANEL_HEIGHT + PANEL_HEAD) - PANEL_GAP;
	struct range range = range_of(panels, used);

	plot_begin(f, name, height, title, p);
	for (i = 0; i < used; i++)
		data(f, &panels[i], i);
	for (i = 0; i < used; i++) {
		unsigned int top = PAGE_TOP + i * (PANEL_HEIGHT + PANEL_HEAD) + PANEL_HEAD - PANEL_GAP;

		plot_panel(f, height, top, top + PANEL_HEIGHT, i);
		x_axis(f, range, i == used - 1);
		draw(f, &panels[i], i, range, unit);
	}
	if (!used) {
		plot_panel(f, height, PAGE_TOP + PANEL_GAP, height - PAGE_BOTTOM, 0);
		x_axis(f, range, true);
		plot_empty(f, !p->sum->timing ? "no times were taken (timing=0)" :
			      known ? "none in this recording" : "not known in this recording");
	}
	plot_end(f);
}

void plot_hold(FILE *f, const char *name, const struct plot *p)
{
	struct panel panels[] = {
		{ VLS_TIME_HOLD, "under the VMA lock", COLOUR_VMA, NULL },
		{ VLS_TIME_HOLD_MMAP, "under mmap_lock", COLOUR_MMAP, NULL },
		{ VLS_TIME_HOLD_MMAP_NOUSER, "under mmap_lock, not from user mode",
		  COLOUR_NOUSER, NULL },
	};

	histograms(f, name, p, "How long a swap fault held its lock in do_swap_page()",
		   "faults", panels, NR(panels));
}

void plot_folio_wait(FILE *f, const char *name, const struct plot *p)
{
	struct panel panels[] = {
		{ VLS_TIME_FOLIO_WAIT_DROPPED, "its lock dropped", COLOUR_DROPPED, NULL },
		{ VLS_TIME_FOLIO_WAIT_HELD, "its lock held", COLOUR_HELD, NULL },
	};

	histograms(f, name, p, "How long a swap fault waited for a folio", "waits",
		   panels, NR(panels));
}

void plot_retry_cost(FILE *f, const char *name, const struct plot *p)
{
	struct panel panels[] = {
		{ VLS_TIME_RETRY_COST, "all of it", COLOUR_COST, NULL },
		{ VLS_TIME_FALLBACK_WAIT, "in it, waiting for mmap_lock", COLOUR_MMAP, NULL },
	};

	histograms(f, name, p, "What a retry costs: from the VMA lock let go until mmap_lock is had",
		   "retries", panels, NR(panels));
}

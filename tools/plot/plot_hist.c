// SPDX-License-Identifier: GPL-2.0-only
/* Histograms: a panel for each time, all over the same buckets. */
#include <stdio.h>

#include "data/derived.h"
#include "lib/util.h"
#include "plot/plot.h"
#include "vmalockstat/units.h"

#define PANEL_HEIGHT	190
/* Above a panel, for its heading. */
#define PANEL_HEAD	46
/* Of PANEL_HEAD, what the first panel does not need. */
#define PANEL_GAP	14
/* With fewer, bars would be too wide. */
#define MIN_BUCKETS	10
/* With more, the numbers above the bars are turned. */
#define MAX_LEVEL	22

struct panel {
	const struct vls_histogram *h;
	u32 needs;
	const char *name;	/* of the time */
	const char *what;
	const char *colour;
};

/* The buckets that are shown, in all panels of a page. */
struct range {
	unsigned int first;
	unsigned int last;
};

static void widen(struct range *range, const struct vls_histogram *h)
{
	unsigned int i;

	for (i = 0; i < VLS_BUCKETS; i++) {
		if (!h->bucket[i])
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

	/* An empty page has an axis too. */
	if (!nr)
		return (struct range){ .first = 10, .last = 25 };
	for (i = 0; i < nr; i++)
		widen(&range, panels[i].h);
	for (i = 0; range.last - range.first + 1 < MIN_BUCKETS; i++) {
		if (i % 2 ? range.first > 0 : range.last == VLS_BUCKETS - 1)
			range.first--;
		else
			range.last++;
	}
	return range;
}

/* 2^10 ns is labelled "1 us". */
static void bound(char *buf, unsigned int power)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	unsigned int unit = power / 10 < ARRAY_SIZE(units) ? power / 10 : ARRAY_SIZE(units) - 1;

	snprintf(buf, VLS_UNIT_SIZE, "%llu %s", 1ULL << (power - unit * 10), units[unit]);
}

/*
 * Bucket n is from n - 1 to n on this axis, the logarithm of its bounds. Only the last
 * panel has labels.
 */
static void x_axis(FILE *f, struct range range, bool labels)
{
	unsigned int shown = range.last - range.first + 1, power;
	unsigned int every = shown <= 14 ? 1 : shown <= 26 ? 2 : 5;
	char label[VLS_UNIT_SIZE];

	fprintf(f, "set xrange [%d:%u]\nset xtics (", (int)range.first - 1, range.last);
	if (!range.first)
		fprintf(f, "'%s' -1, ", labels ? "0" : "");
	for (power = range.first ? range.first - 1 : 0; power <= range.last; power++) {
		bound(label, power);
		if (power % every || (every > 1 && !power && !range.first))
			continue;
		if (power == VLS_BUCKETS - 1)
			snprintf(label, sizeof(label), "longer");
		fprintf(f, "'%s' %u, ", labels ? label : "", power);
	}
	fputs("'' 99)\n", f);
	if (labels)
		fputs("set xlabel 'time, in powers of two (here 1 us is 1024 ns, 1 ms is 1024 us)'\n", f);
}

/* "1234", "12.3k": short enough for a bar. */
static void short_number(char *buf, u64 n)
{
	static const char prefixes[] = "kMGTPE";
	double value = n;
	int prefix = -1;

	for (; value >= (prefix < 0 ? 9999.5 : 999.5); prefix++)
		value /= 1000;
	if (prefix < 0)
		snprintf(buf, VLS_UNIT_SIZE, "%llu", n);
	else
		snprintf(buf, VLS_UNIT_SIZE, "%.*f%c", value < 9.995 ? 2 : value < 99.95 ? 1 : 0,
			 value, prefixes[prefix]);
}

static void data(FILE *f, const struct panel *panel, unsigned int nr)
{
	char label[VLS_UNIT_SIZE];
	unsigned int i;

	fprintf(f, "\n# %s: bucket, from (ns), below (ns), count, the same shortened\n$time%u << EOD\n",
		panel->name, nr);
	for (i = 0; i < VLS_BUCKETS; i++) {
		u64 n = panel->h->bucket[i];

		if (!n)
			continue;
		short_number(label, n);
		fprintf(f, "%u %llu %llu %llu %s\n", i, vls_bucket_lower(i),
			vls_bucket_upper(i), n, label);
	}
	fputs("EOD\n", f);
}

static u64 most_of(const struct vls_histogram *h)
{
	u64 most = 0;
	unsigned int i;

	for (i = 0; i < VLS_BUCKETS; i++)
		if (h->bucket[i] > most)
			most = h->bucket[i];
	return most;
}

static void heading(FILE *f, const struct panel *panel)
{
	char mean[VLS_UNIT_SIZE], p50[VLS_UNIT_SIZE], p99[VLS_UNIT_SIZE], max[VLS_UNIT_SIZE];

	fprintf(f, "set label 4 '%s: count %llu, mean %s, p50 %s, p99 %s, max %s' at graph 0,1 offset 0,1 left font ',13'\n",
		panel->what, vls_histogram_count(panel->h),
		vls_duration(mean, derived_mean(panel->h), false),
		vls_duration(p50, vls_histogram_percentile(panel->h, 50), false),
		vls_duration(p99, vls_histogram_percentile(panel->h, 99), false),
		vls_duration(max, panel->h->max, false));
}

static void draw(FILE *f, const struct panel *panel, unsigned int nr, struct range range,
		 const char *unit)
{
	bool narrow = range.last - range.first + 1 > MAX_LEVEL;

	heading(f, panel);
	/* With room for a number above the highest bar. */
	plot_y_axis(f, unit, most_of(panel->h) * (narrow ? 1.35 : 1.15), 1);
	fprintf(f, "plot $time%u using ($1-0.5):4:(0.94) with boxes fc '%s', \\\n", nr,
		panel->colour);
	fprintf(f, "     $time%u using ($1-0.5):4:5 with labels %s font ',11' textcolor '#333333'\n",
		nr, narrow ? "rotate by 90 left offset 0,0.4" : "center offset 0,0.6");
}

/* Keep the panels that have something to show. Return: how many. */
static unsigned int keep_filled(struct panel *panels, unsigned int nr, const struct plot *p)
{
	unsigned int used = 0, i;

	for (i = 0; i < nr; i++)
		if (sample_has_time(p->sum, panels[i].needs) && vls_histogram_count(panels[i].h))
			panels[used++] = panels[i];
	return used;
}

static const char *why_empty(const struct plot *p, u32 needs)
{
	if (!p->sum->snap.head.timing)
		return "no times were taken (timing=0)";
	if (sample_has_time(p->sum, needs))
		return "none in this recording";
	return "not available in this recording";
}

static void histograms(FILE *f, const char *name, const struct plot *p, const char *title,
		       const char *unit, struct panel *panels, unsigned int nr)
{
	u32 needs = panels[0].needs;
	unsigned int used = keep_filled(panels, nr, p), i;
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
		plot_empty(f, why_empty(p, needs));
	}
	plot_end(f);
}

void plot_hold(FILE *f, const char *name, const struct plot *p)
{
	const struct vls_histogram *hold = p->sum->snap.times.hold;
	const u32 needs = VLS_NEED(FOLIO_LOCK_OR_RETRY);
	struct panel panels[] = {
		{ &hold[VLS_LOCK_VMA], needs, "hold.vma", "under the VMA lock", COLOUR_VMA },
		{ &hold[VLS_LOCK_MMAP], needs, "hold.mmap", "under mmap_lock", COLOUR_MMAP },
		{ &hold[VLS_LOCK_MMAP_NOUSER], needs, "hold.mmap_nouser",
		  "under mmap_lock, not from user mode", COLOUR_NOUSER },
	};

	histograms(f, name, p, "How long a swap fault held its lock in do_swap_page()",
		   "faults", panels, ARRAY_SIZE(panels));
}

void plot_folio_wait(FILE *f, const char *name, const struct plot *p)
{
	const struct vls_histogram *wait = p->sum->snap.times.folio_wait;
	const u32 needs = VLS_NEED(FOLIO_LOCK_OR_RETRY);
	struct panel panels[] = {
		{ &wait[VLS_FOLIO_WAIT_DROPPED], needs, "folio_wait.dropped",
		  "fault lock dropped", COLOUR_DROPPED },
		{ &wait[VLS_FOLIO_WAIT_HELD], needs, "folio_wait.held", "fault lock held",
		  COLOUR_HELD },
	};

	histograms(f, name, p, "How long a swap fault waited for a folio", "waits",
		   panels, ARRAY_SIZE(panels));
}

void plot_retry_cost(FILE *f, const char *name, const struct plot *p)
{
	const struct vls_times *times = &p->sum->snap.times;
	const u32 needs = VLS_NEED(LOCK_MM_AND_FIND_VMA);
	struct panel panels[] = {
		{ &times->retry_cost, needs, "retry_cost", "total", COLOUR_COST },
		{ &times->fallback_wait, needs, "fallback_wait", "waiting for mmap_lock",
		  COLOUR_MMAP },
	};

	histograms(f, name, p, "What a retry costs: from the VMA lock dropped to mmap_lock held",
		   "retries", panels, ARRAY_SIZE(panels));
}

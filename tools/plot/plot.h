/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pictures of a recording. Each is a script of gnuplot that has its data in it:
 * a page of so many pixels, with panels one below the other.
 */
#ifndef PLOT_H
#define PLOT_H

#include <stdio.h>

#include "sample.h"
#include "steps.h"

struct plot {
	struct steps steps;
	/* Of the intervals without a reset, and where they began and ended. */
	const struct sample *sum;
	u64 first_ns;
	u64 last_ns;
	/* Of the recording, as it says. */
	const char *version;
	const char *began;
	bool truncated;
};

/* What the time of a recording is told in. */
struct plot_unit {
	double seconds;		/* in one of it */
	const char *name;
	double up_to;		/* seconds that it is good for */
};

struct picture {
	const char *name;
	void (*write)(FILE *f, const char *name, const struct plot *p);
};

/* The locks keep their colours; all differ for those who see fewer colours too. */
#define COLOUR_VMA	"#0072b2"
#define COLOUR_MMAP	"#e69f00"
#define COLOUR_NOUSER	"#009e73"
#define COLOUR_DROPPED	"#56b4e9"
#define COLOUR_HELD	"#d55e00"
#define COLOUR_COST	"#cc79a7"
#define COLOUR_GREY	"#999999"
#define COLOUR_UNKNOWN	"#dddddd"

/* In pixels. */
#define PAGE_WIDTH	900
#define PAGE_LEFT	85
#define PAGE_RIGHT	25
/* Where the title ends, and what is below the last panel: tics and a label. */
#define PAGE_TOP	62
#define PAGE_BOTTOM	62
#define LEGEND_ROW	20

double plot_seconds(u64 ns);
const struct plot_unit *plot_unit(const struct plot *p);

/* What a script begins with; plot_end() is due at its end. */
void plot_begin(FILE *f, const char *name, unsigned int height, const char *title,
		const struct plot *p);
void plot_end(FILE *f);
/* Where panel @nr is, the first being 0; @top and @bottom from the top of the page. */
void plot_panel(FILE *f, unsigned int height, unsigned int top, unsigned int bottom,
		unsigned int nr);
/* Entry @nr of the legend, two in a row below the title; a line or an area. */
void plot_legend(FILE *f, unsigned int height, unsigned int nr, const char *colour,
		 bool line, const char *text);
/* Tics at round numbers, of which @least is the closest that makes sense. */
void plot_y_axis(FILE *f, const char *label, double most, double least);
/* In a panel that has nothing to show: why. */
void plot_empty(FILE *f, const char *why);

/* Over time: share.svg and retries.svg. */
void plot_share(FILE *f, const char *name, const struct plot *p);
void plot_retries(FILE *f, const char *name, const struct plot *p);
/* Histograms: hold.svg, folio_wait.svg and retry_cost.svg. */
void plot_hold(FILE *f, const char *name, const struct plot *p);
void plot_folio_wait(FILE *f, const char *name, const struct plot *p);
void plot_retry_cost(FILE *f, const char *name, const struct plot *p);

/*
 * All of them into @dir, which is made if need be: whole pictures take the place
 * of older ones, and whatever fails leaves these. Fails with the reason.
 */
void plot_draw(const struct plot *p, const char *dir);

#endif /* PLOT_H */

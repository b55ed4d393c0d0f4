/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pictures of a recording. Each is a gnuplot script that contains its data: a page with
 * panels one below the other.
 */
#ifndef PLOT_PLOT_H
#define PLOT_PLOT_H

#include <stdio.h>

#include "data/sample.h"
#include "plot/bins.h"

struct plot {
	struct bins bins;
	/* All intervals without a reset, and the time of all intervals. */
	const struct sample *sum;
	u64 first_ns;
	u64 last_ns;
	/* What the recording says of itself. */
	const char *version;
	const char *began;
	bool truncated;
};

/* The unit of the time axis. */
struct plot_unit {
	double seconds;		/* length of the unit */
	const char *name;
	double up_to;		/* the longest recording to use it for, in seconds */
};

struct picture {
	const char *name;
	void (*write)(FILE *f, const char *name, const struct plot *p);
};

/* Each lock has the same colour everywhere; colour-blind readers can tell all apart. */
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
/* The end of the title, and what is below the last panel: tics and a label. */
#define PAGE_TOP	62
#define PAGE_BOTTOM	62
#define LEGEND_ROW	20

/**
 * plot_seconds() - nanoseconds in seconds
 * @ns: nanoseconds
 */
double plot_seconds(u64 ns);

/**
 * plot_unit() - the unit that suits the length of a recording
 * @p: the recording
 */
const struct plot_unit *plot_unit(const struct plot *p);

/**
 * plot_begin() - write the beginning of a script
 * @f: the script; plot_end() has to follow
 * @name: of the picture
 * @height: of the page, in pixels
 * @title: of the page
 * @p: the recording
 */
void plot_begin(FILE *f, const char *name, unsigned int height, const char *title,
		const struct plot *p);

/**
 * plot_end() - write the end of a script
 * @f: the script
 */
void plot_end(FILE *f);

/**
 * plot_panel() - begin a panel
 * @f: the script
 * @height: of the page, in pixels
 * @top: of the panel, in pixels from the top of the page
 * @bottom: of the panel, as @top
 * @nr: of the panel, 0 is the first
 */
void plot_panel(FILE *f, unsigned int height, unsigned int top, unsigned int bottom,
		unsigned int nr);

/**
 * plot_legend() - write an entry of the legend, two in a row below the title
 * @f: the script
 * @height: of the page, in pixels
 * @nr: of the entry, 0 is the first
 * @colour: of the line or area
 * @line: a line, or an area
 * @text: what it stands for
 */
void plot_legend(FILE *f, unsigned int height, unsigned int nr, const char *colour,
		 bool line, const char *text);

/**
 * plot_y_axis() - set the y axis, from 0, with tics at round numbers
 * @f: the script
 * @label: of the axis
 * @most: the end of the axis
 * @least: the smallest distance of tics
 */
void plot_y_axis(FILE *f, const char *label, double most, double least);

/**
 * plot_empty() - draw a panel that has nothing to show
 * @f: the script
 * @why: what to write into it
 */
void plot_empty(FILE *f, const char *why);

/**
 * plot_share() - write the script of share.svg
 * @f: the script
 * @name: of the picture
 * @p: the recording
 */
void plot_share(FILE *f, const char *name, const struct plot *p);

/** plot_retries() - write the script of retries.svg; as plot_share() */
void plot_retries(FILE *f, const char *name, const struct plot *p);
/** plot_held() - write the script of held.svg; as plot_share() */
void plot_held(FILE *f, const char *name, const struct plot *p);
/** plot_hold() - write the script of hold.svg; as plot_share() */
void plot_hold(FILE *f, const char *name, const struct plot *p);
/** plot_folio_wait() - write the script of folio_wait.svg; as plot_share() */
void plot_folio_wait(FILE *f, const char *name, const struct plot *p);
/** plot_retry_cost() - write the script of retry_cost.svg; as plot_share() */
void plot_retry_cost(FILE *f, const char *name, const struct plot *p);

/**
 * plot_draw() - draw all pictures
 * @p: the recording
 * @dir: is made if it does not exist
 *
 * Complete pictures replace older ones. Fails with the status that says why, and leaves
 * the older ones then.
 */
void plot_draw(const struct plot *p, const char *dir);

#endif /* PLOT_PLOT_H */

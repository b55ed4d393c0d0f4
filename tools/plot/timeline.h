/* SPDX-License-Identifier: GPL-2.0-only */
/* What the panels over the time of the recording have in common. */
#ifndef PLOT_TIMELINE_H
#define PLOT_TIMELINE_H

#include "plot/plot.h"

/* Room above the highest value. */
#define TIMELINE_HEADROOM	1.05

/**
 * timeline_data() - write the data of a picture, $bins
 * @f: the script
 * @p: the recording
 * @known: says of a bin whether it has numbers
 * @columns: writes those of a bin, each after a blank
 *
 * Two rows for each bin, its begin and its end: seconds, length of the bin, and what
 * @columns writes. A blank line where the next bin is not known, so that a curve ends there.
 */
void timeline_data(FILE *f, const struct plot *p, bool (*known)(const struct bin *bin),
		   void (*columns)(FILE *f, const struct bin *bin));

/**
 * timeline_axis() - set the time axis, and mark on it what is not known
 * @f: the script
 * @p: the recording
 * @known: as of timeline_data()
 */
void timeline_axis(FILE *f, const struct plot *p, bool (*known)(const struct bin *bin));

/**
 * timeline_label() - label the time axis, in the last panel of a page
 * @f: the script
 * @p: the recording
 */
void timeline_label(FILE *f, const struct plot *p);

/**
 * timeline_legend_resets() - write the entry of the legend for resets, if there are any
 * @f: the script
 * @height: of the page, in pixels
 * @nr: of the entry
 * @p: the recording
 *
 * Return: 1 if there is one, else 0.
 */
unsigned int timeline_legend_resets(FILE *f, unsigned int height, unsigned int nr,
				    const struct plot *p);

/**
 * timeline_most() - the highest rate of all bins
 * @p: the recording
 * @events: those of a bin
 *
 * Return: per second.
 */
double timeline_most(const struct plot *p, double (*events)(const struct bin *bin));

#endif /* PLOT_TIMELINE_H */

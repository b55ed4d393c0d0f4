// SPDX-License-Identifier: GPL-2.0-only
/* What all gnuplot scripts have in common. */
#include <stdio.h>

#include "lib/util.h"
#include "plot/plot.h"

/* In pixels: the label of the y axis, and the legend. */
#define LABEL_MIDDLE	16.0
#define SAMPLE_WIDTH	26.0
#define SAMPLE_HEIGHT	11.0
#define SAMPLE_GAP	8.0
/* Smaller tags are for the labels of a panel. */
#define LEGEND_TAG	10

/* Longer recordings are shown in longer units. */
static const struct plot_unit units[] = {
	{ 1,		"s",	600 },
	{ 60,		"min",	3 * 3600 },
	{ 3600,		"h",	4 * 86400 },
	{ 86400,	"days",	~0ULL },
};

double plot_seconds(u64 ns)
{
	return (double)ns / NSEC_PER_SEC;
}

const struct plot_unit *plot_unit(const struct plot *p)
{
	const struct plot_unit *unit = units;

	while (plot_seconds(p->last_ns - p->first_ns) > unit->up_to)
		unit++;
	return unit;
}

void plot_begin(FILE *f, const char *name, unsigned int height, const char *title,
		const struct plot *p)
{
	fprintf(f, "# \"gnuplot %s.gp\" draws %s.svg. vmalockstat replaces both: change a copy.\n",
		name, name);
	fputs("reset\n"
	      "set encoding utf8\n", f);
	fprintf(f, "set terminal svg noenhanced size %u,%u font 'Arial,Helvetica,DejaVu Sans,sans-serif,14' background '#ffffff' name '%s'\n",
		PAGE_WIDTH, height, name);
	fprintf(f, "set output '%s.svg'\n", name);
	fputs("set border 3 lc '#666666'\n"
	      "set tics nomirror out scale 0.6\n"
	      "set xtics offset 0,0.3\n"
	      "set xlabel offset 0,0.5\n"
	      "set grid ytics back lt 1 lc '#e5e5e5'\n"
	      "set style fill solid noborder\n"
	      "unset key\n", f);
	fprintf(f, "set lmargin at screen %.4f\nset rmargin at screen %.4f\n",
		(double)PAGE_LEFT / PAGE_WIDTH, 1 - (double)PAGE_RIGHT / PAGE_WIDTH);
	fputs("set multiplot\n", f);
	fprintf(f, "set label 1 '%s' at screen 0.5,%.4f center font ',18'\n", title,
		1 - 24.0 / height);
	fprintf(f, "set label 2 'system-wide, recorded by vmalockstat %s from %s on, %.1f %s%s' at screen 0.5,%.4f center textcolor '#555555'\n",
		p->version, p->began,
		plot_seconds(p->last_ns - p->first_ns) / plot_unit(p)->seconds,
		plot_unit(p)->name, p->truncated ? ", truncated" : "", 1 - 47.0 / height);
}

void plot_end(FILE *f)
{
	fputs("unset multiplot\n"
	      "unset output\n", f);
}

void plot_panel(FILE *f, unsigned int height, unsigned int top, unsigned int bottom,
		unsigned int nr)
{
	/* Only the first panel has the title and the legend. */
	if (nr)
		fputs("\nunset label\nunset arrow\n", f);
	fprintf(f, "\nset tmargin at screen %.4f\nset bmargin at screen %.4f\n",
		1 - (double)top / height, 1 - (double)bottom / height);
}

void plot_legend(FILE *f, unsigned int height, unsigned int nr, const char *colour,
		 bool line, const char *text)
{
	double left = PAGE_LEFT + nr % 2 * (PAGE_WIDTH - PAGE_LEFT - PAGE_RIGHT) / 2.0;
	double middle = PAGE_TOP + LEGEND_ROW * (nr / 2 + 0.5);
	double right = left + SAMPLE_WIDTH;

	if (line)
		fprintf(f, "set arrow from screen %.4f,%.4f to screen %.4f,%.4f nohead lw 2 lc '%s'\n",
			left / PAGE_WIDTH, 1 - middle / height, right / PAGE_WIDTH,
			1 - middle / height, colour);
	else
		fprintf(f, "set object rectangle from screen %.4f,%.4f to screen %.4f,%.4f fc '%s' fs noborder\n",
			left / PAGE_WIDTH, 1 - (middle - SAMPLE_HEIGHT / 2) / height,
			right / PAGE_WIDTH, 1 - (middle + SAMPLE_HEIGHT / 2) / height, colour);
	fprintf(f, "set label %u '%s' at screen %.4f,%.4f left\n", LEGEND_TAG + nr, text,
		(right + SAMPLE_GAP) / PAGE_WIDTH, 1 - middle / height);
}

/* 1, 2 or 5 times a power of ten, so that there are at most five up to @most. */
static double round_step(double most, double least)
{
	double raw = most / 5, step = 1;

	while (step >= raw)
		step /= 10;
	while (step * 10 < raw)
		step *= 10;
	if (step * 2 >= raw)
		step *= 2;
	else if (step * 5 >= raw)
		step *= 5;
	else
		step *= 10;
	return step < least ? least : step;
}

void plot_y_axis(FILE *f, const char *label, double most, double least)
{
	static const char *const prefixes[] = { "", " k", " M", " G", " T", " P", " E" };
	double step = round_step(most, least), unit = 1;
	unsigned int prefix = 0, i;

	for (; most / unit >= 10000 && prefix < ARRAY_SIZE(prefixes) - 1; prefix++)
		unit *= 1000;
	/* gnuplot's own label would move with the width of the tics. */
	fprintf(f, "set label 3 '%s' at screen %.4f, graph 0.5 center rotate\n", label,
		LABEL_MIDDLE / PAGE_WIDTH);
	fprintf(f, "set yrange [0:%.6g]\nset ytics (", most);
	for (i = 0; i * step <= most; i++)
		fprintf(f, "%s'%g%s' %.6g", i ? ", " : "", i * step / unit,
			i ? prefixes[prefix] : "", i * step);
	fputs(")\n", f);
}

void plot_empty(FILE *f, const char *why)
{
	fputs("unset ytics\nset yrange [0:1]\n", f);
	fprintf(f, "set label 5 '%s' at graph 0.5,0.5 center textcolor '#555555'\n", why);
	fputs("plot NaN notitle\n"
	      "unset label 5\n", f);
}

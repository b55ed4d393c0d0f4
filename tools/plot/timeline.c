// SPDX-License-Identifier: GPL-2.0-only
#include "lib/util.h"
#include "plot/timeline.h"

/* Pixels. */
#define LEAST_MARK	2

static void row(FILE *f, const struct bin *bin, u64 at_ns,
		void (*columns)(FILE *f, const struct bin *bin))
{
	u64 length = bin->to_ns - bin->from_ns;

	fprintf(f, "%llu.%09llu %llu.%09llu", at_ns / NSEC_PER_SEC, at_ns % NSEC_PER_SEC,
		length / NSEC_PER_SEC, length % NSEC_PER_SEC);
	columns(f, bin);
	putc('\n', f);
}

void timeline_data(FILE *f, const struct plot *p, bool (*known)(const struct bin *bin),
		   void (*columns)(FILE *f, const struct bin *bin))
{
	size_t i;

	fputs("$bins << EOD\n", f);
	for (i = 0; i < p->bins.nr; i++) {
		const struct bin *bin = &p->bins.bin[i];

		if (!known(bin)) {
			putc('\n', f);
			continue;
		}
		row(f, bin, bin->from_ns, columns);
		row(f, bin, bin->to_ns, columns);
	}
	fputs("EOD\n", f);
}

/* At least LEAST_MARK pixels wide, so that it can be seen. */
static void mark(FILE *f, const struct plot *p, const struct bin *bin)
{
	double from = plot_seconds(bin->from_ns), to = plot_seconds(bin->to_ns);
	double least = plot_seconds(p->last_ns - p->first_ns) * LEAST_MARK /
		       (PAGE_WIDTH - PAGE_LEFT - PAGE_RIGHT);

	if (to - from < least) {
		from = (from + to - least) / 2;
		to = from + least;
	}
	fprintf(f, "set object rectangle from %.9g/unit,graph 0 to %.9g/unit,graph 1 front fc '" COLOUR_UNKNOWN "' fs noborder\n",
		from, to);
}

void timeline_axis(FILE *f, const struct plot *p, bool (*known)(const struct bin *bin))
{
	size_t i;

	fprintf(f, "unit = %g\nset xrange [%.9g/unit:%.9g/unit]\n", plot_unit(p)->seconds,
		plot_seconds(p->first_ns), plot_seconds(p->last_ns));
	for (i = 0; i < p->bins.nr; i++)
		if (!known(&p->bins.bin[i]))
			mark(f, p, &p->bins.bin[i]);
}

void timeline_label(FILE *f, const struct plot *p)
{
	fprintf(f, "set format x '%%g'\nset xlabel 'time since the recording began (%s)'\n",
		plot_unit(p)->name);
}

unsigned int timeline_legend_resets(FILE *f, unsigned int height, unsigned int nr,
				    const struct plot *p)
{
	if (!p->bins.resets)
		return 0;
	plot_legend(f, height, nr, COLOUR_UNKNOWN, false, "the counters were reset: unknown");
	return 1;
}

double timeline_most(const struct plot *p, double (*events)(const struct bin *bin))
{
	double most = 0, rate;
	size_t i;

	for (i = 0; i < p->bins.nr; i++) {
		const struct bin *bin = &p->bins.bin[i];

		if (bin->reset || bin->to_ns == bin->from_ns)
			continue;
		rate = events(bin) / plot_seconds(bin->to_ns - bin->from_ns);
		if (rate > most)
			most = rate;
	}
	return most;
}

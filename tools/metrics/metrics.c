// SPDX-License-Identifier: GPL-2.0-only
/*
 * How the lines of metrics are written. Every histogram has all of its buckets,
 * always, so that no series comes or goes.
 */
#include <string.h>

#include "facts.h"
#include "families.h"
#include "metrics.h"
#include "util.h"

#define PREFIX		VLS_NAME "_"

/* The bounds of buckets are powers of two, in nanoseconds: 1.024 us to 17.2 s. */
#define FIRST_BOUND	10
#define LAST_BOUND	34

static void head(FILE *f, const struct family *family, bool strict)
{
	static const char *const types[] = {
		[FAMILY_COUNTER] = "counter",
		[FAMILY_GAUGE] = "gauge",
		[FAMILY_HISTOGRAM] = "histogram",
	};
	const char *suffix = strict ? "" : family_suffix(family);

	fprintf(f, "# HELP " PREFIX "%s%s %s\n", family->name, suffix, family->help);
	fprintf(f, "# TYPE " PREFIX "%s%s %s\n", family->name, suffix,
		types[family->type]);
	if (family->type == FAMILY_HISTOGRAM)
		fprintf(f, "# UNIT " PREFIX "%s seconds\n", family->name);
}

/* The part of a line before its number; @le is a bound, or NULL. */
static void series(FILE *f, const struct family *family, const char *suffix,
		   const struct labels *labels, const char *le)
{
	const char *before = "{";
	unsigned int i;

	fprintf(f, PREFIX "%s%s", family->name, suffix);
	for (i = 0; i < labels->nr; i++, before = ",")
		fprintf(f, "%s%s=\"%.*s\"", before, family->labels[i],
			(int)labels->length[i], labels->value[i]);
	if (le) {
		fprintf(f, "%sle=\"%s\"", before, le);
		before = ",";
	}
	fputs(*before == ',' ? "} " : " ", f);
}

static void gauge(FILE *f, const char *name, const char *help, u64 n, bool strict)
{
	const struct family family = { .name = name, .help = help, .type = FAMILY_GAUGE };
	const struct labels none = { .nr = 0 };

	head(f, &family, strict);
	series(f, &family, "", &none, NULL);
	fprintf(f, "%llu\n", n);
}

static void info(FILE *f, bool strict)
{
	const char *suffix = strict ? "" : "_info";

	fprintf(f, "# HELP " VLS_NAME "%s The command, and the format that it knows.\n", suffix);
	fprintf(f, "# TYPE " VLS_NAME "%s %s\n", suffix, strict ? "info" : "gauge");
	fprintf(f, VLS_NAME "_info{version=\"%s\",format=\"%d\"} 1\n", VLS_VERSION, VLS_FORMAT);
}

static void counters(FILE *f, const struct sample *s, const struct family *family,
		     bool strict)
{
	struct labels labels;
	bool begun = false;
	size_t i;

	for (i = 0; i < s->nr_counters; i++) {
		if (family_of_counter(s->counters[i].name, &labels) != family)
			continue;
		if (!begun)
			head(f, family, strict);
		begun = true;
		series(f, family, family_suffix(family), &labels, NULL);
		fprintf(f, "%llu\n", s->counters[i].n);
	}
}

static void histogram(FILE *f, const struct family *family,
		      const struct labels *labels, const struct timed *time)
{
	unsigned int i, bound;
	u64 count = 0;
	char le[32];

	/*
	 * A time of a whole number of nanoseconds below the bound was no longer
	 * than the bound.
	 */
	for (i = 0, bound = FIRST_BOUND; bound <= LAST_BOUND; bound++) {
		for (; i <= bound; i++)
			count += time->h.bucket[i];
		snprintf(le, sizeof(le), "%.12g", (double)vls_bucket_upper(bound) / NSEC_PER_SEC);
		series(f, family, "_bucket", labels, le);
		fprintf(f, "%llu\n", count);
	}
	series(f, family, "_bucket", labels, "+Inf");
	fprintf(f, "%llu\n", time_count(time));
	series(f, family, "_sum", labels, NULL);
	fprintf(f, "%llu.%09llu\n", time->h.sum / NSEC_PER_SEC, time->h.sum % NSEC_PER_SEC);
	series(f, family, "_count", labels, NULL);
	fprintf(f, "%llu\n", time_count(time));
}

static void times(FILE *f, const struct sample *s, const struct family *family,
		  bool strict)
{
	struct labels labels;
	bool begun = false;
	size_t i;

	for (i = 0; i < s->nr_times; i++) {
		if (family_of_time(s->times[i].name, &labels) != family)
			continue;
		if (!begun)
			head(f, family, strict);
		begun = true;
		histogram(f, family, &labels, &s->times[i]);
	}
}

static void begin(FILE *f, int status, bool strict)
{
	info(f, strict);
	gauge(f, "up", "Whether the module's files could be read.", !status, strict);
	gauge(f, "exit_status", "What the command ended with; vmalockstat(8) tells them all.",
	      status, strict);
}

void metrics_print(FILE *f, const struct sample *s, bool strict)
{
	const struct family *family;

	begin(f, 0, strict);
	gauge(f, "timing", "Whether the module takes times.", s->timing, strict);
	for (family = families_counters; family->name; family++)
		counters(f, s, family, strict);
	for (family = families_times; family->name; family++)
		times(f, s, family, strict);
	fputs("# EOF\n", f);
}

void metrics_print_down(FILE *f, int status, bool strict)
{
	begin(f, status, strict);
	fputs("# EOF\n", f);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The metrics come from the table: the name of an entry is that of its metric, with
 * underscores, and its sets are the labels.
 */
#include <string.h>

#include "data/names.h"
#include "lib/util.h"
#include "metrics/metrics.h"
#include "metrics/writer.h"
#include "vmalockstat/limits.h"

/* The help of several entries together. */
#define HELP_SIZE	1024

static struct metrics_labels one_label(const char *name, const char *value)
{
	return (struct metrics_labels){ .label = { { name, value } }, .nr = 1 };
}

static void print_gauge(FILE *f, const struct metrics_definition *metric, u64 n, bool strict)
{
	const struct metrics_labels no_labels = { .nr = 0 };

	metrics_head(f, metric, strict);
	metrics_value(f, metric, &no_labels, n);
}

static void gauge(FILE *f, const char *name, const char *help, u64 n, bool strict)
{
	struct metrics_definition metric = { .help = help, .type = METRICS_GAUGE };

	snprintf(metric.name, sizeof(metric.name), VLS_NAME "_%s", name);
	print_gauge(f, &metric, n, strict);
}

static void since_reset(FILE *f, const struct vls_header *head, bool strict)
{
	const struct metrics_definition metric = {
		.name = VLS_NAME "_since_reset_seconds",
		.help = "Time since the last reset of the counters.",
		.type = METRICS_GAUGE,
		.seconds = true,
	};

	print_gauge(f, &metric, head->since_reset_ns, strict);
}

/* What is there, of each kind, as series of value 1. */
static void state(FILE *f, const struct vls_header *head, bool strict)
{
	struct metrics_definition metric = {
		.name = VLS_NAME "_experiment",
		.help = "1 for the experiment that is active.",
		.type = METRICS_GAUGE,
	};
	struct metrics_labels labels;
	unsigned int i;

	metrics_head(f, &metric, strict);
	labels = one_label("name", vls_experiment_name(head->experiment));
	metrics_value(f, &metric, &labels, 1);

	metric = (struct metrics_definition){
		.name = VLS_NAME "_hook",
		.help = "1 for the state of a hook.",
		.type = METRICS_GAUGE,
	};
	metrics_head(f, &metric, strict);
	for (i = 0; i < VLS_HOOK_NR; i++) {
		labels = one_label("hook", vls_hook_id_name(i));
		labels.label[labels.nr++] = (struct metrics_label){
			"state", vls_hook_state_name(head->hooks[i])
		};
		metrics_value(f, &metric, &labels, 1);
	}
}

/* A name that ends in its unit, which is another one here: hold_ns becomes hold_time. */
#define NS_SUFFIX	"_ns"

/* The name of the metric that an entry is in. */
static void define(struct metrics_definition *metric, const struct vls_entry *entry,
		   bool histogram)
{
	size_t length = strlen(entry->name), suffix = strlen(NS_SUFFIX);
	bool ns = length > suffix && !strcmp(entry->name + length - suffix, NS_SUFFIX);
	char *c;

	memset(metric, 0, sizeof(*metric));
	metric->seconds = entry->unit == VLS_NANOSECONDS;
	snprintf(metric->name, sizeof(metric->name), VLS_NAME "_%.*s%s%s",
		 (int)(ns ? length - suffix : length), entry->name, ns ? "_time" : "",
		 metric->seconds ? "_seconds" : "");
	for (c = metric->name; *c; c++)
		if (*c == '.')
			*c = '_';
	metric->help = entry->help;
	metric->type = histogram ? METRICS_HISTOGRAM :
		       entry->kind == VLS_GAUGE ? METRICS_GAUGE : METRICS_COUNTER;
}

static void labels_of(struct metrics_labels *labels, const struct name *name)
{
	unsigned int label[VLS_ENTRY_SETS], i;

	vls_entry_labels(name->entry, name->label, label);
	labels->nr = 0;
	for (i = 0; i < VLS_ENTRY_SETS && name->entry->sets[i] != VLS_SET_NONE; i++) {
		const struct vls_set *set = &vls_sets[name->entry->sets[i]];

		labels->label[labels->nr++] = (struct metrics_label){
			set->label, set->labels[label[i]].name
		};
	}
}

/* The two halves of the table. */
struct half {
	const struct vls_entry *entries;
	unsigned int nr;
	bool histograms;
};

static bool available(const struct half *half, const struct sample *s, unsigned int i)
{
	if (half->histograms)
		return sample_has_time(s, names_time(i)->needs);
	return vls_available(&s->snap.head, names_counter(i)->needs);
}

static void series_of(FILE *f, const struct half *half, const struct sample *s,
		      const struct metrics_definition *metric, const struct vls_entry *entry)
{
	struct metrics_labels labels;
	unsigned int i;

	for (i = entry->first; i < entry->first + entry->nr; i++) {
		if (!available(half, s, i))
			continue;
		labels_of(&labels, half->histograms ? names_time(i) : names_counter(i));
		if (half->histograms)
			metrics_histogram(f, metric, &labels, &sample_times(s)[i]);
		else
			metrics_value(f, metric, &labels, sample_cells(s)[i]);
	}
}

/* Is the entry, or any part of it, available? */
static bool entry_available(const struct half *half, const struct sample *s,
			    const struct vls_entry *entry)
{
	unsigned int i;

	for (i = entry->first; i < entry->first + entry->nr; i++)
		if (available(half, s, i))
			return true;
	return false;
}

/*
 * Entries of the same name are one metric, and have to be one block of lines. Return: is
 * there anything of it?
 */
static bool help_of(char *help, const struct half *half, const struct sample *s,
		    const struct vls_entry *first)
{
	const struct vls_entry *entry;
	size_t used = 0;

	for (entry = first; entry < half->entries + half->nr && used < HELP_SIZE; entry++)
		if (!strcmp(entry->name, first->name) && entry_available(half, s, entry))
			used += snprintf(help + used, HELP_SIZE - used, "%s%s",
					 used ? " " : "", entry->help);
	return used;
}

static bool is_first(const struct half *half, const struct vls_entry *entry)
{
	const struct vls_entry *before;

	for (before = half->entries; before < entry; before++)
		if (!strcmp(before->name, entry->name))
			return false;
	return true;
}

static void print_half(FILE *f, const struct half *half, const struct sample *s, bool strict)
{
	const struct vls_entry *end = half->entries + half->nr, *entry, *other;
	struct metrics_definition metric;
	char help[HELP_SIZE];

	for (entry = half->entries; entry < end; entry++) {
		if (!is_first(half, entry) || !help_of(help, half, s, entry))
			continue;
		define(&metric, entry, half->histograms);
		metric.help = help;
		metrics_head(f, &metric, strict);
		for (other = entry; other < end; other++)
			if (!strcmp(other->name, entry->name))
				series_of(f, half, s, &metric, other);
	}
}

/* What the table does not have. */
static void print_new(FILE *f, const struct sample *s, bool strict)
{
	const struct metrics_definition counters = {
		.name = VLS_NAME "_other",
		.help = "Counters of a module that is newer than this command.",
		.type = METRICS_COUNTER,
	}, times = {
		.name = VLS_NAME "_other_seconds",
		.help = "Times of a module that is newer than this command.",
		.type = METRICS_HISTOGRAM,
		.seconds = true,
	};
	struct metrics_labels labels;
	size_t i;

	if (s->nr_new_counters)
		metrics_head(f, &counters, strict);
	for (i = 0; i < s->nr_new_counters; i++) {
		labels = one_label("name", s->new_counters[i].name);
		metrics_value(f, &counters, &labels, s->new_counters[i].n);
	}
	if (s->nr_new_times)
		metrics_head(f, &times, strict);
	for (i = 0; i < s->nr_new_times; i++) {
		labels = one_label("name", s->new_times[i].name);
		metrics_histogram(f, &times, &labels, &s->new_times[i].h);
	}
}

static void begin(FILE *f, const char *kernel, enum exit_status status, bool strict)
{
	metrics_info(f, kernel, strict);
	gauge(f, "up", "Whether the files of the module could be read.", !status, strict);
	gauge(f, "exit_status", "Exit status of the command; see vmalockstat(8).", status,
	      strict);
}

void metrics_print(FILE *f, const struct sample *s, bool strict)
{
	const struct vls_header *head = &s->snap.head;
	const struct half counters = { vls_counter_entries, vls_counter_entries_nr, false };
	const struct half times = { vls_time_entries, vls_time_entries_nr, true };

	begin(f, head->kernel, STATUS_SUCCESS, strict);
	gauge(f, "counting", "Whether the module counts (enabled=1).", head->counting, strict);
	gauge(f, "timing", "Whether the module takes times (timing=1).", head->timing, strict);
	since_reset(f, head, strict);
	state(f, head, strict);
	print_half(f, &counters, s, strict);
	print_half(f, &times, s, strict);
	print_new(f, s, strict);
	fputs("# EOF\n", f);
}

void metrics_print_down(FILE *f, enum exit_status status, bool strict)
{
	begin(f, NULL, status, strict);
	fputs("# EOF\n", f);
}

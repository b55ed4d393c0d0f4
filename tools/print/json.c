// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "data/derived.h"
#include "lib/util.h"
#include "print/json.h"
#include "vmalockstat/limits.h"

void json_begin(FILE *f, const char *type)
{
	/* Strings that need escapes are printed by json_string() alone. */
	fprintf(f, "{\"vmalockstat\":\"%s\",\"format\":%d,\"type\":\"%s\"",
		VLS_VERSION, VLS_FORMAT, type);
}

void json_end(FILE *f)
{
	fputs("}\n", f);
}

void json_seconds(FILE *f, const char *name, u64 ns)
{
	fprintf(f, ",\"%s\":%llu.%09llu", name, ns / NSEC_PER_SEC, ns % NSEC_PER_SEC);
}

void json_number(FILE *f, const char *name, u64 n)
{
	fprintf(f, ",\"%s\":%llu", name, n);
}

void json_bool(FILE *f, const char *name, bool is)
{
	fprintf(f, ",\"%s\":%s", name, is ? "true" : "false");
}

/*
 * How many bytes of a UTF-8 character begin here, 0 if that is none. The second
 * byte has narrower bounds after some of the first ones.
 */
static unsigned int utf8_length(const unsigned char *s)
{
	unsigned int length, i;
	unsigned char low = 0x80, high = 0xbf;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	length = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (s[0] == 0xe0)
		low = 0xa0;
	else if (s[0] == 0xed)
		high = 0x9f;
	else if (s[0] == 0xf0)
		low = 0x90;
	else if (s[0] == 0xf4)
		high = 0x8f;
	for (i = 1; i < length; i++, low = 0x80, high = 0xbf)
		if (s[i] < low || s[i] > high)
			return 0;
	return length;
}

void json_string(FILE *f, const char *string)
{
	const unsigned char *s = (const unsigned char *)string;

	putc('"', f);
	while (*s) {
		unsigned int length = utf8_length(s);

		if (*s == '"' || *s == '\\')
			fprintf(f, "\\%c", *s);
		else if (*s < ' ' || *s == 0x7f)
			fprintf(f, "\\u%04x", *s);
		else if (!length)
			fputs("\\ufffd", f);
		else
			fwrite(s, 1, length, f);
		s += length ? length : 1;
	}
	putc('"', f);
}

void json_strings(FILE *f, const char *name, char *const *strings)
{
	const char *comma = "";

	fprintf(f, ",\"%s\":[", name);
	for (; *strings; strings++, comma = ",") {
		fputs(comma, f);
		json_string(f, *strings);
	}
	putc(']', f);
}

void json_header(FILE *f, const struct vls_header *head)
{
	unsigned int i;

	fprintf(f, ",\"kernel\":\"%s\",\"experiment\":\"%s\"", head->kernel,
		vls_experiment_name(head->experiment));
	json_bool(f, "vma_lock", head->vma_lock);
	json_bool(f, "run_delay", head->run_delay);
	json_bool(f, "counting", head->counting);
	fputs(",\"hooks\":{", f);
	for (i = 0; i < VLS_HOOK_NR; i++)
		fprintf(f, "%s\"%s\":\"%s\"", i ? "," : "", vls_hook_id_name(i),
			vls_hook_state_name(head->hooks[i]));
	putc('}', f);
}

static void print_time(FILE *f, const struct sample_time *time)
{
	static const unsigned int percents[] = { 50, 90, 99 };
	const char *comma = "";
	unsigned int i;

	fprintf(f, "\"%s\":{\"count\":%llu,\"sum_ns\":%llu,\"max_ns\":%llu,\"max_exact\":%s",
		time->name, vls_histogram_count(time->h), time->h->sum, time->h->max,
		time->max_exact ? "true" : "false");
	if (vls_histogram_count(time->h)) {
		json_number(f, "mean_ns", derived_mean(time->h));
		for (i = 0; i < ARRAY_SIZE(percents); i++)
			fprintf(f, ",\"p%u_ns\":%llu", percents[i],
				vls_histogram_percentile(time->h, percents[i]));
	}
	fputs(",\"buckets\":[", f);
	for (i = 0; i < VLS_BUCKETS; i++) {
		if (!time->h->bucket[i])
			continue;
		fprintf(f, "%s[%llu,%llu,%llu]", comma, vls_bucket_lower(i),
			vls_bucket_upper(i), time->h->bucket[i]);
		comma = ",";
	}
	fputs("]}", f);
}

void json_latency(FILE *f, const struct sample *s,
		  bool (*wanted)(const struct sample_time *time, char *const *names),
		  char *const *names)
{
	const char *comma = "";
	struct sample_time time;
	size_t at = 0;

	json_bool(f, "timing", s->snap.head.timing);
	fputs(",\"latency\":{", f);
	while (sample_next_time(s, &at, &time)) {
		if (wanted && !wanted(&time, names))
			continue;
		fputs(comma, f);
		print_time(f, &time);
		comma = ",";
	}
	putc('}', f);
}

void json_sample(FILE *f, const struct sample *s)
{
	struct sample_counter counter;
	const char *comma = "";
	size_t at = 0;

	json_header(f, &s->snap.head);
	fputs(",\"counters\":{", f);
	while (sample_next_counter(s, &at, &counter)) {
		fprintf(f, "%s\"%s\":%llu", comma, counter.name, counter.n);
		comma = ",";
	}
	putc('}', f);
	json_latency(f, s, NULL, NULL);
}

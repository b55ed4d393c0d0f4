// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sample without its end is not used, so that a recording that was cut short by a full
 * disk or a crash has complete samples only.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/header.h"
#include "data/parse.h"
#include "data/recording.h"
#include "lib/util.h"

/* No file of the module has that many lines, and no line is that long. */
#define MAX_LINES	10000
#define MAX_TEXT	(256 * 1024)

static _Noreturn void malformed(const struct recording *r, const char *what,
				const char *expected)
{
	struct text t = { .origin = r->name, .line = r->line };
	char quote[TEXT_QUOTE_SIZE];

	text_fail(&t, "%s: expected %s", text_quote(quote, what), expected);
}

/* The next line without its newline; NULL where the file is cut. */
static char *next_line(struct recording *r)
{
	ssize_t n;

	errno = 0;
	n = getline(&r->text, &r->size, r->f);
	if (n < 0 && ferror(r->f))
		lib_fail(STATUS_FAILURE, "cannot read %s: %s", r->name, strerror(errno));
	if (n <= 0 || r->text[n - 1] != '\n') {
		r->truncated = true;
		return NULL;
	}
	r->line++;
	r->text[n - 1] = '\0';
	if (strlen(r->text) != (size_t)n - 1)
		malformed(r, r->text, "text without a byte 0");
	return r->text;
}

static bool is_line(const char *line, const char *name)
{
	size_t length = strlen(name);

	return !strncmp(line, name, length) && line[length] == ' ';
}

/* The @nr numbers of a line of @name; false if there is no more line. */
static bool numbers(struct recording *r, char *line, const char *name, u64 *n,
		    unsigned int nr)
{
	struct text t = { .origin = r->name, .line = r->line };
	char expected[64], quote[TEXT_QUOTE_SIZE], *words[4];
	unsigned int i;

	if (!line)
		return false;
	text_quote(quote, line);
	snprintf(expected, sizeof(expected), "the line '%s' with %u number%s", name, nr,
		 nr == 1 ? "" : "s");
	if (!is_line(line, name) || text_words(line, words, 4) != nr + 1)
		text_fail(&t, "%s: expected %s", quote, expected);
	for (i = 0; i < nr; i++)
		n[i] = text_number(&t, words[i + 1]);
	return true;
}

/* A number that has to be @wanted. */
static void check_number(struct recording *r, const char *name, u64 n, u64 wanted)
{
	struct text t = { .origin = r->name, .line = r->line };

	if (n != wanted)
		text_fail(&t, "%s %llu: expected %llu", name, n, wanted);
}

/* The lines of a file of the module, to be freed; NULL where the file is cut. */
static char *file_text(struct recording *r, char *head, const char *name)
{
	size_t used = 0, length;
	char *text = NULL, *line;
	u64 lines;

	if (!numbers(r, head, name, &lines, 1))
		return NULL;
	if (lines > MAX_LINES)
		malformed(r, name, "fewer lines");
	text = lib_strdup("");
	while (lines--) {
		line = next_line(r);
		if (!line) {
			free(text);
			return NULL;
		}
		length = strlen(line);
		if (used + length > MAX_TEXT)
			malformed(r, name, "less text");
		text = lib_resize(text, used + length + 2, 1);
		memcpy(text + used, line, length);
		memcpy(text + used + length, "\n", 2);
		used += length + 1;
	}
	return text;
}

static void parse_sample(struct recording *r, struct sample *s, char *counters,
			 unsigned long counters_line, char *latency,
			 unsigned long latency_line)
{
	struct text text = { .at = counters, .origin = r->name, .line = counters_line };
	struct vls_header head;
	const char *difference;

	memset(&head, 0, sizeof(head));
	parse_counters(s, &text);
	text = (struct text){ .at = latency, .origin = r->name, .line = latency_line };
	parse_latency(s, &head, &text);
	difference = header_difference(&s->snap.head, &head);
	if (!difference && !header_same_reset(&s->snap.head, &head))
		difference = "since_reset_ns";
	if (difference)
		lib_fail(STATUS_MALFORMED, "%s: counters and latency of sample %lu differ in their lines '%s': expected the same",
			 r->name, r->nr + 1, difference);
}

/* What stands between "sample" and "end"; false where the file is cut short. */
static bool read_sample(struct recording *r, struct sample *s)
{
	unsigned long counters_line = r->line + 1, latency_line;
	char *counters, *latency;
	bool complete = false;
	u64 nr;

	counters = file_text(r, next_line(r), "counters");
	if (!counters)
		return false;
	latency_line = r->line + 1;
	latency = file_text(r, next_line(r), "latency");
	if (latency && numbers(r, next_line(r), "end", &nr, 1)) {
		check_number(r, "end", nr, r->nr + 1);
		parse_sample(r, s, counters, counters_line, latency, latency_line);
		complete = true;
	}
	free(counters);
	free(latency);
	return complete;
}

/* The time of a sample is that of its files. */
static void check_time(struct recording *r, const struct sample *s)
{
	u64 ns = s->snap.head.taken_ns - r->first_taken_ns;

	if (s->ns != ns)
		lib_fail(STATUS_MALFORMED, "%s: sample %lu at %llu: expected %lld by its line 'taken_ns'",
			 r->name, r->nr + 1, s->ns, (long long)ns);
}

bool recording_next(struct recording *r, struct sample *s)
{
	char *line = next_line(r);
	u64 n[2];

	sample_init(s);
	if (!line)
		return false;
	if (is_line(line, "stopped")) {
		numbers(r, line, "stopped", n, 1);
		r->stopped = true;
		if (next_line(r))
			malformed(r, r->text, "nothing after the line 'stopped'");
		r->truncated = false;
		return false;
	}
	numbers(r, line, "sample", n, 2);
	check_number(r, "sample", n[0], r->nr + 1);
	s->ns = n[1];
	if (!read_sample(r, s)) {
		sample_free(s);
		return false;
	}
	if (!r->nr)
		r->first_taken_ns = s->snap.head.taken_ns;
	check_time(r, s);
	r->nr++;
	return true;
}

void recording_open(struct recording *r, const char *name)
{
	char *line;
	u64 format;

	memset(r, 0, sizeof(*r));
	r->name = strcmp(name, "-") ? name : "stdin";
	r->f = strcmp(name, "-") ? fopen(name, "re") : stdin;
	if (!r->f)
		lib_fail(errno == EACCES ? STATUS_PERMISSION : STATUS_FAILURE,
		     "cannot read %s: %s", name, strerror(errno));
	line = next_line(r);
	if (!line || !is_line(line, "vmalockstat-recording"))
		lib_fail(STATUS_MALFORMED, "%s: not a recording: expected the line 'vmalockstat-recording'",
			 r->name);
	numbers(r, line, "vmalockstat-recording", &format, 1);
	if (format != RECORDING_FORMAT)
		lib_fail(STATUS_FORMAT, "%s: unknown format %llu of the recording: this vmalockstat reads format %d",
			 r->name, format, RECORDING_FORMAT);
	line = next_line(r);
	if (!line || sscanf(line, "version %31[0-9a-zA-Z.~+-]", r->version) != 1)
		malformed(r, line ? line : "", "the line 'version'");
	line = next_line(r);
	if (!line || sscanf(line, "started %llu.%*u", &r->started_s) != 1)
		malformed(r, line ? line : "", "the line 'started'");
}

void recording_close(struct recording *r)
{
	free(r->text);
	if (r->f != stdin)
		fclose(r->f);
}

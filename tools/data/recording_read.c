// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sample counts only when its end is there: a recording that was cut anywhere,
 * because the disk was full or the machine went down, has whole samples only.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"
#include "recording.h"
#include "util.h"

/* No file of the module has that many lines, and no line is that long. */
#define MAX_LINES	10000
#define MAX_TEXT	(256 * 1024)

static struct text here(const struct recording *r)
{
	return (struct text){ .origin = r->name, .line = r->line };
}

static _Noreturn void malformed(const struct recording *r, const char *what)
{
	struct text t = here(r);

	text_fail(&t, what);
}

/* The next line without its newline; NULL where the file is cut. */
static char *next_line(struct recording *r)
{
	ssize_t n;

	errno = 0;
	n = getline(&r->text, &r->size, r->f);
	if (n < 0 && ferror(r->f))
		fail(EXIT_FAILURE, "cannot read %s: %s", r->name, strerror(errno));
	if (n <= 0 || r->text[n - 1] != '\n') {
		r->truncated = true;
		return NULL;
	}
	r->line++;
	r->text[n - 1] = '\0';
	if (strlen(r->text) != (size_t)n - 1)
		malformed(r, "not a text");
	return r->text;
}

static bool is_line(const char *line, const char *name)
{
	size_t length = strlen(name);

	return !strncmp(line, name, length) && line[length] == ' ';
}

/* The @nr numbers of a line of @name; false if there is no line any more. */
static bool numbers(struct recording *r, char *line, const char *name, u64 *n,
		    unsigned int nr)
{
	struct text t = here(r);
	char *words[4];
	unsigned int i;

	if (!line)
		return false;
	if (!is_line(line, name) || parse_words(line, words, 4) != nr + 1) {
		char what[64];

		snprintf(what, sizeof(what), "not the line \"%s\" that is due here", name);
		malformed(r, what);
	}
	for (i = 0; i < nr; i++)
		n[i] = parse_number(&t, words[i + 1]);
	return true;
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
		malformed(r, "more lines than the module writes");
	text = copy_string("");
	while (lines--) {
		line = next_line(r);
		if (!line) {
			free(text);
			return NULL;
		}
		length = strlen(line);
		if (used + length > MAX_TEXT)
			malformed(r, "more than the module writes");
		text = resize(text, used + length + 2, 1);
		memcpy(text + used, line, length);
		memcpy(text + used + length, "\n", 2);
		used += length + 1;
	}
	return text;
}

static void parse(struct recording *r, struct sample *s, unsigned long first_line,
		  char *string, void (*parse_text)(struct sample *, struct text *))
{
	struct text t = { .at = string, .origin = r->name, .line = first_line };

	parse_text(s, &t);
}

/* What stands between "sample" and "end"; false where the file is cut. */
static bool read_sample(struct recording *r, struct sample *s)
{
	char *line = next_line(r), *counters = NULL, *latency = NULL;
	unsigned long counters_line, latency_line = 0;
	u64 period[3], nr;
	bool whole = false;

	if (line && is_line(line, "period")) {
		numbers(r, line, "period", period, 3);
		s->since_reset = (struct since_reset){
			.known = true,
			.ms = period[0],
			.from_ns = period[1],
			.to_ns = period[2],
		};
		line = next_line(r);
	}
	counters_line = r->line;
	counters = file_text(r, line, "counters");
	if (counters) {
		latency_line = r->line + 1;
		latency = file_text(r, next_line(r), "latency");
	}
	if (latency && numbers(r, next_line(r), "end", &nr, 1)) {
		if (nr != r->nr + 1)
			malformed(r, "not the number of this sample");
		parse(r, s, counters_line, counters, parse_counters);
		parse(r, s, latency_line, latency, parse_latency);
		parse_check(s, r->name);
		whole = true;
	}
	free(counters);
	free(latency);
	return whole;
}

bool recording_next(struct recording *r, struct sample *s)
{
	char *line = next_line(r);
	u64 n[2];

	memset(s, 0, sizeof(*s));
	if (!line)
		return false;
	if (is_line(line, "stopped")) {
		numbers(r, line, "stopped", n, 1);
		r->stopped = true;
		if (next_line(r))
			malformed(r, "more after the end of the recording");
		r->truncated = false;
		return false;
	}
	numbers(r, line, "sample", n, 2);
	if (n[0] != r->nr + 1)
		malformed(r, "not the number of the next sample");
	s->ns = n[1];
	if (!read_sample(r, s)) {
		sample_free(s);
		return false;
	}
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
		fail(errno == EACCES ? EXIT_PERMISSION : EXIT_FAILURE,
		     "cannot read %s: %s", name, strerror(errno));
	line = next_line(r);
	if (!line || !is_line(line, "vmalockstat-recording"))
		fail(EXIT_MALFORMED, "%s: not a recording of vmalockstat", r->name);
	numbers(r, line, "vmalockstat-recording", &format, 1);
	if (format != RECORDING_FORMAT)
		fail(EXIT_FORMAT, "%s: recording of format %llu, and this vmalockstat knows format %d",
		     r->name, format, RECORDING_FORMAT);
	line = next_line(r);
	if (!line || sscanf(line, "version %31[0-9a-zA-Z.~+-]", r->version) != 1)
		malformed(r, "no version");
	line = next_line(r);
	if (!line || sscanf(line, "started %llu.%*u", &r->started_s) != 1)
		malformed(r, "no time of its start");
}

void recording_close(struct recording *r)
{
	free(r->text);
	if (r->f != stdin)
		fclose(r->f);
}

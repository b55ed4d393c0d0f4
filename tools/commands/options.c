// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "util.h"

/* From a millisecond to a day. */
#define MIN_INTERVAL	0.001
#define MAX_INTERVAL	86400.0

static const char usage[] =
"Usage: vmalockstat [OPTION]... [INTERVAL [COUNT]]\n"
"       vmalockstat summary\n"
"       vmalockstat hist [-j] [NAME]...\n"
"       vmalockstat run [-j] [-o FILE] [--] COMMAND [ARG]...\n"
"       vmalockstat record -o FILE [-i SECONDS] [[--] COMMAND [ARG]...]\n"
"       vmalockstat report [-j | -p DIR] FILE\n"
"       vmalockstat top [-j] [process|cgroup|swap] [INTERVAL [COUNT]]\n"
"       vmalockstat openmetrics [-s] [-o FILE]\n"
"\n"
"Swap faults under the per-VMA lock and under mmap_lock, as the kernel module\n"
"vmalockstat counts them: totals since the last reset, or with INTERVAL (seconds)\n"
"what happened in each; a summary; histograms; while a command ran; recorded;\n"
"by process, cgroup or swap device; for Prometheus.\n"
"\n"
"  -j, --json             JSON, an object a line\n"
"  -o, --output FILE      write there (run: instead of stderr)\n"
"  -s, --strict           no more and no less than OpenMetrics 1.0\n"
"  -i, --interval SECONDS time between samples of record (1)\n"
"  -p, --plot DIR         pictures of a recording, in DIR, instead (with gnuplot)\n"
"  -d, --directory DIR    read there; also $VMALOCKSTAT_DIR; by default\n"
"                         /sys/kernel/debug/vmalockstat\n"
"  -h, --help\n"
"  -V, --version\n"
"\n"
"Exit status: 2 wrong usage, 3 not permitted, 4 module not loaded, 5 debugfs not\n"
"mounted, 6 unknown format, 7 malformed data, 8 counters were reset meanwhile,\n"
"9 breakdowns off, 10 no gnuplot, 11 gnuplot failed, 12 no interval to draw,\n"
"13 no times to draw, 1 anything else; run and record keep that of COMMAND.\n"
"See vmalockstat(8).\n";

static const struct option long_options[] = {
	{ "json",	no_argument,		NULL, 'j' },
	{ "output",	required_argument,	NULL, 'o' },
	{ "strict",	no_argument,		NULL, 's' },
	{ "interval",	required_argument,	NULL, 'i' },
	{ "plot",	required_argument,	NULL, 'p' },
	{ "directory",	required_argument,	NULL, 'd' },
	{ "help",	no_argument,		NULL, 'h' },
	{ "version",	no_argument,		NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static _Noreturn void print_and_exit(const char *text)
{
	fputs(text, stdout);
	check_written(stdout, "the output");
	exit(EXIT_SUCCESS);
}

static void take(struct options *o, int option, const char *allowed)
{
	if (strchr("joisp", option) && !strchr(allowed, option))
		fail(EXIT_USAGE, "no option -%c here (vmalockstat --help tells them)", option);
	switch (option) {
	case 'j':
		o->json = true;
		break;
	case 'o':
		o->output = optarg;
		break;
	case 'i':
		o->interval_ns = interval_parse(optarg);
		break;
	case 's':
		o->strict = true;
		break;
	case 'p':
		if (!*optarg)
			fail(EXIT_USAGE, "-p wants a directory");
		o->plot = optarg;
		break;
	case 'd':
		if (!*optarg)
			fail(EXIT_USAGE, "-d wants a directory");
		o->dir = optarg;
		break;
	case 'h':
		print_and_exit(usage);
	case 'V':
		print_and_exit("vmalockstat " VLS_VERSION "\n");
	}
}

int options_parse(struct options *o, int argc, char **argv, const char *allowed)
{
	int option;

	/* 0 makes getopt begin anew; its own messages are several lines. */
	optind = 0;
	opterr = 0;
	while ((option = getopt_long(argc, argv, "+:jo:i:sp:d:hV", long_options, NULL)) != -1) {
		if (option == ':')
			fail(EXIT_USAGE, "%s wants a value", argv[optind - 1]);
		if (option == '?' && optopt)
			fail(EXIT_USAGE, "no option -%c (vmalockstat --help tells them)", optopt);
		if (option == '?')
			fail(EXIT_USAGE, "no option %s (vmalockstat --help tells them)",
			     argv[optind - 1]);
		take(o, option, allowed);
	}
	return optind;
}

u64 interval_parse(const char *s)
{
	double seconds;
	char *end;

	errno = 0;
	seconds = strtod(s, &end);
	/* strtod would take blanks, signs, hexadecimals and words too. */
	if (!*s || strspn(s, "0123456789.") != strlen(s) || *end || errno ||
	    seconds < MIN_INTERVAL || seconds > MAX_INTERVAL)
		fail(EXIT_USAGE, "\"%s\" is no interval from 0.001 to 86400 seconds", s);
	return seconds * NSEC_PER_SEC;
}

unsigned long count_parse(const char *s)
{
	unsigned long n;
	char *end;

	errno = 0;
	n = strtoul(s, &end, 10);
	if (!isdigit((unsigned char)*s) || *end || errno || !n)
		fail(EXIT_USAGE, "\"%s\" is no count of intervals", s);
	return n;
}

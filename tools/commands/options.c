// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/options.h"
#include "lib/util.h"
#include "vmalockstat/limits.h"

/* From a millisecond to a day. */
#define MIN_INTERVAL	0.001
#define MAX_INTERVAL	86400.0

#define SEE_HELP	"(see vmalockstat --help)"

#define STATUS_LINE(id, number, meaning)	"  " #number "\t" meaning "\n"

static const char usage[] =
"Usage: vmalockstat [OPTION]... [INTERVAL [COUNT]]\n"
"       vmalockstat summary\n"
"       vmalockstat longest [-j]\n"
"       vmalockstat hist [-j] [NAME]...\n"
"       vmalockstat run [-j] [-o FILE] [--] COMMAND [ARG]...\n"
"       vmalockstat record -o FILE [-i SECONDS] [[--] COMMAND [ARG]...]\n"
"       vmalockstat report [-j | -p DIR] FILE\n"
"       vmalockstat top [-j] [process|cgroup|swap] [INTERVAL [COUNT]]\n"
"       vmalockstat openmetrics [-s] [-o FILE]\n"
"\n"
"Show which lock swap faults are served under, why they retry and how long they\n"
"wait, as counted by the kernel module vmalockstat. Without a command: totals\n"
"since the last reset, or with INTERVAL (seconds) a line for each interval.\n"
"\n"
"Commands:\n"
"  summary      show counts, shares and times since the last reset\n"
"  longest      show the longest hold of each lock, and sampled stacks\n"
"  hist         show histograms of times\n"
"  run          run COMMAND and show what was counted while it ran\n"
"  record       record samples into FILE, while COMMAND runs or until a signal\n"
"  report       show a recording\n"
"  top          show the processes, cgroups or swap devices with the most faults\n"
"  openmetrics  print metrics for Prometheus\n"
"\n"
"Options:\n"
"  -j, --json              print JSON, one object per line\n"
"  -o, --output FILE       write to FILE (run: instead of stderr)\n"
"  -s, --strict            print OpenMetrics 1.0 to the letter\n"
"  -i, --interval SECONDS  take a sample every SECONDS (default 1)\n"
"  -p, --plot DIR          draw the recording into DIR with gnuplot\n"
"  -d, --directory DIR     read the files in DIR (default $VMALOCKSTAT_DIR, or\n"
"                          " VLS_DIRECTORY ")\n"
"  -h, --help              print this help\n"
"  -V, --version           print the version\n"
"\n"
"Examples:\n"
"  vmalockstat 1                            a line every second\n"
"  vmalockstat run ./workload               what was counted during a workload\n"
"  vmalockstat record -o rec -i 0.1 sleep 60; vmalockstat report -p plots rec\n"
"  vmalockstat top cgroup 5                 cgroups with the most faults\n"
"\n"
"Exit status:\n"
EXIT_STATUSES(STATUS_LINE)
"run and record exit with the status of COMMAND.\n"
"\n"
"See vmalockstat(8). Report bugs to the issue tracker of the project.\n";

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
	lib_check_written(stdout, "the output");
	exit(STATUS_SUCCESS);
}

static void set(struct options *o, int option, const char *allowed)
{
	if (strchr("joisp", option) && !strchr(allowed, option))
		lib_fail(STATUS_USAGE, "invalid option '-%c': this command does not have it " SEE_HELP, option);
	switch (option) {
	case 'j':
		o->json = true;
		break;
	case 'o':
		o->output = optarg;
		break;
	case 'i':
		o->interval_ns = options_interval(optarg);
		break;
	case 's':
		o->strict = true;
		break;
	case 'p':
		if (!*optarg)
			lib_fail(STATUS_USAGE, "invalid -p '': expected a directory");
		o->plot = optarg;
		break;
	case 'd':
		if (!*optarg)
			lib_fail(STATUS_USAGE, "invalid -d '': expected a directory");
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

	/* optind 0 restarts getopt_long(); its own messages are several lines long. */
	optind = 0;
	opterr = 0;
	while ((option = getopt_long(argc, argv, "+:jo:i:sp:d:hV", long_options, NULL)) != -1) {
		if (option == ':')
			lib_fail(STATUS_USAGE, "option '%s': expected a value", argv[optind - 1]);
		if (option == '?' && optopt)
			lib_fail(STATUS_USAGE, "unknown option '-%c' " SEE_HELP, optopt);
		if (option == '?')
			lib_fail(STATUS_USAGE, "unknown option '%s' " SEE_HELP,
			     argv[optind - 1]);
		set(o, option, allowed);
	}
	return optind;
}

u64 options_interval(const char *s)
{
	double seconds;
	char *end;

	errno = 0;
	seconds = strtod(s, &end);
	/* strtod() takes blanks, signs, hexadecimal numbers and words as well. */
	if (!*s || strspn(s, "0123456789.") != strlen(s) || *end || errno ||
	    seconds < MIN_INTERVAL || seconds > MAX_INTERVAL)
		lib_fail(STATUS_USAGE, "invalid interval '%s': expected 0.001 to 86400 seconds", s);
	return seconds * NSEC_PER_SEC;
}

unsigned long options_count(const char *s)
{
	unsigned long n;
	char *end;

	errno = 0;
	n = strtoul(s, &end, 10);
	if (!isdigit((unsigned char)*s) || *end || errno || !n)
		lib_fail(STATUS_USAGE, "invalid count '%s': expected a number of intervals from 1 on", s);
	return n;
}

// SPDX-License-Identifier: GPL-2.0-only
/* vmalockstat: shows the counters of the kernel module, as vmstat and perf stat do. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "data/debugfs.h"
#include "lib/util.h"

static const struct command {
	const char *name;
	const char *options;
	int (*run)(const struct options *o, int argc, char **argv);
} commands[] = {
	{ "summary",	"",	command_summary },
	{ "longest",	"j",	command_longest },
	{ "hist",	"j",	command_hist },
	{ "run",	"jo",	command_run },
	{ "record",	"io",	command_record },
	{ "report",	"jp",	command_report },
	{ "top",	"j",	command_top },
	{ "openmetrics", "os",	command_openmetrics },
};

static const struct command watch = { "", "j", command_watch };

static const struct command *command_named(const char *name)
{
	size_t i;

	if (!name || isdigit((unsigned char)*name) || *name == '.')
		return &watch;
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	lib_fail(STATUS_USAGE, "unknown command '%s' (see vmalockstat --help)", name);
}

int main(int argc, char **argv)
{
	struct options options = { .interval_ns = NSEC_PER_SEC };
	const struct command *command;
	int status, n;

	/* Options may come before the command and after its name. */
	n = options_parse(&options, argc, argv, "j");
	argc -= n;
	argv += n;
	command = command_named(argv[0]);
	if (command != &watch) {
		n = options_parse(&options, argc, argv, command->options);
		argc -= n;
		argv += n;
	}
	if (options.json && !strchr(command->options, 'j'))
		lib_fail(STATUS_USAGE, "invalid option '-j': %s does not have it", command->name);
	debugfs_set_directory(options.dir);
	status = command->run(&options, argc, argv);
	lib_check_written(stdout, "the output");
	return status;
}

// SPDX-License-Identifier: GPL-2.0-only
/* vmalockstat summary: counts, shares and times since the last reset. */
#include "commands/commands.h"
#include "data/debugfs.h"
#include "lib/util.h"
#include "vmalockstat/summary.h"

int command_summary(const struct options *o, int argc, char **argv)
{
	struct vls_out out = { .f = stdout };
	struct sample s;

	(void)o;
	if (argc)
		lib_fail(STATUS_USAGE, "unexpected argument '%s': summary takes none", argv[0]);
	debugfs_sample(&s, NULL);
	vls_summary_head(&out, &s.snap);
	fputc('\n', stdout);
	vls_summary_body(&out, &s.snap);
	sample_free(&s);
	return STATUS_SUCCESS;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The labels that are in no name of a counter or time, in lines as those of a set by
 * print_table.c: the states of hooks, the experiments, the files of breakdowns.
 */
#include <stdio.h>

#include "vmalockstat/labels.h"

#define PRINT_LABEL(id, name, help)	printf("set\t%s.%s\t-\t-\t-\t%s\n", set, name, help);

int main(void)
{
	const char *set;

	set = "STATE";
	VLS_HOOK_STATES(PRINT_LABEL)
	set = "EXPERIMENT";
	VLS_EXPERIMENTS(PRINT_LABEL)
	set = "FILE";
	VLS_BREAKDOWNS(PRINT_LABEL)
	return fflush(stdout) || ferror(stdout);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Starts swapping on a device before all those that are there already: busybox's
 * swapon may have no option for that.
 */
#define _GNU_SOURCE
#define PROGRAM "swap_first"
#include <sys/swap.h>

#include "workload.h"

#define PRIORITY	10

int main(int argc, char **argv)
{
	const char *device = NULL;
	const struct option options[] = {
		{ 'd', "device", .word = &device },
		{ 0 }
	};

	parse_options(argc, argv, "Starts swapping on a device, before all others.",
		      options);
	if (!device)
		fail("no device given");
	if (swapon(device, SWAP_FLAG_PREFER | PRIORITY))
		die(device);
	return 0;
}

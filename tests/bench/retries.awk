# SPDX-License-Identifier: GPL-2.0-only
#
# The table of tests/bench/retries, from what scaling-guest.sh printed. Ends with 1 when
# the results are not complete. max_faults is what the module was loaded with.

{ add($1, $2) }

END {
	printf "Linux %s: guest instructions.\n", kver
	exit tasks("retries", "tasks that retried and wait for mmap_lock",
		"a fault that retries", max_faults) != 4
}

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Migration entries: pages that move between two NUMA nodes under the feet of
# those who touch them. How often they meet is a matter of luck.
# swap: none
# default: 7.3/none
# vm: --nodes 2

. ./lib.sh

witness_on
load
seen_by_witness "pages on the move" /w/migrate -r 20
times_tie
at_least "faults waited for a migration under $user_lock_is" \
	"$(get fault.$user_lock.migration.minor)" 1
equal "none of them retried or failed" "$(sum 'fault[.].*[.]migration[.].*')" \
	"$(sum 'fault[.].*[.]migration[.]minor')"
equal "nor fell back to mmap_lock" "$(get fallback.swap_retry)" 0
equal "each wait was timed" "$(get_time migration_wait.$user_lock.count)" \
	"$(get fault.$user_lock.migration.minor)"
at_least "all of it with $user_lock_is held" "$(get_time hold.$user_lock.sum)" \
	"$(get_time migration_wait.$user_lock.sum)"
done_testing

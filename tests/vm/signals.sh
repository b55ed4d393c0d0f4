# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Retries whose tasks get a signal, or are killed: abandoned, and never lost.
# swap: disk
# default: 7.3/disk

. ./lib.sh

swap_on 1
load
check "the workload, its threads signalled all the time" \
	/w/swap_walk -t 4 -p 1000 -r 10 -s
identities
if has_vma_lock; then
	at_least "some retries were given up for a signal" "$(get abandoned)" 1
else
	at_least "some retried under mmap_lock" "$(sum 'retry[.]mmap[.](own_read|other_read|busy)')" 1
fi

reset
killed=0
for _ in $(seq 15); do
	/w/swap_walk -t 16 -p 2000 -r 100 >/dev/null 2>&1 &
	walk=$!
	usleep 700000
	kill -9 $walk && killed=$((killed + 1))
	wait $walk
done
equal "processes were killed in the middle of their faults" $killed 15
identities
equal "no record of a dead task is left" "$(get retry_pending)" 0
equal "nothing was missed" "$(sum 'missed[.].*|untracked')" 0
done_testing

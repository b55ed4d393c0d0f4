# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Hwpoison entries: a touch of memory that was given out as broken.
# swap: none
# default: 7.3/none
# needs: CONFIG_MEMORY_FAILURE

. ./lib.sh

witness_on
load
# The workload wants SIGBUS for each.
seen_by_witness "broken pages" /w/hwpoison -p 20
equal "each failed under $user_lock_is" "$(get fault.$user_lock.hwpoison.hwpoison)" 20
equal "nothing else was counted" "$(sum 'fault[.].*')" 20
done_testing

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Hwpoison entries: a touch of memory that was given out as broken.
# swap: none

. ./lib.sh

witness_on
load
# The workload wants SIGBUS for each.
seen_by_witness "broken pages" /w/hwpoison -p 20
equal "each failed under the VMA lock" "$(get fault.vma.hwpoison.hwpoison)" 20
equal "nothing else was counted" "$(sum 'fault[.].*')" 20
done_testing

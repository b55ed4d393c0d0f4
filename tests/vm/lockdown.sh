# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Under lockdown=integrity the counters stay readable, and parameters switch.
# swap: zram
# default: 7.3/zram

. ./lib.sh

swap_on
load
mount -t securityfs securityfs /sys/kernel/security 2>/dev/null
check "the kernel goes into lockdown" sh -c 'echo integrity >/sys/kernel/security/lockdown'
for file in counters latency summary hooks by_process by_cgroup by_swap; do
	check "$file can be read" grep -q . $stat/$file
done
check "reset in debugfs is refused" fails sh -c "echo 1 >$stat/reset" 2>/dev/null
/w/swap_touch -p 200 >/dev/null
snap
equal "faults are counted" "$(sum "fault[.]${user_lock}[.]swap[.].*")" 200
check "the parameter reset works" sh -c "echo 1 >$param/reset"
snap
equal "and zeroes the counters" "$(sum 'fault[.].*')" 0
check "the parameter enabled works" sh -c "echo 0 >$param/enabled"
check "the kernel goes further into lockdown" \
	sh -c 'echo confidentiality >/sys/kernel/security/lockdown'
check "counters can still be read" grep -q '^format 1' $stat/counters
check "it can be unloaded" unload
check "but not loaded again without a signature" fails insmod $ko 2>/dev/null
done_testing

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Every allocation that a load makes fails in turn: -ENOMEM, and nothing is left.
# swap: none
# needs: CONFIG_FAULT_INJECTION
# long: yes
# vm: --append kmemleak=on --timeout 3000

. ./lib.sh

injection=/sys/kernel/debug
for kind in failslab fail_page_alloc; do
	echo 0 >$injection/$kind/verbose
	echo N >$injection/$kind/ignore-gfp-wait
done
echo N >$injection/fail_page_alloc/ignore-gfp-highmem
echo 0 >$injection/fail_page_alloc/min-order

# left: is there anything of the module?
left() {
	[ -e "$stat" ] || [ -e /sys/module/vmalockstat ] ||
		[ "$(wc -l </sys/kernel/debug/kprobes/list)" -ne 0 ]
}

dmesg -c >/dev/null
# A load and its end wait for RCU a few times.
echo 1 >/sys/kernel/rcu_expedited
check "a clean error each time" /w/fail_nth -a 'max_faults=64 all_faults=1'
check "nothing is left of them" fails left
at_least "the log tells of those that came to the module" \
	"$(dmesg -c | grep -c 'vmalockstat: .*not')" 5
load
check "it can be loaded as ever" [ -e $stat ]
done_testing

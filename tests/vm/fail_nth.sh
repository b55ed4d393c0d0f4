# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Every allocation that the module makes while it is loaded fails in turn: -ENOMEM,
# and nothing is left. Those of the kernel's own loader, before the module runs, are
# left alone: only what has the module on its stack fails.
# swap: none
# default: none
# also: 6.12-debug/none 7.3-debug/none
# needs: CONFIG_FAULT_INJECTION
# vm: --smp 2 --append kmemleak=on --timeout 3000
# console: Call Trace|kmemleak: Cannot allocate
# (the page allocator shows one when it fails, kmemleak needs memory as well)

. ./lib.sh

injection=/sys/kernel/debug
for kind in failslab fail_page_alloc; do
	echo 0 >$injection/$kind/verbose
	echo N >$injection/$kind/ignore-gfp-wait
	# Modules lie above the kernel, and no other module is at work here.
	echo 0xffffffffa0000000 >$injection/$kind/require-start
	echo 0xffffffffff000000 >$injection/$kind/require-end
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
check "a clean error each time" /w/fail_nth -a "max_faults=16 all_faults=1 breakdown=1 breakdown_rows=16 $params"
check "nothing is left of them" fails left
at_least "the log tells of those that came to the module" \
	"$(dmesg -c | grep -c 'vmalockstat: .*not')" 5
load
check "it can be loaded as ever" [ -e $stat ]
done_testing

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Probes that the whole system has switched off: nothing would be counted, and nothing is
# logged when one is armed.
# swap: zram
# default: 7.3/zram
# also: 6.12/zram-direct

. ./lib.sh

swap_on

# counted: swap faults since the reset.
counted() {
	snap
	sum 'fault[.].*'
}

faults() {
	/w/swap_walk -t 1 -p 200 -r 1 >/dev/null
}

# off FILE NAME: it is refused then, and seen when it happens later.
# shellcheck disable=SC2086 # none or more parameters
off() {
	echo 0 >"$1"
	check "$2 is 0: the module is not loaded" fails insmod $ko $params
	check "the log says why" sh -c "dmesg | tail -n 3 | grep -q 'probes are switched off: '"
	equal "and nothing is left armed" "$(grep -c . /sys/kernel/debug/kprobes/list)" 0
	check "it can be loaded switched off" insmod $ko $params enabled=0
	check "but not be switched on" fails sh -c "echo 1 2>/dev/null >$param/enabled"
	check "which it says" grep -qx N $param/enabled
	echo 1 >"$1"
	check "until probes are on again" sh -c "echo 1 >$param/enabled"
	faults
	at_least "$2 is 1 again: it counts" "$(counted)" 200

	echo 0 >"$1"
	reset
	faults
	equal "$2 becomes 0: nothing is counted" "$(counted)" 0
	check "hooks says that they are silent" hook_is do_swap_page silent
	check "and why" grep -q '^Silent hooks see nothing: ' $stat/hooks
	check "and summary that nothing is seen" grep -q 'so nothing is counted' $stat/summary
	check "enabled=1 is refused then" fails sh -c "echo 1 2>/dev/null >$param/enabled"
	check "and counting is not over for that" grep -qx Y $param/enabled
	check "nor are the hooks disarmed" hook_is do_swap_page silent
	echo 1 >"$1"
	check "then they are armed as before" fails grep -q silent $stat/hooks $stat/summary
	reset
	faults
	at_least "and count" "$(counted)" 200
	unload
}

ftrace=/proc/sys/kernel/ftrace_enabled
# On newer kernels it does not go off.
if echo 0 2>/dev/null >$ftrace && [ "$(cat $ftrace)" -eq 0 ]; then
	echo 1 >$ftrace
	off $ftrace kernel.ftrace_enabled
else
	skip "kernel.ftrace_enabled is 0" "this kernel does not let it be"
fi
# Direct calls are no kprobes.
[ -n "$params" ] || off /sys/kernel/debug/kprobes/enabled kprobes/enabled
done_testing

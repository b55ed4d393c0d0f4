# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# What a user gets for a parameter that is wrong: an error, one clear line in
# the log, and nothing left behind.
# swap: zram
# default: 7.3/zram
# also: 7.3-debug/zram
# vm: --append kmemleak=on

. ./lib.sh

# refused LINE PARAMETER...: insmod fails and the log says LINE.
refused() {
	refused_line=$1
	shift
	dmesg -c >/dev/null
	! insmod "$ko" "$@" 2>/dev/null || return
	dmesg | grep -q "vmalockstat: .*$refused_line" || {
		dmesg
		return 1
	}
	[ ! -e "$stat" ] && [ ! -e /sys/module/vmalockstat ] &&
		[ "$(wc -l </sys/kernel/debug/kprobes/list)" -eq 0 ]
}

for value in 0 15 262145 -1 abc '' 99999999999999999999 1.5; do
	check "max_faults='$value'" refused "max_faults must be a number from 16 to 262144" "max_faults=$value"
done
for value in 0 15 8193 -1 abc ''; do
	check "breakdown_rows='$value'" refused "breakdown_rows must be a number from 16 to 8192" "breakdown_rows=$value"
done
check "breakdown='maybe'" refused "breakdown must be 0 or 1" breakdown=maybe
for value in do_swap nonsense ',' 'get_signal,,' none __do_swap_page; do
	check "hooks='$value'" refused "there is no hook" "hooks=$value"
done
for value in 2 maybe; do
	check "enabled='$value'" refused "enabled must be 0 or 1" "enabled=$value"
	check "direct='$value'" refused "direct must be 0 or 1" "direct=$value"
done

for value in 16 262144; do
	check "max_faults=$value" insmod $ko max_faults=$value
	equal "the parameter can be read" "$(cat $param/max_faults)" $value
	check "but not changed" fails sh -c "echo 100 >$param/max_faults" 2>/dev/null
	unload
done

load hooks=do_swap_page
equal "only the hook that was asked for is armed" "$(armed)" 1
check "what depends on the others is left out" fails grep -qE '^(retry|folio_lock|fallback|abandoned|missed.get)' $stat/counters
check "and summary says so" grep -q 'unavailable' $stat/summary
swap_on
/w/swap_touch -p 300 >/dev/null
snap
equal "swap faults are counted all the same" "$(sum "fault[.]${user_lock}[.]swap[.].*")" 300
unload

# No hook is on the list, but the one that is always on.
load hooks=
equal "with an empty list only do_swap_page is armed" "$(armed)" 1
check "which it is" hook_is do_swap_page armed
snap
equal "the header has it as armed" "$(grep -c '^hook[.].* armed$' /tmp/counters)" 1
equal "and the others as unwanted" "$(grep -c '^hook[.].* unwanted$' /tmp/counters)" 14
unload

# A symbol is as good as a name, also that of other kernels.
load hooks=__folio_lock_or_retry,swap_readpage,get_signal
equal "hooks by their symbols" "$(armed)" 4
for hook in do_swap_page folio_lock_or_retry swap_read get_signal; do
	check "$hook is one of them" hook_is $hook armed
done
unload
load hooks=do_swap_page,folio_lock_or_retry,folio_lock_or_retry
equal "one that is named twice is one" "$(armed)" 2
unload
load hooks=handle_mm_fault
check "one that all_faults=1 is for can be named too" hook_is handle_mm_fault armed
unload
load hooks=all
equal "all are those there are without a list" "$(armed)" "$default_hooks"
check "those that time each read are not among them" hook_is swap_read unwanted
unload
load hooks=all,read
equal "they are asked for in addition" "$(armed)" $((default_hooks + read_hooks))
check "and timed" grep -q "^swap_read[.]${user_lock}[.]count" $stat/latency
check "as a part of the time held" grep -q "^hold_ns[.]${user_lock}[.]read " $stat/counters
unload
load hooks=read
equal "or alone" "$(armed)" $((1 + read_hooks))
unload

load hooks=lock_mm_and_find_vma,get_signal
equal "a list of hooks" "$(armed)" 3
check "enabled takes no nonsense at run time" fails sh -c "echo maybe >$param/enabled" 2>/dev/null
equal "and stays as it was" "$(grep -c Y $param/enabled)" 1
unload
done_testing

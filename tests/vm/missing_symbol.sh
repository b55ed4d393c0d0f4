# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# A kernel without one of the functions: modules built to look for another name.
# swap: zram
# default: 7.3/zram

. ./lib.sh

dmesg -c >/dev/null
check "without do_swap_page it does not load" fails insmod /no/DO_SWAP_PAGE.ko 2>/tmp/error
check "with ENOENT" grep -qE 'No such file|unknown symbol|No such' /tmp/error
# The insmod of busybox tries twice, in two ways.
equal "and one line in the log" \
	"$(dmesg | sed 's/^.*vmalockstat: //' | sort -u | grep -c 'cannot hook no_such_function .*no such function')" 1
check "nothing is left" fails [ -e /sys/module/vmalockstat ]
equal "no probe is left" "$(wc -l </sys/kernel/debug/kprobes/list)" 0

swap_on 1
for hook in FOLIO_LOCK FALLBACK SIGNAL SWAP_READ SHMEM_SWAPIN MEMCG_RECLAIM \
	MEMCG_THROTTLE WRITER SWAPS; do
	ko=/no/$hook.ko
	hook_is_there=1
	[ $hook != WRITER ] || has_writer || hook_is_there=0
	dmesg -c >/dev/null
	load breakdown=1 hooks=all,read
	equal "without $hook the other hooks are armed" "$(armed)" \
		$((default_hooks + read_hooks - hook_is_there))
	equal "and this one is unavailable, with the reason" \
		"$(grep -cE 'no_such_function +unavailable +- +- this kernel has no such (function|tracepoint) \(error -2\)$' $stat/hooks)" 1
	# Some kernels do without these, which is no news.
	case $hook in
	WRITER | MEMCG_*) ;;
	*) check "the log says so" sh -c "dmesg | grep -q 'cannot hook no_such_function'" ;;
	esac
	check "the workload finds its data again" /w/swap_walk -t 4 -p 500 -r 2
	snap
	at_least "faults are counted" "$(sum 'fault[.].*')" 500
	case $hook in
	FOLIO_LOCK)
		check "its times are left out" fails grep -qE '^(hold|folio_wait)' $stat/latency
		check "retry.* and folio_lock.* are left out" fails grep -qE '^(retry|folio_lock)[.]' /tmp/counters
		check "summary says unavailable" grep -q unavailable $stat/summary
		;;
	FALLBACK)
		check "its times are left out" fails grep -qE '^(fallback_wait|retry_cost)' $stat/latency
		check "fallback.* is left out" fails grep -qE '^(fallback|abandoned|retry_pending)' /tmp/counters
		check "summary says unavailable" grep -q unavailable $stat/summary
		;;
	SIGNAL)
		check "missed.get_signal is left out" fails grep -q '^missed[.]get_signal' /tmp/counters
		identities
		;;
	SWAP_READ)
		check "swap_read.* is left out of latency" fails grep -q '^swap_read' $stat/latency
		check "hold.* is not" grep -q '^hold.vma.count' $stat/latency
		identities
		;;
	MEMCG_*)
		what=reclaim
		[ $hook = MEMCG_RECLAIM ] || what=throttle
		check "hold_ns.*.$what is left out" fails grep -q "^hold_ns[.].*[.]$what " /tmp/counters
		check "hold_ns.*.cpu is not" grep -q '^hold_ns[.]vma[.]cpu ' /tmp/counters
		identities
		times_tie
		;;
	SHMEM_SWAPIN)
		check "shmem_swapin.* is left out of latency" fails grep -q '^shmem_swapin' $stat/latency
		check "hold.* is not" grep -q '^hold.vma.count' $stat/latency
		identities
		;;
	WRITER)
		check "writer.* is left out" fails grep -q '^writer' /tmp/counters
		check "its times too" fails grep -qE '^(writer_wait|whatif[.]hold)' $stat/latency
		identities
		;;
	SWAPS)
		cat /proc/swaps >/dev/null
		check "by_swap names no device" grep -q '^0 .* -$' $stat/by_swap
		;;
	esac
	check "rmmod" unload
done

# A kernel whose headers say other things of the functions, or nothing.
ko=/no/DECLARATIONS.ko
dmesg -c >/dev/null
load all_faults=1
for hook in __folio_lock_or_retry lock_mm_and_find_vma handle_mm_fault; do
	equal "declared otherwise, $hook is unavailable, with the reason" \
		"$(grep -cE " $hook +unavailable +- +- this kernel declares it in a way" $stat/hooks)" 1
	check "and the log says so" sh -c "dmesg | grep -q 'cannot hook $hook'"
done
equal "the others are armed" "$(armed)" \
	$((7 + $(has_vma_lock && echo 1 || echo 0)))
check "the workload finds its data again" /w/swap_walk -t 4 -p 500 -r 2
snap
at_least "faults are counted" "$(sum 'fault[.].*')" 500
check "what depends on those functions is left out" \
	fails grep -qE '^(retry|folio_lock|fallback|abandoned|writer|vma_lock.success)' /tmp/counters
check "rmmod" unload
equal "no probe is left" "$(wc -l </sys/kernel/debug/kprobes/list)" 0

# A kernel whose do_swap_page() begins with another argument: built for a function
# that does.
dmesg -c >/dev/null
ko=/no/ARGUMENTS.ko
load
check "with other arguments the workload finds its data again" /w/swap_walk -t 4 -p 500 -r 2
snap
equal "nothing is counted of such calls" "$(sum '(fault|retry|folio_lock)[.].*')" 0
at_least "all are missed" "$(get missed.do_swap_page)" 500
check "hooks says so" hook_is do_swap_page mismatch
check "and why" grep -q '^This kernel calls do_swap_page() with arguments that are not known' $stat/hooks
check "and the header" grep -qx 'hook[.]do_swap_page mismatch' /tmp/counters
check "and summary" grep -q 'with arguments that are not known' $stat/summary
check "rmmod" unload

# A kernel whose compiler has inlined functions of which it kept a copy that nobody calls:
# built for functions that nobody calls. On a disk, as faults retry there.
swapoff "$swap_device"
swap=disk
swap_on 1

# unseen FILE: how many hooks it says have seen nothing.
unseen() {
	grep -c 'has seen none of' "$1"
}

ko=/no/UNSEEN.ko
load hooks=all,read
equal "at first nothing is said of hooks that see nothing" \
	"$(cat $stat/hooks $stat/summary | unseen -)" 0
check "inlined, the workload finds its data again" /w/swap_walk -t 4 -p 500 -r 2
snap
for hook in folio_lock_or_retry:kernel_halt lock_mm_and_find_vma:kernel_restart \
	swap_read:emergency_restart; do
	symbol=${hook#*:}
	hook=${hook%:*}
	check "$hook is armed" hook_is "$hook" armed
	equal "and called by nobody" "$(get "calls.$hook")" 0
	equal "hooks says that it must have been called" \
		"$(grep -cE "^$hook has seen none of [0-9]+ or more calls: the compiler .*${symbol}\(\)" $stat/hooks)" 1
	equal "and so does summary" \
		"$(grep -cE "^Hook $hook has seen none of [0-9]+ or more calls" $stat/summary)" 1
done
equal "and of no other hook" "$(unseen $stat/hooks)" 3
check "rmmod" unload

ko=/vmalockstat.ko
load hooks=all,read
check "without that, the workload finds its data again" /w/swap_walk -t 4 -p 500 -r 2
snap
for hook in folio_lock_or_retry lock_mm_and_find_vma swap_read; do
	at_least "$hook is called" "$(get "calls.$hook")" 10
done
equal "and nothing is said of hooks that see nothing" \
	"$(cat $stat/hooks $stat/summary | unseen -)" 0
check "rmmod" unload
done_testing

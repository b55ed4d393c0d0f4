# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Hooks that are direct calls of ftrace: what they are, beside others and without them,
# and that the module is not unloaded while a task is in one of them. On a disk that needs four
# seconds for a page.
# swap: disk
# default: 7.3/disk
# also: 6.1/disk 7.3-debug/disk
# vm: --disk-opts throttling.iops-read=1,throttling.iops-size=1024 --append kmemleak=on

. ./lib.sh

# It says itself how it loads the module.
params=

# direct_calls: how many of the hooked functions call the module first of all.
direct_calls() {
	grep -cE 'direct-->(do_swap_page|lock_mm_and_find_vma|swap_read|vma_start_write)_direct_entry' \
		$tracing/enabled_functions
}

# touch_slowly: a thread that waits for its page in do_swap_page(), in $toucher. The
# first read after a pause comes at once.
touch_slowly() {
	before=$(sed -n 's/^in_flight //p' "$stat"/counters)
	/w/swap_walk -t 1 -p 3 -r 1 -c "$cgroup" >/tmp/out 2>&1 &
	toucher=$!
	for _ in $(seq 200); do
		[ "$(sed -n 's/^in_flight //p' "$stat"/counters)" -eq "$before" ] || return 0
		usleep 20000
	done
	return 1
}

# The functions on the stack of the thread that waits, innermost first.
stack_of() {
	cat "/proc/$1"/task/*/stack | sed -n 's/^.*\] \([a-z_0-9]*\)+.*$/\1/p'
}

case $(uname -m) in
x86_64) ;;
*)
	check "no direct calls on this architecture" fails insmod $ko direct=1 2>/dev/null
	check "and the log says so" sh -c \
		'dmesg | grep -q "vmalockstat: direct: this kernel or architecture has no direct calls"'
	check "nothing is left" fails [ -e $stat ]
	done_testing
	;;
esac

direct_hooks=$((2 + $(has_writer && echo 1 || echo 0)))
# Two hooks are tracepoints.
probes=$((default_hooks - 2))
cgroup_make
swap_on

load
equal "without direct=1 nothing is called directly" "$(direct_calls)" 0
unload

load direct=1
check "it says that it was asked" grep -q Y $param/direct
check "hooks says so too" grep -q '^Hooks that see the return are direct calls of ftrace' $stat/hooks
equal "all are armed" "$(armed)" "$default_hooks"
equal "the functions call them first of all" "$(direct_calls)" $direct_hooks
equal "and no kprobe is armed for them" "$(grep -c 'FTRACE' /sys/kernel/debug/kprobes/list)" \
	"$probes"
equal "but is there, switched off" "$(grep -c 'DISABLED' /sys/kernel/debug/kprobes/list)" \
	$direct_hooks
echo 0 >$param/enabled
equal "switched off nothing is called" "$(direct_calls)" 0
echo 1 >$param/enabled
equal "switched on again all are" "$(direct_calls)" $direct_hooks

# A fault is under way when it is unloaded.
check "a thread waits for its page" touch_slowly
stack_of "$toucher" >/tmp/stack
check "its stack can be followed through ours" \
	awk '/^do_swap_page$/ { below = 1 }
		below && /^do_swap_page_direct_call$/ { ours = 1 }
		ours && /^handle_mm_fault$/ { found = 1 }
		END { exit !found }' /tmp/stack
snap
equal "it is in flight" "$(get in_flight)" 1
began=$(date +%s)
check "rmmod" unload
at_least "which waited for it, in s" $(($(date +%s) - began)) 1
check "the thread finds its data" wait "$toucher"
equal "no direct call is left" "$(direct_calls)" 0
equal "nor a kprobe" "$(wc -l </sys/kernel/debug/kprobes/list)" 0

# The same, but switched off before.
load direct=1
check "a thread waits again" touch_slowly
echo 0 >$param/enabled
check "rmmod, switched off" unload
check "that thread finds its data" wait "$toucher"

# Somebody else has the one call that a function can have. Direct calls were made in another
# way before 6.3.
if ! since 6.3; then
	skip "beside another direct call, and a kprobe with a post handler" \
		"no module that makes one here"
else
	check "another module makes a direct call" insmod /no/floor.ko how=direct
	check "beside another direct call it does not load" fails insmod $ko direct=1 2>/dev/null
	check "and says why" sh -c 'dmesg | tail -n 5 | grep -q "vmalockstat: do_swap_page has another user"'
	equal "nothing is left" "$(wc -l </sys/kernel/debug/kprobes/list)" 0
	load
	check "with kretprobes it does" grep -q 'do_swap_page .* armed' $stat/hooks
	/w/swap_walk -t 1 -p 1 -r 1 -c $cgroup >/dev/null
	at_least "and counts" "$(snap; sum 'fault[.].*')" 1
	unload
	load direct=1 enabled=0
	check "switched on at run time it is refused too" fails sh -c "echo 1 >$param/enabled" 2>/dev/null
	check "and stays off" grep -q N $param/enabled
	rmmod floor
	echo 1 >$param/enabled
	equal "when the other is gone it is not" "$(direct_calls)" $direct_hooks
	unload

	# A kprobe with a post handler redirects the function, as a livepatch does.
	check "a kprobe with a post handler is there" insmod /no/floor.ko how=post
	dmesg -c >/dev/null
	check "beside a kprobe with a post handler it does not load" \
		fails insmod $ko direct=1 2>/tmp/error
	check "with EBUSY" grep -q 'resource busy' /tmp/error
	check "and names all that the kernel may mean" sh -c \
		'dmesg | grep -q "vmalockstat: do_swap_page has another user .*BPF.*livepatch.*kprobe with a post handler"'
	check "nothing is left" fails [ -e $stat ]
	equal "but that kprobe" "$(wc -l </sys/kernel/debug/kprobes/list)" 1
	load
	equal "with kretprobes it does" "$(armed)" "$default_hooks"
	unload
	rmmod floor
	load direct=1
	equal "without it, with direct calls too" "$(direct_calls)" $direct_hooks
	unload
fi
done_testing

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# A fault that stays in do_swap_page() for as long as a program likes, as userfaultfd handles
# it: rmmod waits for it with direct=1, says so, and ends when the program does; with
# kretprobes it does not wait.
# swap: none
# default: 7.3/none

. ./lib.sh

# It says itself how it loads the module.
params=

case $(uname -m) in
x86_64) ;;
*) skip_all "no direct calls on this architecture" ;;
esac
since 6.4 || skip_all "this kernel has no entry in do_swap_page() that userfaultfd handles"

# stick: a fault, in $stuck, that stays in do_swap_page() until the file /tmp/go is there.
stick() {
	rm -f /tmp/go
	/w/pte_marker -k missing -p 1 -g /tmp/go &
	stuck=$!
	for _ in $(seq 200); do
		[ "$(sed -n 's/^in_flight //p' "$stat"/counters)" -ne 1 ] || return 0
		usleep 20000
	done
	return 1
}

said_to_wait() {
	dmesg | grep -q 'vmalockstat: waiting for 1 calls of hooked functions to return'
}

load direct=1
check "userfaultfd keeps a fault" stick
dmesg -c >/dev/null
began=$(date +%s)
unload &
unloading=$!
for _ in $(seq 400); do
	! said_to_wait || break
	usleep 100000
done
check "the log says that rmmod waits for it" said_to_wait
at_least "not at once, in s" $(($(date +%s) - began)) 9
check "rmmod still waits" kill -0 $unloading
check "so does the fault" kill -0 "$stuck"
touch /tmp/go
check "let go, the fault gets its page" wait "$stuck"
check "and rmmod ends" wait $unloading
check "nothing is left of the module" fails [ -e $stat ]
equal "nor of its probes" "$(wc -l </sys/kernel/debug/kprobes/list)" 0

load
check "userfaultfd keeps a fault again" stick
check "with kretprobes rmmod does not wait" unload
check "while the fault does" kill -0 "$stuck"
touch /tmp/go
check "which gets its page without the module" wait "$stuck"
done_testing

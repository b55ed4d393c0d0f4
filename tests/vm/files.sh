# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# What is in debugfs after insmod, and that nothing is left after rmmod.
# swap: zram
# default: 7.3/zram 6.12/zram
# also: 6.1/zram

. ./lib.sh

mode() {
	stat -c %a "$stat/$1"
}

load
for file in counters latency summary hooks by_process by_cgroup by_swap; do
	equal "$file is readable by all and never writable" "$(mode $file)" 444
done
equal "reset is for writing only" "$(mode reset)" 200
check "a second insmod is refused" fails insmod $ko 2>/dev/null

snap
equal "the format has a version" "$(get format)" 1
equal "all cells of fault.* are printed" "$(grep -c '^fault[.]' /tmp/counters)" $((3 * 7 * 9))
equal "all cells of retry.* are printed" "$(grep -c '^retry[.]' /tmp/counters)" $((3 * 5))
equal "all cells of folio_lock.* are printed" "$(grep -c '^folio_lock[.]' /tmp/counters)" $((3 * 4))
equal "all cells of fallback.* are printed" "$(grep -c '^fallback[.]' /tmp/counters)" 6
equal "every hook has its missed.*" "$(grep -c '^missed[.]' /tmp/counters)" "$default_hooks"
for name in abandoned in_flight retry_pending untracked; do
	at_least "$name is there" "$(get $name)" 0
done
equal "every line is a name and a number" \
	"$(grep -cvE '^[a-z_.]+ [0-9]+$' /tmp/counters)" 0
equal "all hooks are armed" "$(grep -c ' armed ' $stat/hooks)" "$default_hooks"
equal "all times are in latency" "$(grep -c '[.]count [0-9]*$' $stat/latency)" \
	$((13 + $(has_vma_lock && echo 1 || echo 0) + $(has_writer && echo 2 || echo 0)))
sed -n 's/^memory: /# memory: /p' $stat/hooks
at_most "a CPU has not more than 16 KiB" \
	"$(sed -n 's/^memory: \([0-9]*\) bytes for each .*/\1/p' $stat/hooks)" 16384
check "summary fits on a screen" [ "$(wc -l <$stat/summary)" -le 46 ]
equal "none of its lines is too long" "$(awk 'length() > 100' $stat/summary | wc -l)" 0

# One snapshot an open: what is read in small pieces is still one moment.
swap_on
exec 5<$stat/counters
/w/swap_touch -p 500 >/dev/null
equal "a file opened before shows the moment of its opening" \
	"$(awk '/^fault[.]/ { n += $2 } END { print n + 0 }' <&5)" 0
exec 5<&-
snap
equal "a file opened after shows what happened" "$(sum 'fault[.].*')" 500
# Standing still, for the commands below take faults themselves.
echo 0 >$param/enabled
snap
dd if=$stat/counters bs=7 2>/dev/null >/tmp/pieces
check "reading in pieces gives the same text" cmp /tmp/pieces /tmp/counters
echo 1 >$param/enabled

reset
snap
equal "reset zeroes the counters" "$(sum 'fault[.].*')" 0

exec 5<$stat/counters
check "rmmod is refused while a file is open" fails unload 2>/dev/null
exec 5<&-
check "rmmod" unload
check "nothing is left in debugfs" fails [ -e $stat ]
equal "no probe is left" "$(wc -l </sys/kernel/debug/kprobes/list)" 0
load
check "it can be loaded again" unload
done_testing

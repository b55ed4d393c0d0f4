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

# head_ns FILE: when it was read, in ns since the boot.
head_ns() {
	sed -n 's/^taken_ns //p' "$1"
}

load
for file in counters latency summary hooks by_process by_cgroup by_swap; do
	equal "$file is readable by all and never writable" "$(mode $file)" 444
done
equal "reset is for writing only" "$(mode reset)" 200
check "a second insmod is refused" fails insmod $ko 2>/dev/null

snap
check "counters is well-formed" well_formed /tmp/counters
check "latency is well-formed" well_formed $stat/latency
for by in process cgroup swap; do
	check "by_$by is well-formed" well_formed $stat/by_$by
done
equal "the format has a version" "$(head_of format)" 2
check "the kernel is this one" [ "$(head_of kernel)" = "$(uname -r)" ]
equal "it has VMA locks if it has their function" "$(head_of vma_lock)" \
	"$(grep -c ' lock_vma_under_rcu$' /proc/kallsyms)"
equal "and a hook on writers if they are out of line" \
	"$(grep -c '^hook[.]vma_start_write armed$' /tmp/counters)" \
	"$(grep -c ' __vma_start_write$' /proc/kallsyms)"
equal "it counts" "$(head_of counting)" 1
equal "and takes times" "$(head_of timing)" 1
for file in counters latency by_process; do
	began=$(head_ns $stat/$file)
	check "the moment of $file lies between those around it" \
		[ "$began" -lt "$(head_ns $stat/$file)" ]
done
equal "all cells of fault.* are printed" "$(grep -c '^fault[.]' /tmp/counters)" $((3 * 8 * 9))
equal "all cells of retry.* are printed" "$(grep -c '^retry[.]' /tmp/counters)" $((3 * 7))
equal "all cells of folio_lock.* are printed" "$(grep -c '^folio_lock[.]' /tmp/counters)" $((3 * 4))
equal "all cells of fallback.* are printed" "$(grep -c '^fallback[.]' /tmp/counters)" 6
# What the read of each fault took is known with hooks=all,read only.
equal "all cells of hold_ns.* are printed" "$(grep -c '^hold_ns[.]' /tmp/counters)" $((3 * 6))
equal "every hook has its missed.*" "$(grep -c '^missed[.]' /tmp/counters)" "$default_hooks"
equal "and its calls.*" "$(grep -c '^calls[.]' /tmp/counters)" "$default_hooks"
for name in abandoned in_flight retry_pending untracked; do
	at_least "$name is there" "$(get $name)" 0
done
equal "every line but the header and the end is a name and a number" \
	"$(sed '1,/^hook[.]handle_mm_fault /d; /^end$/d' /tmp/counters |
		grep -cvE '^[a-z_.]+ [0-9]+$')" 0
equal "no name is there twice" "$(cut -d ' ' -f 1 /tmp/counters | sort | uniq -d | wc -l)" 0
equal "all hooks are armed" "$(armed)" "$default_hooks"
equal "all times are in latency" "$(grep -c '[.]count [0-9]*$' $stat/latency)" \
	$((13 + $(has_vma_lock && echo 1 || echo 0) + $(has_writer && echo 2 || echo 0)))
sed -n 's/^memory: /# memory: /p' $stat/hooks
at_most "the cells and histograms of a CPU are not more than 12 KiB" \
	"$(sed -n 's/^memory: \([0-9]*\) bytes for each .*/\1/p' $stat/hooks)" 12288
check "summary fits on a screen" [ "$(wc -l <$stat/summary)" -le 46 ]
# The first one names the kernel, however long its name is.
equal "none of its lines is too long" \
	"$(awk -v kernel="$(uname -r)" 'length() > 80 + (NR == 1 ? 10 + length(kernel) : 0)' \
		$stat/summary | wc -l)" 0

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
# One open, read by 7 bytes at first and then at once.
exec 5<$stat/counters
{
	dd bs=7 count=40 2>/dev/null
	cat
} <&5 >/tmp/pieces
exec 5<&-
check "reading in pieces gives the whole text" well_formed /tmp/pieces
snap
equal "with every line" "$(wc -l </tmp/pieces)" "$(wc -l </tmp/counters)"
echo 1 >$param/enabled

reset
snap
equal "reset zeroes the counters" "$(sum 'fault[.].*')" 0
at_most "and the time since the last one, in s" $(($(head_of since_reset_ns) / 1000000000)) 60

exec 5<$stat/counters
check "rmmod is refused while a file is open" fails unload 2>/dev/null
exec 5<&-
check "rmmod" unload
check "nothing is left in debugfs" fails [ -e $stat ]
equal "no probe is left" "$(wc -l </sys/kernel/debug/kprobes/list)" 0
load
check "it can be loaded again" unload
done_testing

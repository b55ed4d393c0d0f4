# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# What nobody should write or read: random bytes, odd sizes and places, and a
# system without debugfs mounted.
# swap: zram
# default: 7.3/zram
# vm: --one-thread

. ./lib.sh

# write_to FILE TEXT: does the kernel take it?
write_to() {
	printf %s "$2" >"$1" 2>/dev/null
}

load
swap_on

# Parameters that can be written take 0 and 1, as the kernel spells them.
for name in enabled timing breakdown; do
	before=$(cat $param/$name)
	for text in ' ' 2 -1 maybe 99999999999999999999; do
		check "$name takes no '$text'" fails write_to $param/$name "$text"
	done
	equal "$name is as it was" "$(grep -c "^$before$" $param/$name)" 1
done
for name in max_faults hooks all_faults breakdown_rows direct; do
	check "$name is not for writing" fails write_to $param/$name 1
done
for size in 1 7 4095 4096 4097 65536; do
	for file in $param/enabled $param/timing $param/breakdown $param/reset $stat/reset; do
		dd if=/dev/urandom of="$file" bs=$size count=1 2>/dev/null
	done
done
echo 1 >$param/enabled
echo 1 >$param/timing
for file in counters latency summary hooks by_process by_cgroup by_swap; do
	check "$file cannot be written to" fails write_to $stat/$file 1
done
check "reset cannot be read" fails sh -c "cat $stat/reset" 2>/dev/null

# Standing still, the text is the same in whatever pieces.
/w/swap_touch -p 300 >/dev/null
echo 0 >$param/enabled
for file in counters latency hooks by_process by_cgroup by_swap; do
	cat $stat/$file >/tmp/whole
	for size in 1 13 4095 4097 1000000; do
		dd if=$stat/$file bs=$size 2>/dev/null >/tmp/pieces
		check "$file in pieces of $size" cmp /tmp/pieces /tmp/whole
	done
	size=$(wc -c </tmp/whole)
	equal "$file read from behind its end" \
		"$(dd if=$stat/$file bs=1 skip=$((size + 10)) 2>/dev/null | wc -c)" 0
	dd if=$stat/$file bs=1 skip=100 count=50 2>/dev/null >/tmp/pieces
	dd if=/tmp/whole bs=1 skip=100 count=50 2>/dev/null >/tmp/part
	check "$file from the middle" cmp /tmp/pieces /tmp/part
done
echo 1 >$param/enabled

# No address of the kernel, nor what is made of one.
check "no file shows an address" \
	fails sh -c "cat $stat/* 2>/dev/null | grep -iE '0x|ffff[0-9a-f]{8}'"

check "no second copy" fails insmod $ko 2>/dev/null
unload
umount /sys/kernel/debug
check "it loads without debugfs mounted" insmod $ko
/w/swap_touch -p 300 >/dev/null
mount -t debugfs debugfs /sys/kernel/debug
snap
equal "and has counted when it is" "$(sum "fault[.]${user_lock}[.]swap[.].*")" 300
check "users other than root have no way in" \
	[ "$(stat -c %a /sys/kernel/debug)" = 700 ]
unload
done_testing

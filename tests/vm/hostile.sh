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

# same_text FILE1 FILE2: but for the moment at which each was read.
same_text() {
	for same_file; do
		sed -E 's/^(since_reset|taken)_ns .*/\1/' "$same_file" >"$same_file.same"
	done
	cmp "$1.same" "$2.same"
}

# middle_of FILE: 50 bytes behind the header, which may have one digit more next time.
middle_of() {
	for _ in 1 2 3; do
		cat "$1" >/tmp/whole
		dd if="$1" bs=1 skip=800 count=50 2>/dev/null >/tmp/pieces
		cat "$1" >/tmp/again
		[ "$(wc -c </tmp/whole)" -ne "$(wc -c </tmp/again)" ] || break
	done
	dd if=/tmp/whole bs=1 skip=800 count=50 2>/dev/null >/tmp/middle
	[ -s /tmp/middle ] && cmp /tmp/pieces /tmp/middle
}

# Standing still, the text is the same in whatever pieces.
echo 1 >$param/breakdown
/w/swap_touch -p 300 >/dev/null
echo 0 >$param/enabled
for file in counters latency hooks by_process by_cgroup by_swap; do
	cat $stat/$file >/tmp/whole
	for size in 1 13 4095 4097 1000000; do
		dd if=$stat/$file bs=$size 2>/dev/null >/tmp/pieces
		check "$file in pieces of $size" same_text /tmp/pieces /tmp/whole
	done
	size=$(wc -c </tmp/whole)
	equal "$file read from behind its end" \
		"$(dd if=$stat/$file bs=1 skip=$((size + 100)) 2>/dev/null | wc -c)" 0
	check "$file from the middle" middle_of $stat/$file
done
echo 1 >$param/enabled

# No address of the kernel, nor what is made of one. longest has that of a fault in its
# process; the directory is for root alone.
equal "the files are for root alone" "$(stat -c %a /sys/kernel/debug)" 700
check "no file shows an address of the kernel" \
	fails sh -c "cat $stat/* 2>/dev/null |
		grep -vE '^longest[.][a-z_]+[.]address 0x[0-9a-f]{1,14}$' |
		grep -iE '0x|ffff[0-9a-f]{8}'"

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

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# By swap device: a disk, a swap file and zram, which come and go.
# swap: disk
# default: 7.3/disk
# vm: --modules ext4
# needs: CONFIG_EXT4_FS

. ./lib.sh
. ./rows.sh

# device_of FILE: as by_swap names a block device.
device_of() {
	echo "$((0x$(stat -c %t "$1"))):$((0x$(stat -c %T "$1")))"
}

swap_on 1
load breakdown=1
/w/swap_touch -p 300 >/dev/null
check "nobody has named the device yet" grep -q '^0 .* -$' $stat/by_swap
cat /proc/swaps >/dev/null
check "until /proc/swaps is read" grep -q "^0 .* $(device_of /dev/vda)\$" $stat/by_swap

# A swap file in the place of the device, and then another device in its place.
echo 64M >/sys/block/zram0/disksize
mke2fs -b 4096 /dev/zram0 >/dev/null
mkdir /tmp/fs
mount -t ext4 /dev/zram0 /tmp/fs
dd if=/dev/zero of=/tmp/fs/swap bs=1M count=16 2>/dev/null
mkswap /tmp/fs/swap >/dev/null
swapon /tmp/fs/swap
swapoff /dev/vda
file=$(device_of /dev/zram0):$(stat -c %i /tmp/fs/swap)
reset
/w/swap_touch -p 200 >/dev/null
zram=/dev/zram$(cat /sys/class/zram-control/hot_add)
echo 64M >"/sys/block/${zram#/dev/}/disksize"
mkswap "$zram" >/dev/null
swapon "$zram"
cat /proc/swaps
swapoff /tmp/fs/swap
/w/swap_touch -p 400 >/dev/null
check "the machine gets quiet again" quiet
cat /proc/swaps
add_up "on three devices"
sed 's/^/# /' /tmp/by_swap
equal "the file has its faults" "$(user_faults swap 1)" 200
check "and keeps its name" grep -q "^1 .* $file\$" /tmp/by_swap
equal "the device has its own" "$(user_faults swap 0)" 400
check "and the name of the first one is gone" grep -q "^0 .* $(device_of "$zram")\$" /tmp/by_swap
swapoff "$zram"
umount /tmp/fs
unload
done_testing

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# A kernel whose per-VMA locks are not conditional on CONFIG_PER_VMA_LOCK any more is one
# that has them; one that has them in a way that is not known is refused. Both are made
# from the headers of this kernel, which are found before those in its build tree.
# kernels: each
# default: 7.3

set -e

case $KVER in
6.1.*)
	echo "# $KVER has no VMA locks"
	exit 0
	;;
esac

# headers DIRECTORY SED: those of the kernel that have something to do with VMA locks, and
# its configuration without CONFIG_PER_VMA_LOCK, after that edit.
headers() {
	rm -rf "$1"
	mkdir -p "$1/linux" "$1/generated"
	from=/lib/modules/$KVER/source/include/linux
	for file in $(grep -lwE 'CONFIG_PER_VMA_LOCK|mm_lock_seq' "$from"/*.h); do
		sed "$2" "$file" >"$1/linux/${file##*/}"
	done
	[ -e "$1/linux/mm_types.h" ]
	grep -v -w CONFIG_PER_VMA_LOCK "/lib/modules/$KVER/build/include/generated/autoconf.h" \
		>"$1/generated/autoconf.h"
	grep -qw CONFIG_PER_VMA_LOCK "/lib/modules/$KVER/build/include/generated/autoconf.h"
}

# build_with DIRECTORY
build_with() {
	make clean >/dev/null
	make -C "/lib/modules/$KVER/build" "M=$PWD" W=1 "vls_mm_types=$1/linux/mm_types.h" \
		"NOSTDINC_FLAGS=-nostdinc -I$1" "CONFIG_PER_VMA_LOCK=" \
		modules >/tmp/build 2>&1
}

# What the module must know is asked of a file that includes compat.h.
echo '#include "../tests/host/other_kernel/vma_lock.h"' >>src/control.c

headers /tmp/always 's/CONFIG_PER_VMA_LOCK/CONFIG_MMU/g'
! grep -rqw CONFIG_PER_VMA_LOCK /tmp/always
build_with /tmp/always || {
	grep -E 'error|warning' /tmp/build
	echo "# it does not build where VMA locks are not conditional"
	exit 1
}
! grep -E 'warning|error' /tmp/build
[ -e vmalockstat.ko ]

# The check can fail: with the locks conditional, and not configured, there are none.
headers /tmp/without ''
if build_with /tmp/without; then
	echo "# VMA locks are found where there are none"
	exit 1
fi
grep -F 'the kernel has VMA locks' /tmp/build

headers /tmp/unknown 's/mm_lock_seq/mm_lock_sequence/g'
if build_with /tmp/unknown; then
	echo "# it builds with VMA locks of an unknown kind"
	exit 1
fi
grep -F 'per-VMA locks of a kind that is not known here' /tmp/build

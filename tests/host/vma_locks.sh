# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# A kernel where per-VMA locks are no option any more but always there: the module must
# take FAULT_FLAG_VMA_LOCK for what it is. One that has them in a way that is not known
# is refused.
# kernels: each
# default: none

set -e
# shellcheck source=/dev/null
. tests/host/other_kernel/headers.sh

# build OUT [TARGET]
build() {
	make clean >/dev/null
	make -C "$1/build" "M=$PWD" "${2:-modules}" >/tmp/build 2>&1
}

# constants OUT: what src/compat.h makes of these headers, as "VLS_HAVE_VMA_LOCK 1".
constants() {
	rm -rf /tmp/constants
	mkdir /tmp/constants
	# The flags that Kbuild finds out are wanted too.
	sed '/^obj-m/,$d' Kbuild | sed "s,\$(src),$PWD,g" >/tmp/constants/Kbuild
	echo 'obj-m := constants.o' >>/tmp/constants/Kbuild
	cat >/tmp/constants/constants.c <<-'END'
		#include <linux/kbuild.h>
		#include "compat.h"
		#include "decode.h"

		void constants(void);
		void constants(void)
		{
			DEFINE(HAVE, VLS_HAVE_VMA_LOCK);
			DEFINE(FLAG, VLS_FAULT_FLAG_VMA_LOCK);
			DEFINE(KERNEL_FLAG, FAULT_FLAG_VMA_LOCK);
			DEFINE(LOCK, vls_decode_lock(FAULT_FLAG_USER | FAULT_FLAG_VMA_LOCK));
			DEFINE(VMA, VLS_LOCK_VMA);
		}
	END
	make -C "$1/build" M=/tmp/constants constants.s >/tmp/build 2>&1 || {
		cat /tmp/build
		return 1
	}
	sed -n 's/^.*\.ascii "->\([A-Z_]*\) \$*\([0-9]*\) .*/\1 \2/p' /tmp/constants/constants.s
}

# constant NAME: of the list in /tmp/list.
constant() {
	sed -n "s/^$1 //p" /tmp/list
}

bad() {
	echo "# $1"
	[ ! -e /tmp/list ] || sed 's/^/# /' /tmp/list
	exit 1
}

# check_constants: a fault with the kernel's flag is one under the VMA lock.
check_constants() {
	constants "$1" >/tmp/list || exit 1
	if [ "$(constant HAVE)" != 1 ] || [ "$(constant FLAG)" != "$(constant KERNEL_FLAG)" ] ||
		[ "$(constant FLAG)" = 0 ] ||
		[ "$(constant LOCK)" != "$(constant VMA)" ]; then
		bad "$1: the VMA lock is not known"
	fi
}

grep -q '^CONFIG_PER_VMA_LOCK=y' "/lib/modules/$KVER/build/include/config/auto.conf" || {
	echo "# $KVER has no per-VMA locks"
	exit 0
}

# As it is.
headers_copy /tmp/stock
check_constants /tmp/stock

# No option: each condition is true, and nothing is called CONFIG_PER_VMA_LOCK. Those of
# statistics have an option of their own.
headers_copy /tmp/always
grep -Rlw CONFIG_PER_VMA_LOCK /tmp/always/source/include | while read -r file; do
	headers_edit /tmp/always "${file#/tmp/always/source/}" '
		s/^#ifdef CONFIG_PER_VMA_LOCK$/#if 1/
		s/^#ifndef CONFIG_PER_VMA_LOCK$/#if 0/
		s/defined(CONFIG_PER_VMA_LOCK)/1/
		s/IS_ENABLED(CONFIG_PER_VMA_LOCK)/1/
		s,/\* !*CONFIG_PER_VMA_LOCK \*/,,'
done
sed -i '/CONFIG_PER_VMA_LOCK\>/d' /tmp/always/build/include/generated/autoconf.h \
	/tmp/always/build/include/config/auto.conf
if grep -Rw CONFIG_PER_VMA_LOCK /tmp/always/source/include \
	/tmp/always/build/include/generated/autoconf.h \
	/tmp/always/build/include/config/auto.conf; then
	bad "the headers still know the option"
fi
check_constants /tmp/always
build /tmp/always || { cat /tmp/build; exit 1; }
! grep -E 'warning|error' /tmp/build || exit 1

# The same code comes of both, so all else is known too: the numbers of the locks, which
# writers there are, which functions.
code() {
	objdump -d --no-show-raw-insn vmalockstat.o | grep -v 'file format'
}
code >/tmp/code.always
build /tmp/stock || { cat /tmp/build; exit 1; }
code >/tmp/code.stock
[ "$(wc -l </tmp/code.stock)" -gt 1000 ]
cmp /tmp/code.stock /tmp/code.always || bad "another module comes of it"

# Renamed: the flag is there, and nothing that the module knows to read.
headers_copy /tmp/renamed
grep -Rlw mm_lock_seq /tmp/renamed/source/include | while read -r file; do
	headers_edit /tmp/renamed "${file#/tmp/renamed/source/}" \
		's/\<mm_lock_seq\>/mm_write_seq/g'
done
sed -i '/CONFIG_PER_VMA_LOCK\>/d' /tmp/renamed/build/include/generated/autoconf.h \
	/tmp/renamed/build/include/config/auto.conf
! build /tmp/renamed || bad "it builds where the locks are not known"
grep -q '#error "this kernel has per-VMA locks of a kind that is not known here"' /tmp/build || {
	cat /tmp/build
	bad "the build does not say what is wrong"
}
# With the option too, where the compiler says so.
headers_copy /tmp/option
grep -Rlw mm_lock_seq /tmp/option/source/include | while read -r file; do
	headers_edit /tmp/option "${file#/tmp/option/source/}" \
		's/\<mm_lock_seq\>/mm_write_seq/g'
done
! build /tmp/option || bad "it builds where the locks are not known"
grep -q '#error "this kernel has per-VMA locks of a kind that is not known here"' /tmp/build || {
	cat /tmp/build
	bad "the build does not say what is wrong"
}
make clean >/dev/null

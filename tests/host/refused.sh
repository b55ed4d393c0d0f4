# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Kernels that the module is not for are refused at build with a reason; on one
# that declares a function in another way it builds without its hook.
# kernels: each
# default: 7.3

set -e

# refused REASON MAKE_ARG...: the build fails and says why.
refused() {
	reason=$1
	shift
	if make "KVER=$KVER" "$@" >/tmp/build 2>&1; then
		echo "# make $* succeeds"
		exit 1
	fi
	grep -F "$reason" /tmp/build || {
		cat /tmp/build
		echo "# make $* does not say: $reason"
		exit 1
	}
}

refused "vmalockstat needs a 64-bit kernel" CONFIG_64BIT=
refused "vmalockstat needs a little-endian kernel" CONFIG_CPU_BIG_ENDIAN=y
refused "vmalockstat needs CONFIG_MMU and CONFIG_SWAP" CONFIG_MMU=
refused "vmalockstat needs CONFIG_MMU and CONFIG_SWAP" CONFIG_SWAP=
refused "vmalockstat needs CONFIG_KPROBES, CONFIG_KRETPROBES and" CONFIG_KRETPROBES=
refused "vmalockstat needs CONFIG_KPROBES, CONFIG_KRETPROBES and" CONFIG_DEBUG_FS=
refused "this kernel has an unknown struct vm_fault" \
	KCFLAGS="-include $PWD/tests/host/other_kernel/vm_fault.h"

# What becomes of a hook then, tests/vm/missing_symbol.sh looks at.
make clean >/dev/null
make -C "/lib/modules/$KVER/build" "M=$PWD" src/hooks/folio_lock_or_retry.o \
	"KCFLAGS=-include $PWD/tests/host/other_kernel/folio_lock.h" \
	>/tmp/build 2>&1 || { cat /tmp/build; exit 1; }
grep -E 'warning|error' /tmp/build && exit 1
[ -e src/hooks/folio_lock_or_retry.o ]

# An older kernel's mm_lock_seq, which no kernel here has.
mkdir -p /tmp/mm_lock_seq
sed "/^obj-m/,\$d; s,\$(src),$PWD,g" Kbuild >/tmp/mm_lock_seq/Kbuild
echo 'obj-m := mm_lock_seq.o' >>/tmp/mm_lock_seq/Kbuild
sed "s,../../../src,$PWD/src," tests/host/other_kernel/mm_lock_seq.c \
	>/tmp/mm_lock_seq/mm_lock_seq.c
make -C "/lib/modules/$KVER/build" M=/tmp/mm_lock_seq W=1 mm_lock_seq.o \
	>/tmp/build 2>&1 || { cat /tmp/build; exit 1; }
grep -E 'warning|error' /tmp/build && exit 1
[ -e /tmp/mm_lock_seq/mm_lock_seq.o ]

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Kernels with one option off: the module builds without a warning, or says in one line
# what it needs.
#
# The configuration is the kernel's own, from its Kconfig files: what needs the option is
# off too. As selected options cannot be switched off, what would select it is, in a copy
# of these files. Of a kernel with that option off a module sees the .config,
# include/generated/autoconf.h and include/config/auto.conf (from which the Makefile takes
# the flags of the compiler), which kconfig makes anew, and include/generated/bounds.h,
# which is made as the kernel makes it; for the options as they are it must come out as
# the packaged one. The headers are the same. Left as it was is asm-offsets.h, which is
# for assembly, and Module.symvers: symbols are looked at below.
# kernels: each
# source: linux
# default: none

set -e
# shellcheck source=/dev/null
. tests/host/other_kernel/headers.sh

series=$(echo "$KVER" | sed 's/^\([0-9]*\.[0-9]*\).*/\1/')
base=$(echo "$KVER" | sed 's/^\([0-9.]*\).*/\1/')
kconfig=/tmp/kconfig
mkdir $kconfig
tar -C $kconfig --strip-components=1 --no-same-owner --wildcards \
	-xJf "/usr/src/linux-source-$series.tar.xz" '*/Kconfig*' 'linux-source-*/scripts/*.sh' \
	'linux-source-*/kernel/bounds.c'
compiler=$(gcc --version | head -n 1)
pahole=$($kconfig/scripts/pahole-version.sh pahole)
headers_copy /tmp/headers
cp /tmp/headers/build/.config /tmp/config
cp -r $kconfig /tmp/kconfig.stock
mkdir /tmp/bounds
cp $kconfig/kernel/bounds.c /tmp/bounds
echo 'obj-m := bounds.o' >/tmp/bounds/Kbuild

# configure [OPTION]: the headers as those of a kernel with it off.
configure() {
	rm -rf $kconfig
	cp -r /tmp/kconfig.stock $kconfig
	cp /tmp/config /tmp/headers/build/.config
	[ -z "$1" ] || {
		grep -rlE "select $1( |\$)" $kconfig --include='Kconfig*' |
			xargs -r sed -i -E \
				-e "s/^([[:space:]]*)select $1[[:space:]]+if (.*)/\1depends on !(\2)/" \
				-e "s/^([[:space:]]*)select $1[[:space:]]*\$/\1depends on n/"
		grep -rlE "^(menu)?config $1\$" $kconfig --include='Kconfig*' |
			xargs sed -i -E "/^(menu)?config $1\$/a\\	depends on n"
	}
	(
		cd /tmp/headers/build
		export srctree=$kconfig ARCH=x86 SRCARCH=x86 KERNELVERSION="$base" \
			CC=gcc LD=ld AR=ar NM=nm OBJCOPY=objcopy READELF=readelf HOSTCC=gcc \
			PAHOLE=pahole RUSTC=rustc BINDGEN=bindgen PAHOLE_VERSION="$pahole" \
			CC_VERSION_TEXT="$compiler" RUSTC_VERSION_TEXT=
		scripts/kconfig/conf --olddefconfig Kconfig
		scripts/kconfig/conf --syncconfig Kconfig
	) >/tmp/configure 2>&1 || { cat /tmp/configure; return 1; }
	rm -f /tmp/bounds/bounds.s
	make -C /tmp/headers/build M=/tmp/bounds bounds.s >/tmp/configure 2>&1 || {
		cat /tmp/configure
		return 1
	}
	sed -n 's/^.*\.ascii "->\([A-Z_]*\) \$*\([0-9]*\) .*/#define \1 \2/p' \
		/tmp/bounds/bounds.s >/tmp/headers/build/include/generated/bounds.h
	[ -z "$1" ] || ! grep -q "^CONFIG_$1=" /tmp/headers/build/include/config/auto.conf || {
		echo "# $1 is still on"
		return 1
	}
}

# build: with the headers as they are.
build() {
	make clean >/dev/null
	make -j "$(nproc)" "KDIR=/tmp/headers/build" >/tmp/build 2>&1
}

failed=0
fail() {
	echo "# $1"
	sed 's/^/# /' /tmp/build | tail -n 20
	failed=1
}

# builds OPTION [SYMBOLS]: with it off, and has no need of symbols that are gone then.
builds() {
	configure "$1"
	if ! build; then
		fail "$1 off: it does not build"
	elif grep -E 'warning|error' /tmp/build; then
		fail "$1 off: the build warns"
	elif [ -n "$2" ] && nm -u vmalockstat.ko | grep -E "$2"; then
		fail "$1 off: it needs the above"
	else
		echo "ok $1 off"
	fi
}

# refused OPTION REASON: it says so in one line, before it compiles anything.
refused() {
	configure "$1"
	if build; then
		fail "$1 off: it builds"
	elif [ "$(grep -c '\*\*\* .*vmalockstat needs' /tmp/build)" != 1 ] ||
		! grep -qF "$2" /tmp/build || grep -q '^  CC' /tmp/build; then
		fail "$1 off: it does not say in one line: $2"
	else
		echo "ok $1 off: refused"
	fi
}

configure ''
sed -n 's/^\(#define [A-Z_]* [0-9]*\) .*/\1/p' \
	"/lib/modules/$KVER/build/include/generated/bounds.h" >/tmp/bounds/packaged
diff /tmp/bounds/packaged /tmp/headers/build/include/generated/bounds.h
builds ''
builds FUNCTION_TRACER '(^| )(__fentry__|.*ftrace.*)$'
builds DYNAMIC_FTRACE_WITH_DIRECT_CALLS 'ftrace_direct|ftrace_set_filter|ftrace_free_filter'
builds UPROBES uprobe
builds MEMCG mem_cgroup
builds CGROUPS 'cgroup|css_'
builds TRACEPOINTS 'tracepoint|trace_event|trace_raw|trace_print'
builds SCHED_INFO sched_info
builds NUMA 'numa|mempolicy'
builds USERFAULTFD userfault
builds MIGRATION migrat
builds KALLSYMS_ALL kallsyms
builds STACKTRACE stack_trace
refused KPROBES "vmalockstat needs CONFIG_KPROBES, CONFIG_KRETPROBES and CONFIG_DEBUG_FS"
refused KRETPROBES "vmalockstat needs CONFIG_KPROBES, CONFIG_KRETPROBES and CONFIG_DEBUG_FS"
refused DEBUG_FS "vmalockstat needs CONFIG_KPROBES, CONFIG_KRETPROBES and CONFIG_DEBUG_FS"
refused SWAP "vmalockstat needs CONFIG_MMU and CONFIG_SWAP"

# Of the architectures that have swap none is without an MMU, so kconfig cannot do this.
configure ''
sed -i '/^CONFIG_MMU=/d' /tmp/headers/build/include/config/auto.conf
! build || fail "MMU off: it builds"
grep -qF "vmalockstat needs CONFIG_MMU and CONFIG_SWAP" /tmp/build ||
	fail "MMU off: it does not say so"
make clean >/dev/null
[ "$failed" = 0 ]

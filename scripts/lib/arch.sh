# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What differs between the architectures of the kernels, and the kernels of
# those that are not the root's own: unpacked there, never installed, built for
# with a cross compiler, booted by QEMU. To be sourced after root.sh.

# arch_of SERIES|KVER
arch_of() {
	case $1 in
	*-arm64) echo arm64 ;;
	*) echo amd64 ;;
	esac
}

# arch_set SERIES|KVER: sets ARCH and all that goes with it.
# shellcheck disable=SC2034 # for those who source this
arch_set() {
	ARCH=$(arch_of "$1")
	case $ARCH in
	amd64)
		ARCH_CC=gcc
		ARCH_BUILD_PACKAGES=
		ARCH_BUSYBOX=$ROOT/usr/bin/busybox
		ARCH_QEMU=qemu-system-x86_64
		ARCH_QEMU_PACKAGE=qemu-system-x86
		ARCH_MACHINE=q35
		ARCH_CPU=max
		ARCH_CONSOLE=ttyS0
		;;
	arm64)
		ARCH_CC=aarch64-linux-gnu-gcc
		# Without pahole the build takes the module away again.
		ARCH_BUILD_PACKAGES="gcc-aarch64-linux-gnu libc6-dev-arm64-cross pahole"
		ARCH_BUSYBOX=$ROOT/opt/arm64/busybox
		ARCH_QEMU=qemu-system-aarch64
		ARCH_QEMU_PACKAGE=qemu-system-arm
		# More than eight CPUs; features that emulation is slow with left out.
		ARCH_MACHINE=virt,gic-version=3
		ARCH_CPU=max,sve=off,pauth=off
		ARCH_CONSOLE=ttyAMA0
		;;
	esac
}

# --- kernels of another architecture ----------------------------------------

# foreign_ready KVER: the mark is the last that foreign_unpack makes.
foreign_ready() {
	[ -e "$ROOT/usr/lib/modules/$1/unpacked" ] &&
		[ -e "$ROOT/opt/$(arch_of "$1")/busybox" ]
}

# foreign_kernel SERIES|KVER: put it into the root; sets KVER.
foreign_kernel() {
	arch_set "$1"
	root_add kmod
	cache_lock
	need_space 2048
	root_also "$ARCH"
	root_update
	[ -n "$KVER" ] || KVER=$(kernel_available "$1")
	[ -n "$KVER" ] || die "Debian $SUITE and its backports have no kernel $1"
	note "unpacking the stock kernel $KVER"
	# The programs of a kernel build are the root's own.
	foreign_common=${KVER%-cloud-*}
	root_install_kernel "$KVER" "linux-headers-$foreign_common-common" \
		"linux-kbuild-$foreign_common"
	foreign_unpack ||
		die "cannot get the packages of $KVER: see $CACHE/log/foreign.log"
	cache_unlock
}

# foreign_packages: those of $KVER that the archive has. From 6.19 on the kernel
# and its modules are in packages of their own.
foreign_packages() {
	root_run apt-cache pkgnames linux- |
		grep -xE "linux-(image|binary|modules|base|headers)-$(
			printf '%s' "$KVER" | sed 's/[.+]/[&]/g')" |
		sed "s/\$/:$ARCH/"
}

# foreign_unpack: put the files of the packages where an installed kernel has
# them. All names hold the version, with the architecture.
foreign_unpack() {
	foreign_dir=$TEMP/foreign
	rm -rf "$foreign_dir"
	mkdir -p "$foreign_dir/root"
	# shellcheck disable=SC2016,SC2046 # the inner shell expands it; names
	logged foreign root_run --bind "$foreign_dir:/mnt/foreign" sh -ec '
		cd /mnt/foreign
		kver=$1 arch=$2
		shift 2
		apt-get -q -o APT::Sandbox::User=root download "$@"
		for deb in *.deb; do
			dpkg-deb --fsys-tarfile "$deb" | tar -C root -xf -
		done
		mkdir -p "/opt/$arch"
		cp root/*bin/busybox "/opt/$arch/" 2>/dev/null ||
			cp root/usr/bin/busybox "/opt/$arch/"
		cp -a root/usr/src/linux-headers-* /usr/src/
		[ ! -d root/boot ] || cp -a root/boot/. /boot/
		for modules in root/lib/modules root/usr/lib/modules; do
			[ ! -d "$modules" ] || cp -a "$modules/." /usr/lib/modules/
		done
		depmod "$kver"
		touch "/usr/lib/modules/$kver/unpacked"
	' unpack "$KVER" "$ARCH" $(foreign_packages) "busybox-static:$ARCH" || return
	rm -rf "$foreign_dir"
	foreign_ready "$KVER"
}

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The Debian package, built in the root. To be sourced after root.sh and
# build.sh.

# shellcheck disable=SC2034 # for those who source this
PACKAGE_PACKAGES="debhelper dh-dkms dpkg-dev lintian"
PACKAGE=

# package_build TREE OUT: source and binary packages; sets PACKAGE to the name
# of the one to be installed. TREE is free of what builds leave.
package_build() {
	mkdir -p "$2"
	logged package root_run --bind "$1:/mnt/tree" --bind "$2:/mnt/deb" \
		sh /mnt/tree/scripts/root-deb build /mnt/tree /mnt/deb ||
		die "the Debian package does not build"
	PACKAGE=$(cd "$2" && ls vmalockstat-dkms_*_all.deb) ||
		die "the build has left no vmalockstat-dkms_*_all.deb"
}

# package_lint TREE OUT: what package_build has left there.
package_lint() {
	logged lintian root_run --bind "$1:/mnt/tree" --bind "$2:/mnt/deb" \
		sh /mnt/tree/scripts/root-deb lint /mnt/deb ||
		die "lintian finds fault with the Debian package"
}

# package_kernels SUITE: the series of stock kernels to install it for, the one
# that is there first and the one that comes later.
package_kernels() {
	case $1 in
	bookworm) echo 6.1 6.12 ;;
	*) echo 6.12 7.3 ;;
	esac
}

# package_machine SUITE: the root of a release with those kernels; sets KERNELS
# to their versions.
package_machine() {
	root_suite "$1"
	root_make
	# shellcheck disable=SC2086 # a list of names
	root_add $BUILD_PACKAGES
	KERNELS=
	for machine_series in $(package_kernels "$1"); do
		root_kernel "$machine_series"
		KERNELS="$KERNELS $KVER"
	done
}

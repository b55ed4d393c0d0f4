# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The Debian packages, built in the root. To be sourced after root.sh and
# build.sh.

# shellcheck disable=SC2034 # for those who source this
PACKAGE_PACKAGES="debhelper dh-dkms dpkg-dev lintian gcc libc6-dev make"
PACKAGES=

# package_build TREE OUT: source and binary packages; sets PACKAGES to the
# names of those to be installed. TREE is free of what builds leave.
package_build() {
	mkdir -p "$2"
	logged package root_run --bind "$1:/mnt/tree" --bind "$2:/mnt/deb" \
		sh /mnt/tree/scripts/root/deb build /mnt/tree /mnt/deb ||
		die "the Debian packages do not build"
	PACKAGES=$(cd "$2" && ls vmalockstat-dkms_*_all.deb vmalockstat_*_amd64.deb) ||
		die "the build has not left vmalockstat-dkms_*_all.deb and vmalockstat_*_amd64.deb"
}

# package_lint TREE OUT: what package_build has left there.
package_lint() {
	logged lintian root_run --bind "$1:/mnt/tree" --bind "$2:/mnt/deb" \
		sh /mnt/tree/scripts/root/deb lint /mnt/deb ||
		die "lintian finds fault with the Debian packages"
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

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The Debian package builds, lintian is silent, and what is in it is what the
# module is built from. Another version in the changelog than in dkms.conf is
# refused.

set -e
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' dkms.conf)

sh scripts/root-deb build . "$out"
sh scripts/root-deb lint "$out" >"$out/lint" || {
	sed 's/^/# /' "$out/lint"
	exit 1
}

# The sources and no more.
dpkg-deb -x "$out/vmalockstat-dkms_${version}_all.deb" "$out/files"
mkdir "$out/wanted"
cp -r Kbuild Makefile dkms.conf include src "$out/wanted/"
diff -r "$out/wanted" "$out/files/usr/src/vmalockstat-$version"
[ -z "$(find "$out/files" -mindepth 1 -maxdepth 2 ! -path "$out/files/usr" \
	! -path "$out/files/usr/src" ! -path "$out/files/usr/share")" ]

sed -i 's/^PACKAGE_VERSION=.*/PACKAGE_VERSION="9.9.9"/' dkms.conf
if sh scripts/root-deb build . "$out" >"$out/log" 2>&1; then
	echo "# a version of dkms.conf that is not the changelog's is packaged"
	exit 1
fi
grep -q "dkms.conf has PACKAGE_VERSION \"9.9.9\", debian/changelog begins with \"$version\"" "$out/log"

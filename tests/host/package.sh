# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The Debian packages build, lintian is silent, what is in that of the module is what
# it is built from, and that of the command runs on Debian 12 too. Another version in
# the changelog than in dkms.conf is refused.

set -e
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' dkms.conf)

sh scripts/root/deb build . "$out"
sh scripts/root/deb lint "$out" >"$out/lint" || {
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

# Debian 12 has glibc 2.36.
needs=$(dpkg-deb -f "$out/vmalockstat_${version}_amd64.deb" Depends)
libc=$(expr "$needs" : 'libc6 (>= \([0-9.]*\))$') ||
	{ echo "# the command depends on more than libc6: $needs"; exit 1; }
dpkg --compare-versions "$libc" le 2.36 || { echo "# the command needs $needs"; exit 1; }

sed -i 's/^PACKAGE_VERSION=.*/PACKAGE_VERSION="9.9.9"/' dkms.conf
if sh scripts/root/deb build . "$out" >"$out/log" 2>&1; then
	echo "# a version of dkms.conf that is not the changelog's is packaged"
	exit 1
fi
grep -q "dkms.conf has PACKAGE_VERSION \"9.9.9\", debian/changelog begins with \"$version\"" "$out/log"

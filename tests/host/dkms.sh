# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# dkms add ., install and remove, and what each leaves behind.
# kernels: each
# default: 7.3

set -e
version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' dkms.conf)
module=vmalockstat/$version
dkms remove "$module" --all >/dev/null 2>&1 || :
rm -rf "/usr/src/vmalockstat-$version" /var/lib/dkms/vmalockstat

dkms add .
dkms status "$module" | grep -q added
dkms install -k "$KVER" "$module"
dkms status "$module" -k "$KVER" | grep -q installed
file=$(modinfo -k "$KVER" -n vmalockstat)
echo "# installed as $file"
[ "$(modinfo -k "$KVER" -F version vmalockstat)" = "$version" ]

# A kernel without what it needs is skipped, not failed.
mkdir -p /tmp/fake
sed 's/^CONFIG_KRETPROBES=y/# CONFIG_KRETPROBES is not set/' "/lib/modules/$KVER/build/.config" >/tmp/fake/.config
if dkms build -k 6.12.0-fake --kernelsourcedir /tmp/fake --config /tmp/fake/.config "$module" >/tmp/dkms 2>&1; then
	grep -qi 'skip' /tmp/dkms || { cat /tmp/dkms; exit 1; }
else
	grep -qE 'BUILD_EXCLUSIVE|skip' /tmp/dkms || { cat /tmp/dkms; exit 1; }
fi

dkms remove "$module" --all
if modinfo -k "$KVER" vmalockstat >/dev/null 2>&1; then
	echo "# the module is still there after dkms remove"
	exit 1
fi
dkms status vmalockstat | grep . && exit 1
rm -rf "/usr/src/vmalockstat-$version"

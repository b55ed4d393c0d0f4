# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# No warning at W=1, none from sparse, and what make and modinfo tell.
# kernels: each
# default: 6.12

set -e

no_warnings() {
	! grep -E 'warning|error' /tmp/build || {
		echo "# make $*"
		return 1
	}
}

# Sparse 0.6 does not know __typeof_unqual__, which the headers of 7.x use.
sparse=1
grep -rqs __typeof_unqual__ "/lib/modules/$KVER/source/include" \
	"/lib/modules/$KVER/build/include" && sparse=0
echo "# $KVER: W=1, sparse $([ $sparse = 1 ] && echo on || echo "off: it cannot parse these headers")"
make W=1 C=$sparse "KVER=$KVER" >/tmp/build 2>&1 || { cat /tmp/build; exit 1; }
no_warnings "W=1 C=$sparse"
if [ $sparse = 1 ]; then
	# And it really ran.
	[ "$(grep -c '^  CHECK ' /tmp/build)" -ge 10 ]
fi

for field in "license: *GPL" "description: *." "author: *." \
	"version: *$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' dkms.conf)$" \
	"parm: *max_faults:.*default" "parm: *enabled:" "parm: *reset:" "parm: *hooks:"; do
	modinfo ./vmalockstat.ko | grep -qE "^$field" || {
		echo "# modinfo shows no $field"
		exit 1
	}
done

make clean >/dev/null
find . -name '*.o' -o -name '*.ko' -o -name '*.cmd' | grep . && {
	echo "# make clean left the above"
	exit 1
}

# As does kbuild's own clean, which knows no configuration.
make "KVER=$KVER" >/tmp/build 2>&1 || { cat /tmp/build; exit 1; }
make -C "/lib/modules/$KVER/build" "M=$PWD" clean >/tmp/build 2>&1 || {
	cat /tmp/build
	exit 1
}
[ ! -e vmalockstat.ko ]

# make install puts it where modprobe finds it.
make install "KVER=$KVER" >/tmp/build 2>&1 || { cat /tmp/build; exit 1; }
modinfo -k "$KVER" -n vmalockstat | grep -q /updates/
rm -f "/lib/modules/$KVER/updates/vmalockstat".ko*
depmod -a "$KVER"

# Without headers: one line that names the package, and no make noise before.
if make KVER=6.99.0-none >/tmp/build 2>&1; then
	echo "# make succeeds without headers"
	exit 1
fi
grep -q 'apt install linux-headers-6.99.0-none' /tmp/build
[ "$(grep -vc '^make' /tmp/build)" -eq 1 ]

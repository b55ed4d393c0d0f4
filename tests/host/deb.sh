# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The Debian packages on a machine with stock kernels: DKMS builds for the kernel
# that is there and for one that comes later, leaves out those that it cannot
# serve; the command runs, its timer is off; and after a purge nothing is left.
# suites: trixie bookworm
# default: trixie

set -e
version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' dkms.conf)
module=vmalockstat/$version
doc=/usr/share/doc/vmalockstat-dkms
unit=vmalockstat-openmetrics
collector=/var/lib/prometheus/node-exporter

fail() {
	echo "# $*"
	exit 1
}

# apt ARG...: its output is shown if it fails.
apt() {
	apt-get -q -y -o Dpkg::Options::=--path-include="/usr/share/doc/vmalockstat*" "$@" \
		>/tmp/apt 2>&1 || {
		cat /tmp/apt
		return 1
	}
}

# unserved KVER SED: a package of headers like Debian's, of a kernel that has
# another .config. Returns what dpkg does.
unserved() {
	rm -rf /tmp/pkg
	mkdir -p /tmp/pkg/DEBIAN "/tmp/pkg/usr/lib/modules/$1" \
		"/tmp/pkg/usr/src/linux-headers-$1/include"
	ln -s "/usr/src/linux-headers-$1" "/tmp/pkg/usr/lib/modules/$1/build"
	sed "$2" "/boot/config-$first" >"/tmp/pkg/usr/src/linux-headers-$1/.config"
	printf '%s\n' "Package: linux-headers-$1" "Version: 1" \
		"Architecture: all" "Maintainer: nobody" \
		"Description: headers of a kernel" >/tmp/pkg/DEBIAN/control
	cat >/tmp/pkg/DEBIAN/postinst <<END
#!/bin/sh
run-parts --report --exit-on-error --arg=$1 /etc/kernel/header_postinst.d
END
	chmod 755 /tmp/pkg/DEBIAN/postinst
	dpkg-deb -b /tmp/pkg /tmp/headers.deb >/dev/null
	dpkg -i /tmp/headers.deb >/tmp/apt 2>&1
}

# built KVER: DKMS has installed it there, and it is for that kernel.
built() {
	dkms status "$module" -k "$1" | grep -q installed || {
		cat /tmp/apt
		fail "DKMS has not built the module for $1"
	}
	modinfo -k "$1" -F vermagic vmalockstat | grep -q "^$1 "
	[ "$(modinfo -k "$1" -F version vmalockstat)" = "$version" ]
	echo "# $1: $(modinfo -k "$1" -n vmalockstat)"
}

# not_built KVER
not_built() {
	! dkms status "$module" -k "$1" | grep -E 'built|installed' ||
		fail "DKMS has built for $1"
	! find "/lib/modules/$1/" -name 'vmalockstat*' | grep . ||
		fail "there is a module for $1"
}

# examples: modprobe takes them, and there is such a module and such parameters.
examples() {
	cp "$doc/examples/modprobe.d/vmalockstat.conf" /etc/modprobe.d/
	modprobe -n -v -S "$first" \
		"$(grep -v '^#' "$doc/examples/modules-load.d/vmalockstat.conf")" |
		grep 'insmod .*/vmalockstat[.]ko.* max_faults=16384 hooks=' ||
		fail "modprobe does not take the examples"
	sed -n 's/^#*options vmalockstat \([a-z_]*\)=.*/\1/p' \
		/etc/modprobe.d/vmalockstat.conf >/tmp/parameters
	[ "$(wc -l </tmp/parameters)" -ge 5 ]
	while read -r parameter; do
		modinfo -k "$first" -F parm vmalockstat | grep -q "^$parameter:" ||
			fail "an example has a parameter $parameter"
	done </tmp/parameters
	sed -n 's/^#*options .* hooks=//p' /etc/modprobe.d/vmalockstat.conf |
		tr , '\n' >/tmp/hooks
	[ -s /tmp/hooks ]
	while read -r hook; do
		modinfo -k "$first" -F parm vmalockstat | grep '^hooks:' |
			grep -qw "$hook" || fail "an example has a hook $hook"
	done </tmp/hooks
	rm /etc/modprobe.d/vmalockstat.conf
}

# the_command: it reads what the module of another kernel has written, and so does its
# service.
the_command() {
	[ "$(vmalockstat --version)" = "vmalockstat $version" ]
	# And without the package.
	make -C tools >/tmp/said 2>&1 || fail "the command does not build: $(cat /tmp/said)"
	vmalockstat -d tests/tools/data/7.3/after >/tmp/said
	served=$(awk '/^fault[.](vma|mmap)[.]/ && !/[.]retry/ { n += $2 } END { print n }' \
		tests/tools/data/7.3/after/counters)
	grep -q "^ *$served " /tmp/said || fail "the command: $(cat /tmp/said)"
	[ -e /usr/share/doc/vmalockstat/examples/vmalockstat.rules.yml ]
	mkdir -p "$collector"
	sed -n 's/^ExecStart=//p' /usr/lib/systemd/system/$unit.service >/tmp/service
	VMALOCKSTAT_DIR=tests/tools/data/7.3/after sh /tmp/service
	grep -q '^vmalockstat_up 1$' "$collector/vmalockstat.prom" ||
		fail "the service writes nothing"
	! find /etc/systemd /var/lib/systemd -name "*$unit*" | grep wants ||
		fail "the timer is enabled"
	# As "systemctl enable" does; a purge takes it away again.
	mkdir -p /etc/systemd/system/timers.target.wants
	ln -s /usr/lib/systemd/system/$unit.timer /etc/systemd/system/timers.target.wants/
}

# the_command_removed: removing it is enough that no exporter goes on with old numbers.
the_command_removed() {
	echo old >"$collector/other.prom"
	apt remove vmalockstat
	[ ! -e "$collector/vmalockstat.prom" ] || fail "old numbers are left"
	[ -e "$collector/other.prom" ]
	rm -r "$collector"
	apt purge vmalockstat
}

# files: those that have the module's name.
files() {
	find / -xdev -name '*vmalockstat*' ! -path '/tmp/*' | sort
}

# nothing_left: neither a file nor a word of it in what depmod writes.
nothing_left() {
	files | diff /tmp/files - || fail "the above is left"
	! grep -l vmalockstat /lib/modules/*/modules.* || fail "depmod still has it"
	! find /lib/modules/*/updates 2>/dev/null | grep . ||
		fail "the above is left"
	! dkms status | grep . || fail "DKMS still has it"
}

# shellcheck disable=SC2086 # two versions
set -- $KERNELS
first=$1 second=$2

# A machine with the headers of one kernel, whatever else the root is used for.
for dir in /usr/lib/modules/*; do
	case ${dir##*/} in
	"$first") ;;
	"$second") rm -f "$dir/build" ;;
	*) rm -rf "$dir" ;;
	esac
done
rm -rf /usr/lib/modules/*/updates /var/lib/dkms/vmalockstat /usr/src/vmalockstat-*
depmod "$first"
depmod "$second"
files >/tmp/files

# The kernel there is built for; one that is too old is not, and is no failure.
unserved 5.10.0-99-amd64 '' || fail "the old kernel's headers: $(cat /tmp/apt)"
apt install /mnt/deb/vmalockstat-dkms_*.deb
grep -E 'Skipped|BUILD_EXCLUSIVE' /tmp/apt || fail "nothing is skipped"
built "$first"
not_built 5.10.0-99-amd64
examples
apt install /mnt/deb/vmalockstat_*_amd64.deb
the_command
the_command_removed

# The headers of another kernel come: their hook calls DKMS.
apt install --reinstall "linux-headers-$second"
built "$second"

# And those of a kernel without kretprobes. DKMS before 3.0.11 builds nothing
# either, but its hook fails.
if ! unserved 6.12.0-99-amd64 's/^CONFIG_KRETPROBES=y/# CONFIG_KRETPROBES is not set/'; then
	cat /tmp/apt
	dpkg --compare-versions "$(dpkg-query -W -f '${Version}' dkms)" lt 3.0.11 ||
		fail "a kernel that cannot be served is not skipped"
	grep -q BUILD_EXCLUSIVE /tmp/apt
fi
not_built 6.12.0-99-amd64

apt purge vmalockstat-dkms
nothing_left

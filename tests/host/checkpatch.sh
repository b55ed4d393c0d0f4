# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# checkpatch of the kernel's source is clean. What it is told to ignore: the
# lists of the taxonomy are macros by design, and a module out of the tree has
# to look at the kernel's version.
# root: changed

set -e
dir=/var/cache/checkpatch
if [ ! -e $dir/checkpatch.pl ]; then
	rm -rf $dir/new
	mkdir -p $dir/new
	cd $dir/new
	apt-get -q update >/dev/null 2>&1 || :
	apt-get -q download linux-source-6.12
	dpkg-deb --fsys-tarfile linux-source-6.12*.deb |
		tar -xO ./usr/src/linux-source-6.12.tar.xz |
		tar -xJ --strip-components=2 --no-anchored \
		linux-source-6.12/scripts/checkpatch.pl \
		linux-source-6.12/scripts/spelling.txt \
		linux-source-6.12/scripts/const_structs.checkpatch
	rm linux-source-6.12*.deb
	mv ./* ..
	cd - >/dev/null
fi
ignore=COMPLEX_MACRO,TRAILING_SEMICOLON,LINUX_VERSION_CODE,CONSTANT_COMPARISON,MACRO_ARG_UNUSED
# What only the kernel has, or only the kernel must not do.
user=ARRAY_SIZE,EMBEDDED_FUNCTION_NAME,VOLATILE,PREFER_DEFINED_ATTRIBUTE_MACRO

check() {
	xargs perl $dir/checkpatch.pl --no-tree --terse --no-summary \
		--show-types --ignore "$1" -f
}

find src include tests tools -name '*.[ch]' ! -path '*/shim/*' >/tmp/sources
[ "$(wc -l </tmp/sources)" -ge 15 ]
grep -vE '^(tests|tools)/' /tmp/sources | check "$ignore"
grep -E '^(tests|tools)/' /tmp/sources | check "$ignore,$user"

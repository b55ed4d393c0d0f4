# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Headers of kernels that there are not, made from those of one that there is. To be
# sourced by tests that have KVER.

# headers_copy OUT: the headers of KVER, to be built against in OUT/build and to be
# changed: in OUT/build what comes of the configuration, in OUT/source the rest.
headers_copy() {
	headers_from=$(readlink -f "/lib/modules/$KVER/build")
	headers_source=$(sed -n 's,^include \(.*\)/Makefile$,\1,p' "$headers_from/Makefile")
	[ -n "$headers_source" ] || {
		echo "# the headers of $KVER are not as Debian's are"
		return 1
	}
	mkdir -p "$1/build" "$1/source"
	# Links, but for what is likely to be changed: a tree of its own has 60 MB.
	for headers_one in "$headers_source"/*; do
		ln -s "$headers_one" "$1/source/"
	done
	rm "$1/source/include"
	cp -rs "$headers_source/include" "$1/source/include"
	cp -r "$headers_from/arch" "$headers_from/include" "$headers_from/.kernelvariables" \
		"$headers_from/Module.symvers" "$headers_from/.config" "$1/build"
	for headers_one in scripts tools; do
		ln -s "$(readlink -f "$headers_from/$headers_one")" "$1/build/$headers_one"
	done
	printf 'KBUILD_OUTPUT=%s\ninclude %s/Makefile\n' "$1/build" "$1/source" \
		>"$1/build/Makefile"
}

# headers_edit OUT FILE SED-SCRIPT: change a header of OUT/source; it must differ then.
headers_edit() {
	sed "$3" "$1/source/$2" >"$1/edited"
	! cmp -s "$1/edited" "$1/source/$2" || {
		echo "# nothing in $2 is changed by: $3"
		return 1
	}
	rm "$1/source/$2"
	mv "$1/edited" "$1/source/$2"
}

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# .gitignore covers all that is built: the module, the unit tests and the command.
# kernels: each
# default: none

set -e
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

list() {
	find . -type f ! -path './.git/*' | sed 's,^\./,,' | sort
}

# untracked: of the paths on standard input, those that .gitignore does not cover. Of its
# patterns these are enough: a name, a directory, a path, each with * and with ! before it.
untracked() {
	awk '
		FNR == NR {
			if (/^#/ || /^$/)
				next
			not[++n] = sub(/^!/, "")
			at = index($0, "/") && index($0, "/") < length($0) ? "^" : "(^|/)"
			end = sub(/\/$/, "") ? "/" : "$"
			gsub(/[.]/, "[.]")
			gsub(/[*]/, "[^/]*")
			pattern[n] = at $0 end
			next
		}
		{
			covered = 0
			for (i = 1; i <= n; i++)
				if ($0 ~ pattern[i])
					covered = !not[i]
		}
		!covered' .gitignore -
}

make clean >/dev/null
make -C tools clean >/dev/null
make -C tests/unit clean >/dev/null

# Nothing of the tree itself is ignored.
list >"$out/before"
untracked <"$out/before" >"$out/tracked"
diff "$out/before" "$out/tracked"

{
	make "KVER=$KVER" && make tools && make -C tests/unit
} >"$out/log" 2>&1 || { cat "$out/log"; exit 1; }
list | comm -13 "$out/before" - >"$out/built"
for built in vmalockstat.ko tools/vmalockstat tests/unit/test_unseen src/main.o Module.symvers; do
	grep -qx "$built" "$out/built"
done
untracked <"$out/built" >"$out/untracked"
[ ! -s "$out/untracked" ] || {
	sed 's/^/# .gitignore does not cover /' "$out/untracked"
	exit 1
}

# And each make clean removes all of it.
make clean >/dev/null
make -C tools clean >/dev/null
make -C tests/unit clean >/dev/null
list | comm -13 "$out/before" - >"$out/left"
[ ! -s "$out/left" ] || {
	sed 's/^/# left by make clean: /' "$out/left"
	exit 1
}

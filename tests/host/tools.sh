# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The command in tools/, built with the sanitizers, against what the module really
# printed and against what it never would. Expected numbers are computed by awk.
# TESTS are some of its tests; all by default.

set -e
TEMP=$(mktemp -d)
trap 'rm -rf "$TEMP"' EXIT
chmod 755 "$TEMP"
TOOL=$TEMP/vmalockstat
export TEMP TOOL

# As it is built for use, then for the tests.
for flags in "-O2" "-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all"; do
	make -C tools clean >/dev/null
	make -C tools "CFLAGS=$flags" >"$TEMP/build" 2>&1 || { cat "$TEMP/build"; exit 1; }
	! grep -i warning "$TEMP/build" || exit 1
done
cp tools/vmalockstat "$TOOL"
make -C tools clean >/dev/null
[ ! -e tools/vmalockstat ]
[ -z "$(find tools -name '*.o')" ]

bad=0
for file in ${TESTS:-tests/tools/test_*.sh}; do
	name=${file#tests/tools/test_}
	# Signals are a part of it: as they are where nobody ignores them, and with an
	# end if one does not do what it should.
	if env --default-signal=HUP,INT,QUIT,TERM timeout 300 sh "$file"; then
		echo "ok tools/${name%.sh}"
	else
		echo "not ok tools/${name%.sh}"
		bad=$((bad + 1))
	fi
done
[ "$bad" = 0 ]

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# No include goes upward or in a circle: the layers are those of src/LAYERS and
# tools/LAYERS. Then the same for trees that are wrong, which must be found out.

set -e
check=$PWD/tests/host/includes.awk
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
bad=0

# layered DIR SOURCE-DIR...: of the current directory.
layered() {
	layered_file=$1/LAYERS
	[ -e "$layered_file" ] || {
		echo "# there is no $layered_file"
		return 1
	}
	# shellcheck disable=SC2046 # file names without spaces
	awk -v layers="$layered_file" -f "$check" \
		$(find "$@" -name '*.[chS]' | sort)
}

layered src include || bad=1
layered tools || bad=1

# tree: a small one that is as it should be.
tree() {
	rm -rf "$made/tree"
	mkdir -p "$made/tree/include" "$made/tree/src/track"
	cd "$made/tree"
	printf '%s\n' '# from the ground up' 'include/*.h' 'src/cells.[ch]' \
		'src/track/*' 'src/hook.[ch]' 'src/main.c' >src/LAYERS
	echo '#include <linux/types.h>' >include/names.h
	echo '#include "names.h"' >src/cells.h
	echo '#include "cells.h"' >src/cells.c
	echo '#include "../cells.h"' >src/track/retry.h
	printf '#include "%s"\n' retry.h wait.h >src/track/retry.c
	echo '#include "names.h"' >src/track/wait.h
	printf '#include "%s"\n' wait.h >src/track/wait.c
	echo '#include "track/retry.h"' >src/hook.h
	echo '  #  include "hook.h"' >src/hook.c
	printf '#include "%s"\n' hook.h track/wait.h >src/main.c
}

# expect SAID: this tree is refused, and that is said of it.
expect() {
	if layered src include >"$made/said"; then
		echo "# not found out: $1"
		bad=1
	elif ! grep -qxF "# $1" "$made/said"; then
		echo "# instead of \"$1\":"
		cat "$made/said"
		bad=1
	fi
}

tree
layered src include >"$made/said" || {
	echo "# a tree that is as it should be is refused:"
	cat "$made/said"
	bad=1
}

tree
echo '#include "track/retry.h"' >>src/cells.c
expect "src/cells.c (layer 2) includes src/track/retry.h (layer 3), which is above it"

tree
echo '#include "retry.h"' >>src/track/wait.c
expect "a circle: src/track/retry src/track/wait src/track/retry"

tree
echo '#include "../src/track/retry.h"' >>src/track/wait.h
echo '#include "wait.h"' >>src/track/retry.h
expect "a circle: src/track/retry src/track/wait src/track/retry"

tree
echo '#include "hook.h"' >>src/hook.h
expect "src/hook.h includes itself"

tree
mkdir src/show
: >src/show/text.c
expect "src/show/text.c is in no layer of src/LAYERS"

tree
echo '#include "../other.h"' >>src/main.c
: >other.h
expect "other.h is in no layer of src/LAYERS"

tree
echo '#include "gone.h"' >>src/main.c
expect 'src/main.c includes "gone.h", which is nowhere'

tree
echo 'src/track/w*' >>src/LAYERS
expect "src/track/wait.c is in two layers, 3 and 6"

tree
sed -i 's,src/main.c,src/*.c,' src/LAYERS
expect "src/hook.c is in two layers, 4 and 5"

# A plain path comes before a pattern.
tree
sed -i 's,src/hook.*,src/m* src/hook.[ch],' src/LAYERS
layered src include >"$made/said" || {
	cat "$made/said"
	bad=1
}

tree
rm src/LAYERS
expect "there is no src/LAYERS"

[ "$bad" = 0 ]

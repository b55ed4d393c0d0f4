# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The documentation agrees with the source: tables, names, parameters, limits, versions,
# paths and links. At the end copies of the tree with one error each must fail.
#
# In quotes ` and $ are for sed, grep and awk.
# shellcheck disable=SC2016

set -e

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

# Words with a dot in code font that are not names of counters.
OTHER_NAMES="kernel.ftrace_enabled kprobe.session prometheus_client.openmetrics memory.high sched_info.run_delay"
# Parameters of the kernel, not of the module.
OTHER_PARAMS="kmemleak lockdown possible_cpus retbleed"

# pages TREE: relative to it.
pages() {
	(cd "$1" && ls README.md CHANGELOG.md CONTRIBUTING.md docs/*.md)
}

# read_pages TREE: what is in code font goes to $temp/spans, the lines of code blocks to
# $temp/code, each after its page and a TAB.
read_pages() {
	for read_page in $(pages "$1"); do
		awk -v page="$read_page" -v spans="$temp/spans" -v code="$temp/code" '
			function spans_of(s) {
				while (match(s, /`[^`]+`/)) {
					print page "\t" substr(s, RSTART + 1, RLENGTH - 2) >>spans
					s = substr(s, RSTART + RLENGTH)
				}
			}
			/^```/ { fenced = !fenced; next }
			fenced || /^(    |\t)/ { print page "\t" $0 >>code; next }
			/^$/ { spans_of(text); text = ""; next }
			{ text = text " " $0 }
			END { spans_of(text) }' "$1/$read_page"
	done
}

# names: of all counters, times and columns, from the lines of scripts/docs/reference --print.
names() {
	awk -F '\t' '
		$1 == "set" {
			set = label = $2
			sub(/[.].*/, "", set)
			sub(/.*[.]/, "", label)
			labels[set] = labels[set] " " label
		}
		{ type[NR] = $1; name[NR] = $2 }
		# The name with one label of each set.
		function expand(done, rest,   at, word, list, n, i) {
			if (rest == "") {
				print substr(done, 2)
				return
			}
			at = index(rest ".", ".")
			word = substr(rest, 1, at - 1)
			rest = substr(rest, at + 1)
			n = split(word ~ /^[A-Z_]+$/ ? labels[word] : word, list, " ")
			for (i = 1; i <= n; i++)
				expand(done "." list[i], rest)
		}
		END {
			expand("", "hook.HOOK")
			for (i = 1; i <= NR; i++) {
				if (type[i] ~ /^(counter|time|column)$/)
					expand("", name[i])
				if (type[i] == "time") {
					expand("", name[i] ".count")
					expand("", name[i] ".sum")
					expand("", name[i] ".max")
				}
			}
		}'
}

# check_names: those in $temp/spans and $temp/code are in $temp/names. A * stands for
# anything, a word in capitals for a label; one that begins with a dot for the end of a name.
check_names() {
	awk -F '\t' -v others="$OTHER_NAMES" '
		BEGIN {
			split(others, list, " ")
			for (i in list)
				other[list[i]] = 1
		}
		FNR == 1 { file++ }
		file == 1 { name[$1] = 1; first = $1; sub(/[.].*/, "", first); known[first] = 1; next }
		function matches(pattern,   n) {
			gsub(/[.]/, "[.]", pattern)
			gsub(/[*]/, ".*", pattern)
			gsub(/[A-Z_]*[A-Z]/, "[a-z_]+", pattern)
			pattern = (pattern ~ /^\[[.]\]/ ? "" : "^") pattern "$"
			for (n in name)
				if (n ~ pattern)
					return 1
			return 0
		}
		file == 2 && $2 ~ /^[a-zA-Z_]*[.][a-zA-Z_.*]+$/ {
			if ($2 in other || $2 ~ /[.](md|c|h|S|sh|awk|svg|yml|conf|ko|deb|bpf|config|edit|log)$/)
				next
			if (!($2 in seen))
				seen[$2] = matches($2)
			if (!seen[$2]) {
				print "# " $1 ": there is no counter, time or column " $2
				bad = 1
			}
		}
		# A line of the files: NAME VALUE.
		file == 3 && $2 ~ /^ *[a-z_]+([.][a-z_]+)+ +[0-9]+$/ {
			split($2, word, " ")
			first = word[1]
			sub(/[.].*/, "", first)
			if (first in known && !(word[1] in name)) {
				print "# " $1 ": there is no counter " word[1]
				bad = 1
			}
		}
		END { exit bad }' "$temp/names" "$temp/spans" "$temp/code"
}

# check_each KIND FILE-WITH-ALL: lines "PAGE WORD" on standard input, of words that must
# be in the file.
check_each() {
	each_bad=0
	while read -r each_page each_word; do
		grep -qxF -e "$each_word" "$2" || {
			echo "# $each_page: there is no $1 $each_word"
			each_bad=1
		}
	done
	return "$each_bad"
}

# check_same WHAT FILE FILE: the words of a table and of the source.
check_same() {
	sort "$2" >"$temp/same.1"
	sort "$3" >"$temp/same.2"
	diff "$temp/same.1" "$temp/same.2" >"$temp/same" && return
	echo "# README.md: the table of $1 differs from the source (>):"
	sed -n 's/^[<>]/#  &/p' "$temp/same"
	return 1
}

# table_words PAGE HEADING: what is in code font in the first column of that table.
table_words() {
	awk -v heading="| $2 |" '
		index($0, heading) == 1 { on = 1; next }
		on && !/^\|/ { exit }
		on { split($0, cell, "|"); print cell[2] }' "$1" |
		grep -o '`[^`]*`' | tr -d '`'
}

# words_of FILE REGEX: the lines "PAGE WORD" for each match that is a word of a line.
words_of() {
	awk -F '\t' -v regex="$2" '{
		n = split($2, word, /[ ,;]+/)
		for (i = 1; i <= n; i++)
			if (word[i] ~ regex)
				print $1, word[i]
	}' "$1" | sort -u
}

check_params() {
	sed -n 's/^MODULE_PARM_DESC(\([a-z_]*\),.*/\1/p' "$1/src/params.c" >"$temp/params"
	table_words "$1/README.md" parameter >"$temp/params.table"
	check_same parameters "$temp/params.table" "$temp/params" || return 1
	{
		words_of "$temp/spans" '^[a-z_]+=[^=]*$'
		grep -E "(insmod|modprobe|options) vmalockstat" "$temp/code" >"$temp/loads" || :
		words_of "$temp/loads" '^[a-z_]+='
	} | sed 's/=.*//' | sort -u >"$temp/params.used"
	# shellcheck disable=SC2086 # a list of names
	{ cat "$temp/params"; printf '%s\n' $OTHER_PARAMS; } >"$temp/params.known"
	check_each parameter "$temp/params.known" <"$temp/params.used"
}

check_hooks() {
	awk -F '\t' '$1 == "hook" { print $2 }' "$temp/table" >"$temp/hooks"
	sed -n 's/^#define VLS_SYMBOL_[A-Z_]*[[:space:]]*"\(.*\)"$/\1/p' "$1/src/compat.h" \
		>>"$temp/hooks"
	{ echo all; echo read; echo; } >>"$temp/hooks"
	cat "$temp/spans" "$temp/code" | awk -F '\t' '
		match($2, /hooks=[a-z_,]*/) {
			n = split(substr($2, RSTART + 6, RLENGTH - 6), hook, ",")
			for (i = 1; i <= n; i++)
				print $1, hook[i]
		}' | sort -u >"$temp/hooks.used"
	check_each hook "$temp/hooks" <"$temp/hooks.used"
}

check_files() {
	{
		sed -n 's/.*create("\([a-z_]*\)",.*/\1/p' "$1/src/debugfs.c"
		sed -n 's/^set	FILE[.]\([a-z_]*\)	.*/\1/p' "$temp/table"
	} >"$temp/files"
	table_words "$1/README.md" file >"$temp/files.table"
	check_same files "$temp/files.table" "$temp/files"
}

# limit TREE NAME
limit() {
	sed -n "s/^#define VLS_$2[[:space:]]\{1,\}\([0-9]*\)\$/\1/p" "$1/include/vmalockstat/limits.h"
}

# check_limits TREE: "N to M" and "default N" in the lines about a parameter with limits.
check_limits() {
	limits_bad=0
	for limits_param in max_faults breakdown_rows; do
		limits_name=$(echo "$limits_param" | tr '[:lower:]' '[:upper:]')
		limits_default=$(limit "$1" "${limits_name}_DEFAULT")
		limits_range="$(limit "$1" "${limits_name}_MIN") to $(limit "$1" "${limits_name}_MAX")"
		grep -qE "^[|] \`$limits_param\` .*$limits_range, default $limits_default;" "$1/README.md" || {
			echo "# README.md: expected $limits_range, default $limits_default for $limits_param"
			limits_bad=1
		}
		for limits_page in $(pages "$1"); do
			grep "\`$limits_param\`" "$1/$limits_page" |
				grep -oE '[0-9]+ to [0-9]+|default [0-9]+' |
				grep -vxF -e "$limits_range" -e "default $limits_default" >"$temp/limits" || continue
			sed "s,^,# $limits_page: $limits_param has other limits than: ," "$temp/limits"
			limits_bad=1
		done
	done
	grep -qx "## Format $(limit "$1" FORMAT)" "$1/docs/counters.md" || {
		echo "# docs/counters.md: expected a section 'Format $(limit "$1" FORMAT)'"
		limits_bad=1
	}
	return "$limits_bad"
}

check_version() {
	version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' "$1/dkms.conf")
	version_bad=0
	grep -q "^## $version\$" "$1/CHANGELOG.md" || {
		echo "# CHANGELOG.md: expected a section '$version', as in dkms.conf"
		version_bad=1
	}
	(cd "$1" && grep -noE 'vmalockstat(-dkms)?[ /_-]v?[0-9]+[.][0-9]+([.][0-9]+)?' README.md docs/*.md) |
		grep -v "[ /_-]$version\$" >"$temp/versions" || return "$version_bad"
	sed "s/^/# the version is $version: /" "$temp/versions"
	return 1
}

# check_paths TREE: of files here, and of tests by their names.
check_paths() {
	paths_bad=0
	{
		words_of "$temp/spans" '^([.]/)?(src|include/vmalockstat|scripts|tests|tools|docs|packaging|debian|examples)/'
		words_of "$temp/code" '^[.]/(scripts|tests|tools)/'
		words_of "$temp/spans" '^(vm|host)/[a-z_]+' |
			sed 's,^\([^ ]* \)\([a-z]*/[a-z_]*\).*,\1tests/\2.sh,'
	} | sort -u >"$temp/paths"
	while read -r paths_page paths_word; do
		# The shell expands what is a pattern.
		# shellcheck disable=SC2086
		(cd "$1" && ls -d ${paths_word%[.:]}) >/dev/null 2>&1 && continue
		echo "# $paths_page: there is no file $paths_word"
		paths_bad=1
	done <"$temp/paths"
	return "$paths_bad"
}

# headings PAGE: the anchors of a page.
headings() {
	awk '/^```/ { fenced = !fenced } !fenced && sub(/^#+ /, "")' "$1" |
		tr '[:upper:]' '[:lower:]' | sed 's/[^a-z0-9 _-]//g; s/ /-/g'
}

check_links() {
	links_bad=0
	for links_page in $(pages "$1"); do
		grep -oE '\]\([^) ]+\)' "$1/$links_page" | sed 's/^](//; s/)$//' |
			grep -vE '^[a-z]+:' >"$temp/links" || continue
		while read -r links_target; do
			links_file=$1/$(dirname "$links_page")/${links_target%%#*}
			[ -n "${links_target%%#*}" ] || links_file=$1/$links_page
			case $links_target in
			*#*) headings "$links_file" 2>/dev/null | grep -qxF -e "${links_target#*#}" && continue ;;
			*) [ ! -e "$links_file" ] || continue ;;
			esac
			echo "# $links_page: the link to $links_target leads nowhere"
			links_bad=1
		done <"$temp/links"
	done
	return "$links_bad"
}

# check_index TREE: docs/README.md has them all.
check_index() {
	index_bad=0
	for index_page in "$1"/docs/*.md; do
		index_page=${index_page##*/}
		[ "$index_page" = README.md ] && continue
		grep -q "^| \[$index_page\]($index_page) |" "$1/docs/README.md" || {
			echo "# docs/README.md has no line for $index_page"
			index_bad=1
		}
	done
	return "$index_bad"
}

# check TREE: prints what is wrong in it.
check() {
	check_bad=0
	rm -f "$temp/spans" "$temp/code"
	"$1/scripts/docs/reference" --print >"$temp/table" 2>"$temp/error" || {
		sed 's/^/# /' "$temp/error"
		return 1
	}
	"$1/scripts/docs/reference" --check >"$temp/error" 2>&1 || {
		sed 's/^/# /' "$temp/error"
		check_bad=1
	}
	names <"$temp/table" | sort -u >"$temp/names"
	read_pages "$1"
	for check_what in names params hooks files limits version paths links index; do
		"check_$check_what" "$1" || check_bad=1
	done
	return "$check_bad"
}

check "$PWD" || exit 1
for found in names:250 spans:500; do
	[ "$(wc -l <"$temp/${found%:*}")" -ge "${found#*:}" ] || {
		echo "# too few ${found%:*} were found: $(wc -l <"$temp/${found%:*}")"
		exit 1
	}
done

# must_fail WHAT MESSAGE FILE SED-EXPRESSION: a copy with that error.
must_fail() {
	rm -rf "$temp/copy"
	mkdir "$temp/copy"
	tar --exclude=./.git -cf - . | tar -C "$temp/copy" -xf -
	sed -i "$4" "$temp/copy/$3"
	! cmp -s "$3" "$temp/copy/$3" || {
		echo "# $1: the copy has no error"
		exit 1
	}
	! check "$temp/copy" >"$temp/errors" || {
		echo "# not found in a copy: $1"
		exit 1
	}
	grep -q -e "$2" "$temp/errors" || {
		echo "# found in a copy, but for another reason: $1"
		sed 's/^# /#   /' "$temp/errors"
		exit 1
	}
}

added='X(docs_test, "docs_test", NONE, NONE, NONE, COUNTER, EVENTS, 0,'
table=include/vmalockstat/table.h
must_fail "a counter without help" 'no help: counter.docs_test' \
	$table "/^\\tX(in_flight, /i\\	$added \"\") \\\\"
must_fail "a counter without its row" '^# > | `docs_test` | counter | Of this test[.] |' \
	$table "/^\\tX(in_flight, /i\\	$added \"Of this test.\") \\\\"
# With both it is in order.
"$temp/copy/scripts/docs/reference" >/dev/null
check "$temp/copy"

must_fail "a changed row" 'docs/counters.md differs' \
	docs/counters.md 's/^| `abandoned` | counter | /&All /'
must_fail "a renamed label" 'no counter, time or column' \
	include/vmalockstat/labels.h '/VLS_REASON_PTE_MISSING/s/"pte_missing"/"missing"/'
must_fail "a name that does not exist" 'README.md: there is no .* retry.vma.folio' \
	README.md '$a `retry.vma.folio`'
must_fail "an unknown parameter" 'there is no parameter max_fault$' \
	docs/design.md '$a `max_fault=17`'
must_fail "a parameter that is not in the table" 'table of parameters differs' \
	README.md '/^| `timing` |/d'
must_fail "an unknown hook" 'there is no hook get_signals$' \
	docs/design.md '$a `hooks=get_signals,swap_show`'
must_fail "a file that is not in the table" 'table of files differs' \
	README.md '/^| `reset` | any/d'
must_fail "another limit" 'expected 32 to 262144, default 2560 for max_faults' \
	include/vmalockstat/limits.h '/VLS_MAX_FAULTS_MIN/s/16/32/'
must_fail "another format" "expected a section 'Format 3'" \
	include/vmalockstat/limits.h '/VLS_FORMAT/s/2/3/'
must_fail "another version" 'the version is 9.8.7: README.md' \
	dkms.conf 's/^PACKAGE_VERSION=.*/PACKAGE_VERSION="9.8.7"/'
must_fail "a path that does not exist" 'no file src/pending.c' \
	docs/design.md '$a `src/pending.c`'
must_fail "a link that leads nowhere" 'link to counters.md#nothing leads nowhere' \
	docs/design.md '$a [x](counters.md#nothing)'
must_fail "a page that is not in the index" 'no line for design.md' \
	docs/README.md '/^| \[design.md\]/d'

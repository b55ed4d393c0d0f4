# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Every shell script is clean.

set -e
find . -type f ! -name '*.md' ! -path './.git/*' | while read -r file; do
	case $file in
	*.sh) echo "$file" ;;
	*) ! head -n 1 "$file" | grep -qE '^#!/bin/(sh|busybox sh)' || echo "$file" ;;
	esac
done >/tmp/scripts
[ "$(wc -l </tmp/scripts)" -ge 10 ]
# busybox sh is what the VMs have: a dash with a few words more.
xargs shellcheck -s dash </tmp/scripts

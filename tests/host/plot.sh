# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# packages: gcc libc6-dev make gnuplot-nox libxml2-utils
# The pictures of the command, drawn by Debian's gnuplot.

set -e
for program in gnuplot xmllint; do
	command -v $program
done
export TESTS="tests/tools/test_plot.sh tests/tools/test_plot_errors.sh"
exec sh tests/host/tools.sh

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The unit tests, with the sanitizers on.

set -e
make -C tests/unit check >/tmp/unit 2>&1 || { sed 's/^/# /' /tmp/unit; exit 1; }
cat /tmp/unit
[ "$(grep -c '^ok ' /tmp/unit)" -ge 75 ]

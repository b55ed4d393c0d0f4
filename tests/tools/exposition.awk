# SPDX-License-Identifier: GPL-2.0-only
# Metrics as text, in the shape of metrics.awk: labels without quotes, seconds in
# nanoseconds. Those about the header and the command are left out.

/^#/ || $1 !~ /^vmalockstat_/ { next }
$1 ~ /^vmalockstat_(info|up|exit_status|counting|timing|since_reset_seconds|experiment|hook)($|[{])/ { next }
{
	gsub("\"", "", $1)
	if ($1 !~ /[{]/)
		$1 = $1 "{}"
}
match($1, /le=[0-9.e-]+/) {
	le = sprintf("%.0f", substr($1, RSTART + 3, RLENGTH - 3) * 1e9)
	$1 = substr($1, 1, RSTART + 2) le substr($1, RSTART + RLENGTH)
}
$1 ~ /_seconds_(sum|total)[{]/ { $2 = sprintf("%.0f", $2 * 1e9) }
$1 !~ /_seconds_/ && $2 ~ /e[+]/ { $2 = sprintf("%.0f", $2) }
{ print $1, $2 }

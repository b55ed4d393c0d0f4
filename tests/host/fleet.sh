# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# packages: gcc libc6-dev make prometheus prometheus-node-exporter python3-prometheus-client curl jq
# A fleet of two machines, as Debian's Prometheus sees it: the command writes what
# the module printed in VMs, node exporters serve it, Prometheus scrapes it on
# loopback, and its answers are compared with those of awk. The rules too.

set -e
TEMP=$(mktemp -d)
pids=
cleanup() {
	for pid in $pids; do
		kill "$pid" 2>/dev/null || :
		wait "$pid" 2>/dev/null || :
	done
	rm -rf "$TEMP"
}
trap cleanup EXIT
trap 'exit 143' TERM
TOOL=$PWD/tools/vmalockstat
DATA=$PWD/tests/tools/data
RULES=packaging/prometheus/vmalockstat.rules.yml
KERNELS="6.12 7.3"
export TZ=UTC
failed=0

not_ok() {
	echo "# $*"
	failed=$((failed + 1))
}

# start NAME CMD...: its output is in $TEMP/NAME.log.
start() {
	start_name=$1
	shift
	"$@" >"$TEMP/$start_name.log" 2>&1 &
	pids="$! $pids"
}

# port NAME: the one that it listens on, as it says.
port() {
	for port_try in $(seq 100); do
		port_found=$(sed -n 's/.*[Ll]istening on.*127[.]0[.]0[.]1:\([0-9]*\).*/\1/p' \
			"$TEMP/$1.log" | head -n 1)
		[ -z "$port_found" ] || break
		sleep 0.1
	done
	[ -n "$port_found" ] || {
		sed 's/^/# /' "$TEMP/$1.log" >&2
		echo "# $1 does not listen after $port_try tries" >&2
		exit 1
	}
	echo "$port_found"
}

# query EXPR [TIME]: each series as "name{label=value,...} number", the labels that
# Prometheus adds left out but "instance", which stands first.
query() {
	curl -sS -G "http://127.0.0.1:$prometheus/api/v1/query" \
		--data-urlencode "query=$1" ${2:+--data-urlencode "time=$2"} >"$TEMP/answer"
	jq -r 'if .status != "success" then error(.error) else .data.result[] |
		(.metric.instance // "-") + " " + (.metric.__name__ // "") + "{" +
		(.metric | del(.__name__, .instance, .job) | to_entries |
			map(.key + "=" + .value) | join(",")) + "} " + .value[1] end' \
		"$TEMP/answer" | sort
}

# value EXPR [TIME]: of the only series.
value() {
	query "$@" | awk '{ print $NF }'
}

# until_is WANTED EXPR: Prometheus has scraped that.
until_is() {
	for until_try in $(seq 100); do
		until_got=$(value "$2")
		[ "$until_got" != "$1" ] || return 0
		sleep 0.2
	done
	not_ok "$2 is \"$until_got\" after $until_try tries, not $1"
}

# same WHAT WANTED GOT: up to what adding up floats in another order makes.
same() {
	awk -v wanted="$2" -v got="$3" 'BEGIN {
		d = wanted - got
		if (d < 0) d = -d
		exit !(got != "" && got !~ /NaN/ && d <= 1e-9 * (wanted < 0 ? -wanted : wanted))
	}' || not_ok "$1: $3, not $2"
}

# counter KERNEL STATE NAME
counter() {
	awk -v name="$3" '$1 == name { print $2 }' "$DATA/$1/$2/counters"
}

# write DIRECTORY KERNEL: what the service does.
write() {
	"$TOOL" -d "$1" openmetrics -o "$TEMP/$2/vmalockstat.prom"
}

# state NAME: of both machines, from here on, and scraped.
state() {
	for state_kernel in $KERNELS; do
		write "$DATA/$state_kernel/$1" "$state_kernel"
	done
	for state_kernel in $KERNELS; do
		until_is "$(counter "$state_kernel" "$1" fallback.kernel)" \
			"vmalockstat_fallback_total{instance=\"$state_kernel\",cause=\"kernel\"}"
	done
}

# --- without a server: what promtool and the parser of OpenMetrics say ------------

make -C tools CFLAGS=-O2 >"$TEMP/build" 2>&1 || { cat "$TEMP/build"; exit 1; }
promtool check rules "$RULES" >"$TEMP/said" 2>&1 || not_ok "$(cat "$TEMP/said")"
promtool test rules tests/tools/rules_test.yml >"$TEMP/said" 2>&1 ||
	not_ok "$(cat "$TEMP/said")"
# The unit tests notice a rule that is wrong.
mkdir -p "$TEMP/wrong/tests/tools" "$TEMP/wrong/packaging/prometheus"
cp tests/tools/rules_test.yml "$TEMP/wrong/tests/tools/"
sed 's/> 0[.]2 /> 0.4 /' "$RULES" >"$TEMP/wrong/$RULES"
! promtool test rules "$TEMP/wrong/tests/tools/rules_test.yml" >/dev/null 2>&1 ||
	not_ok "the tests of the rules see no difference"

mkdir "$TEMP/pages"
cp -r "$DATA/7.3/after" "$TEMP/newer"
sed -i '24a new.counter 11' "$TEMP/newer/counters"
sed -i '24a new_time.count 0\nnew_time.sum 0\nnew_time.max 0' "$TEMP/newer/latency"
for dir in "$DATA"/*/* "$TEMP/newer" "$TEMP/nowhere"; do
	"$TOOL" -d "$dir" openmetrics -o "$TEMP/pages/text" 2>/dev/null || :
	promtool check metrics <"$TEMP/pages/text" >"$TEMP/said" 2>&1 ||
		not_ok "promtool check metrics: $(cat "$TEMP/said")"
	[ ! -s "$TEMP/said" ] || not_ok "promtool check metrics: $(cat "$TEMP/said")"
	"$TOOL" -d "$dir" openmetrics --strict -o "$TEMP/pages/strict" 2>/dev/null || :
	python3 - "$TEMP/pages/strict" <<'END' || not_ok "not OpenMetrics: $dir"
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
for family in text_string_to_metric_families(open(sys.argv[1]).read()):
    assert family.type in ("counter", "gauge", "histogram", "info"), family
    assert family.documentation and family.samples, family
END
done
# Why there are two: what docs/fleet.md says of each.
! promtool check metrics <"$TEMP/pages/strict" >"$TEMP/said" 2>&1 ||
	not_ok "promtool takes --strict"
grep -q 'unknown metric type "info"' "$TEMP/said" || not_ok "$(cat "$TEMP/said")"
python3 - "$TEMP/newer" "$TOOL" <<'END' || not_ok "OpenMetrics without --strict"
import subprocess, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
text = subprocess.check_output([sys.argv[2], "-d", sys.argv[1], "openmetrics"], text=True)
try:
    list(text_string_to_metric_families(text))
except ValueError as error:
    assert "Clashing name" in str(error), error
else:
    sys.exit(1)
END

# --- the fleet --------------------------------------------------------------------

"$TOOL" -d "$DATA/7.3/after" openmetrics -o "$TEMP/pages/text"
"$TOOL" -d "$DATA/7.3/after" openmetrics --strict -o "$TEMP/pages/strict"
cat >"$TEMP/serve.py" <<'END'
import http.server, sys
class Page(http.server.SimpleHTTPRequestHandler):
    def guess_type(self, path):
        return "application/openmetrics-text; version=1.0.0; charset=utf-8"
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
print("Listening on 127.0.0.1:%d" % server.server_port, flush=True)
server.serve_forever()
END
cd "$TEMP/pages"
start pages python3 "$TEMP/serve.py"
cd - >/dev/null

for kernel in $KERNELS; do
	mkdir "$TEMP/$kernel"
	write "$DATA/$kernel/before" "$kernel"
	start "exporter-$kernel" prometheus-node-exporter --collector.disable-defaults \
		--collector.textfile --collector.textfile.directory="$TEMP/$kernel" \
		--web.listen-address=127.0.0.1:0
done
cat >"$TEMP/prometheus.yml" <<END
global:
  scrape_interval: 1s
  evaluation_interval: 1s
rule_files: [ $PWD/$RULES ]
scrape_configs:
  - job_name: openmetrics
    static_configs: [ { targets: [ "127.0.0.1:$(port pages)" ] } ]
    metrics_path: /text
  - job_name: strict
    static_configs: [ { targets: [ "127.0.0.1:$(port pages)" ] } ]
    metrics_path: /strict
  - job_name: node
    static_configs:
END
for kernel in $KERNELS; do
	echo "      - { targets: [ '127.0.0.1:$(port "exporter-$kernel")' ]," \
		"labels: { instance: '$kernel' } }"
done >>"$TEMP/prometheus.yml"
start prometheus prometheus --config.file="$TEMP/prometheus.yml" \
	--storage.tsdb.path="$TEMP/tsdb" --web.listen-address=127.0.0.1:0
prometheus=$(port prometheus)

state before
sleep 1
state middle
state after

# Every number of both machines, and no other.
for kernel in $KERNELS; do
	for times in 0 1; do
		awk -v times=$times -f tests/tools/metrics.awk \
			"$DATA/$kernel/after/counters" "$DATA/$kernel/after/latency"
	done | awk '{
		# In the order of the alphabet, as Prometheus has them.
		text = $1
		gsub(/.*[{]|[}]/, "", text)
		n = split(text, label, ",")
		for (i = 2; i <= n; i++)
			for (j = i; j > 1 && label[j - 1] > label[j]; j--) {
				text = label[j]; label[j] = label[j - 1]; label[j - 1] = text
			}
		sub(/[{].*/, "{", $1)
		for (i = 1; i <= n; i++)
			$1 = $1 (i > 1 ? "," : "") label[i]
		print $1 "}", $2
	}' | sort >"$TEMP/wanted"
	query "{instance=\"$kernel\",job=\"node\",__name__=~\"vmalockstat_.*\"}" |
		sed "s/^$kernel //" | awk -f tests/tools/exposition.awk | sort >"$TEMP/got"
	[ "$(wc -l <"$TEMP/wanted")" -gt 600 ] || not_ok "the numbers of $kernel"
	diff "$TEMP/wanted" "$TEMP/got" || not_ok "numbers of $kernel in Prometheus"
done
# Their types came through the collector.
curl -sS "http://127.0.0.1:$prometheus/api/v1/targets/metadata" >"$TEMP/answer"
for job in node openmetrics strict; do
	jq -r --arg job $job '.data[] | select(.target.job == $job) | .metric + " " + .type' \
		"$TEMP/answer" | grep '^vmalockstat' | sort -u >"$TEMP/types"
	ending='_total counter' page=text infos=0
	[ $job != strict ] || ending=' counter' page=strict infos=1
	# The nodes have what either kernel has: 6.12 times reads, 7.3 knows of writers.
	grep -h '^# TYPE ' "$TEMP/pages/$page" >"$TEMP/typed"
	[ $job != node ] || for kernel in $KERNELS; do
		grep '^# TYPE ' "$TEMP/$kernel/vmalockstat.prom"
	done | sort -u >"$TEMP/typed"
	for type in counter gauge histogram; do
		same "$type of $job" "$(grep -c " $type\$" "$TEMP/typed")" \
			"$(grep -c " $type\$" "$TEMP/types")"
	done
	same "names of counters of $job" "$(grep -c ' counter$' "$TEMP/types")" \
		"$(grep -c "$ending\$" "$TEMP/types")"
	same "histograms of $job" "$([ $job = node ] && echo 10 || echo 9)" "$(grep -c '_seconds histogram$' "$TEMP/types")"
	same "infos of $job" $infos "$(grep -c '^vmalockstat info$' "$TEMP/types")"
done
# As OpenMetrics, both ways, it is taken whole.
for job in openmetrics strict; do
	until_is 1 "up{job=\"$job\"}"
	until_is "$(grep -vc '^#' "$TEMP/pages/text")" "scrape_samples_scraped{job=\"$job\"}"
	until_is "$(counter 7.3 after fallback.swap_retry)" \
		"vmalockstat_fallback_total{job=\"$job\",cause=\"swap_retry\"}"
done

# grown NAME KERNEL: from before to after.
grown() {
	echo $(($(counter "$2" after "$1") - $(counter "$2" before "$1")))
}

# quantile DIRECTORY NAME: 0.99 of a histogram, in seconds, linear within its bucket.
quantile() {
	awk -v times=1 -f tests/tools/metrics.awk "$1/counters" "$1/latency" |
		awk -v series="vmalockstat_$2" 'BEGIN { q = 0.99 }
		index($1, series) == 1 && /le=/ {
			text = $1
			sub(/.*le=/, "", text)
			sub(/[}]/, "", text)
			le[++n] = text; upto[n] = $2
		}
		END {
			for (i = 1; upto[i] < q * upto[n]; i++) ;
			from = i > 1 ? le[i - 1] : 0
			below = i > 1 ? upto[i - 1] : 0
			if (le[i] == "+Inf")
				le[i] = from
			part = (q * upto[n] - below) / (upto[i] - below)
			printf "%.17g\n", (from + (le[i] - from) * part) / 1e9
		}'
}

# At the time of a sample, and from zero on, an increase is not extrapolated.
for kernel in $KERNELS; do
	series="{job=\"node\",instance=\"$kernel\""
	at=$(value "timestamp(vmalockstat_up$series})")
	same "increase, $kernel" "$(grown fallback.swap_retry "$kernel")" \
		"$(value "increase(vmalockstat_fallback_total$series,cause=\"swap_retry\"}[5m])" "$at")"
	minor=$(grown fault.vma.swap.minor "$kernel")
	[ "$minor" -gt 100 ] || not_ok "too little happened"
	same "rate, $kernel" "$(awk -v n="$minor" 'BEGIN { printf "%.17g", n / 300 }')" \
		"$(value "rate(vmalockstat_fault_total$series,lock=\"vma\",kind=\"swap\",outcome=\"minor\"}[5m])" "$at")"
	same "histogram_quantile, $kernel" \
		"$(quantile "$DATA/$kernel/after" "hold_seconds_bucket{lock=mmap,")" \
		"$(value "histogram_quantile(0.99, increase(vmalockstat_hold_seconds_bucket$series,lock=\"mmap\"}[5m]))" "$at")"
	# What the rules have recorded; they take a moment longer.
	until_is 1 "count(vmalockstat_up$series}) and on () (timestamp(instance:vmalockstat_served:rate5m$series}) >= $at)"
	awk -f tests/tools/derived.awk "$DATA/$kernel/before/counters" \
		"$DATA/$kernel/before/latency" "$DATA/$kernel/after/counters" \
		"$DATA/$kernel/after/latency" >"$TEMP/derived"
	while read -r rule part whole; do
		same "$rule, $kernel" \
			"$(awk -v part="$part" -v whole="$whole" '$1 == part { n = $2 } $1 == whole { of = $2 }
				END { printf "%.17g", n / of }' "$TEMP/derived")" \
			"$(value "instance:vmalockstat_$rule$series}")"
	done <<'END'
served_vma:ratio_rate5m vma served
fallback:ratio_rate5m fallb tried
fallback_avoidable:ratio_rate5m avoid fallb
hold_vma_stalled:ratio_rate5m stalled_ns held_ns
END
	same "p99 of hold, $kernel" \
		"$(quantile "$DATA/$kernel/after" "hold_seconds_bucket{lock=vma,")" \
		"$(value "instance:vmalockstat_hold_vma_seconds:p99_rate5m$series}")"
	same "p99 of a retry, $kernel" \
		"$(quantile "$DATA/$kernel/after" "retry_cost_seconds_bucket{")" \
		"$(value "instance:vmalockstat_retry_cost_seconds:p99_rate5m$series}")"
done

# A reset, and counting goes on.
state before
state middle
for kernel in $KERNELS; do
	series="{job=\"node\",instance=\"$kernel\""
	at=$(value "timestamp(vmalockstat_up$series})")
	same "increase over a reset, $kernel" \
		$(($(grown fallback.swap_retry "$kernel") + $(counter "$kernel" middle fallback.swap_retry))) \
		"$(value "increase(vmalockstat_fallback_total$series,cause=\"swap_retry\"}[5m])" "$at")"
done

# Numbers that no float holds: 53 bits are left of them, in a count of a histogram too.
cp -r "$DATA/7.3/after" "$TEMP/large"
sed -i 's/^in_flight .*/in_flight 18446744073709551615/
	s/^untracked .*/untracked 9007199254740993/' "$TEMP/large/counters"
sed -i '/^writer_wait.* [0-9]* [0-9]* /d
	s/^writer_wait.count .*/writer_wait 1024 2048 9007199254740993\nwriter_wait.count 9007199254740993/' \
	"$TEMP/large/latency"
write "$TEMP/large" 7.3
until_is 18446744073709552000 "vmalockstat_in_flight{instance=\"7.3\"}"
until_is 9007199254740992 "vmalockstat_untracked_total{instance=\"7.3\"}"
until_is 9007199254740992 "vmalockstat_writer_wait_seconds_count{instance=\"7.3\"}"

# The module goes away: it is told, and nothing looks as if it were still counted.
status=0
write "$TEMP/nowhere" 7.3 2>/dev/null || status=$?
[ "$status" = 4 ] || [ "$status" = 5 ] || not_ok "without the module: status $status"
until_is "$status" 'vmalockstat_exit_status{instance="7.3"}'
until_is 0 'vmalockstat_up{instance="7.3"}'
same "series that are left" 3 "$(value 'count({job="node",instance="7.3",__name__=~"vmalockstat_.*"})')"
until_is 1 'count(ALERTS{alertname="VmalockstatNotRead",alertstate="pending",instance="7.3"})'
until_is 0 "sum(node_textfile_scrape_error)"
# The collector does not know --strict again.
"$TOOL" -d "$DATA/7.3/after" openmetrics --strict -o "$TEMP/7.3/vmalockstat.prom"
until_is 1 'node_textfile_scrape_error{instance="7.3"}'
until_is 4 "count(up == 1)"
[ "$failed" = 0 ]

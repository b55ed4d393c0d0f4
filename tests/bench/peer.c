// SPDX-License-Identifier: GPL-2.0-only
/*
 * peer VARIANT COMMAND [ARG...]: runs COMMAND while the programs of that variant
 * (peer.bpf.c) count swap faults, and prints what they counted.
 *
 * Ends with the status of COMMAND, 1 when something went wrong, 2 for a wrong
 * usage, and 77 when the kernel has nothing of that kind.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include "peer.h"
#include "peer.skel.h"

#define STATUS_LACKING	77

struct variant {
	const char *name;
	const char *programs[5];
	/* They are loaded as fsession, which libbpf 1.5 does not know. */
	int session;
	int by_pid;
};

static const struct variant variants[] = {
	{ "fexit-count", { "fexit_count" }, 0, 0 },
	{ "fexit-time", { "fentry_time", "fexit_time" }, 0, 0 },
	{ "fexit-all", { "fentry_time", "fexit_time", "fentry_read", "fexit_read" }, 0, 0 },
	{ "pid-time", { "fentry_pid_time", "fexit_pid_time" }, 0, 1 },
	{ "pid-all", { "fentry_pid_time", "fexit_pid_time", "fentry_pid_read",
		       "fexit_pid_read" }, 0, 1 },
	{ "kretprobe-count", { "kprobe_count", "kretprobe_count" }, 0, 0 },
	{ "kretprobe-time", { "kprobe_time", "kretprobe_time" }, 0, 0 },
	{ "ksession-count", { "ksession_count" }, 0, 0 },
	{ "ksession-time", { "ksession_time" }, 0, 0 },
	{ "fsession-time", { "fsession_time" }, 1, 0 },
	{ NULL, { NULL }, 0, 0 }
};

static const char *const locks[PEER_LOCKS] = { "vma", "mmap", "mmap_nouser" };
static const char *const outcomes[PEER_OUTCOMES] = {
	"minor", "major", "retry", "retry_major", "oom", "sigbus", "sigsegv",
	"hwpoison", "other"
};

static void die(const char *what)
{
	fprintf(stderr, "peer: %s: %s\n", what, strerror(errno));
	exit(1);
}

static const struct variant *variant_named(const char *name)
{
	for (const struct variant *v = variants; v->name; v++)
		if (!strcmp(v->name, name))
			return v;
	fprintf(stderr, "peer: there is no variant %s\n", name);
	exit(2);
}

static int wanted(const struct variant *v, const char *program)
{
	for (int i = 0; i < 5 && v->programs[i]; i++)
		if (!strcmp(v->programs[i], program))
			return 1;
	return 0;
}

/* The number of BPF_TRACE_FSESSION, from the running kernel's own types. */
static int fsession_type(void)
{
	struct btf *btf = btf__load_vmlinux_btf();
	const struct btf_enum *value;
	int id, n;

	if (!btf)
		die("/sys/kernel/btf/vmlinux");
	id = btf__find_by_name_kind(btf, "bpf_attach_type", BTF_KIND_ENUM);
	if (id < 0)
		die("enum bpf_attach_type");
	value = btf_enum(btf__type_by_id(btf, id));
	n = btf_vlen(btf__type_by_id(btf, id));
	for (; n--; value++)
		if (!strcmp(btf__name_by_offset(btf, value->name_off),
			    "BPF_TRACE_FSESSION"))
			return value->val;
	fprintf(stderr, "peer: this kernel lacks fsession\n");
	exit(STATUS_LACKING);
}

static unsigned int pid_max(void)
{
	FILE *file = fopen("/proc/sys/kernel/pid_max", "r");
	unsigned int max;

	if (!file || fscanf(file, "%u", &max) != 1)
		die("/proc/sys/kernel/pid_max");
	fclose(file);
	return max;
}

static struct peer *load(const struct variant *v)
{
	struct peer *skel = peer__open();
	struct bpf_program *program;

	if (!skel)
		die("open");
	bpf_object__for_each_program(program, skel->obj) {
		bpf_program__set_autoload(program, wanted(v, bpf_program__name(program)));
		if (v->session && bpf_program__autoload(program))
			bpf_program__set_expected_attach_type(program, fsession_type());
	}
	if (v->by_pid)
		bpf_map__set_max_entries(skel->maps.faults_by_pid, pid_max());
	if (peer__load(skel))
		die("load");
	if (peer__attach(skel))
		die("attach");
	return skel;
}

static int run(char **command)
{
	pid_t child = fork();
	int status;

	if (child < 0)
		die("fork");
	if (!child) {
		execvp(command[0], command);
		die(command[0]);
	}
	if (waitpid(child, &status, 0) != child)
		die("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static void add(struct peer_cells *sum, const struct peer_cells *of)
{
	unsigned long long *to = (unsigned long long *)sum;
	const unsigned long long *from = (const unsigned long long *)of;

	/* max is not printed: a sum is as good. */
	for (size_t i = 0; i < sizeof(*sum) / sizeof(*to); i++)
		to[i] += from[i];
}

static void print(struct peer *skel)
{
	int cpus = libbpf_num_possible_cpus();
	struct peer_cells sum = {}, *all = calloc(cpus, sizeof(*all));
	__u32 zero = 0;

	if (!all)
		die("calloc");
	if (bpf_map__lookup_elem(skel->maps.cells, &zero, sizeof(zero), all,
				 cpus * sizeof(*all), 0))
		die("the cells");
	for (int cpu = 0; cpu < cpus; cpu++)
		add(&sum, &all[cpu]);
	free(all);
	for (int lock = 0; lock < PEER_LOCKS; lock++)
		for (int outcome = 0; outcome < PEER_OUTCOMES; outcome++)
			if (sum.fault[lock][outcome])
				printf("fault.%s.%s %llu\n", locks[lock],
				       outcomes[outcome], sum.fault[lock][outcome]);
	for (int time = 0; time < PEER_TIMES; time++)
		for (int n = 0; n < PEER_BUCKETS; n++)
			if (sum.time[time].bucket[n])
				printf("%s.%s %llu %llu %llu\n",
				       time < PEER_LOCKS ? "hold" : "swap_read",
				       locks[time % PEER_LOCKS], n ? 1ULL << (n - 1) : 0,
				       1ULL << n, sum.time[time].bucket[n]);
}

static int quiet(enum libbpf_print_level level, const char *format, va_list args)
{
	return level == LIBBPF_WARN ? vfprintf(stderr, format, args) : 0;
}

int main(int argc, char **argv)
{
	struct peer *skel;
	int status;

	if (argc < 3) {
		fprintf(stderr, "Usage: peer VARIANT COMMAND [ARG...]\n");
		return 2;
	}
	libbpf_set_print(quiet);
	skel = load(variant_named(argv[1]));
	status = run(argv + 2);
	print(skel);
	peer__destroy(skel);
	return status;
}

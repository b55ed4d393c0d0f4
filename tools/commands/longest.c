// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalockstat longest: the longest hold of each lock since the last reset, and the stacks of
 * the tasks that had held one for long.
 */
#include <stdio.h>
#include <string.h>

#include "commands/commands.h"
#include "data/debugfs.h"
#include "lib/util.h"
#include "print/json.h"
#include "vmalockstat/units.h"

static const char *const lock_texts[VLS_LOCK_NR] = {
	[VLS_LOCK_VMA]		= "the VMA lock",
	[VLS_LOCK_MMAP]		= "mmap_lock, by a fault from user mode",
	[VLS_LOCK_MMAP_NOUSER]	= "mmap_lock, by another fault",
};

/* Those that are more than nothing, the largest first. */
static void print_parts(const struct longest_hold *hold)
{
	bool printed[VLS_HELD_NR] = {};
	char time[VLS_UNIT_SIZE], share[VLS_UNIT_SIZE];
	const char *comma = "";
	unsigned int n, i, most;

	fputs("  time    ", stdout);
	for (n = 0; n < VLS_HELD_NR; n++) {
		most = VLS_HELD_NR;
		for (i = 0; i < VLS_HELD_NR; i++)
			if (!printed[i] && hold->held_by[i] &&
			    (most == VLS_HELD_NR || hold->held_by[i] > hold->held_by[most]))
				most = i;
		if (most == VLS_HELD_NR)
			break;
		printed[most] = true;
		printf("%s%s %s (%s %%)", comma, vls_held_name(most),
		       vls_duration(time, hold->held_by[most], false),
		       vls_percent(share, hold->held_by[most], hold->held_ns));
		comma = ", ";
	}
	putchar('\n');
}

static void print_hold(const struct longest *l, unsigned int lock)
{
	const struct longest_hold *hold = &l->of[lock];
	char held[VLS_UNIT_SIZE], ago[VLS_UNIT_SIZE];

	printf("Longest hold of %s: %s, %s ago\n", lock_texts[lock],
	       vls_duration(held, hold->held_ns, false),
	       vls_duration(ago, l->head.taken_ns > hold->ended_ns ?
				 l->head.taken_ns - hold->ended_ns : 0, false));
	print_parts(hold);
	printf("  fault   %s, %s, address %s", hold->kind, hold->outcome, hold->address);
	if (*hold->device)
		printf(", swap device %s", strcmp(hold->device, "-") ? hold->device : hold->swap);
	printf("\n  task    %s, pid %llu of process %llu, cgroup %llu\n", hold->comm,
	       hold->pid, hold->tgid, hold->cgroup);
}

static void print_longest(const struct longest *l)
{
	bool printed = false;
	unsigned int lock;

	for (lock = 0; lock < VLS_LOCK_NR; lock++) {
		if (!l->of[lock].held_ns)
			continue;
		print_hold(l, lock);
		printed = true;
	}
	if (!l->head.timing)
		puts("No times are taken (timing=0).");
	else if (!l->known)
		puts("How long locks are held is not known (the hook folio_lock_or_retry is not there).");
	else if (!printed)
		puts("No lock was held since the last reset.");
}

static void print_stack(const struct stack *stack, u64 samples)
{
	char share[VLS_UNIT_SIZE], longest[VLS_UNIT_SIZE];
	char *const *frame;

	printf("\n%llu samples (%s %%) of %s, held for up to %s, by %s, pid %llu\n", stack->count,
	       vls_percent(share, stack->count, samples), lock_texts[stack->lock],
	       vls_duration(longest, stack->longest_ns, false), stack->holder.comm,
	       stack->holder.pid);
	if (stack->writers)
		printf("  in %llu of them a writer waited, such as %s, pid %llu\n", stack->writers,
		       stack->writer.comm, stack->writer.pid);
	if (!*stack->frames)
		puts("  (running)");
	for (frame = stack->frames; *frame; frame++)
		printf("  %s\n", *frame);
}

static void print_stacks(const struct stacks *s)
{
	size_t i;

	if (!s->ms && !s->samples)
		return;
	printf("\nTasks that had held a lock for more than %llu ms were sampled %llu times.\n",
	       s->ms, s->samples);
	for (i = 0; i < s->nr; i++)
		print_stack(&s->stacks[i], s->samples);
	if (s->other)
		printf("\n%llu samples of other stacks\n", s->other);
}

static void json_word(const char *name, const char *word)
{
	printf(",\"%s\":", name);
	json_string(stdout, word);
}

static void json_hold(const struct longest_hold *hold)
{
	unsigned int i;

	printf("{\"held_ns\":%llu", hold->held_ns);
	if (hold->held_ns) {
		for (i = 0; i < VLS_HELD_NR; i++)
			if (hold->has_held_by[i])
				printf(",\"%s_ns\":%llu", vls_held_name(i), hold->held_by[i]);
		json_number(stdout, "ended_ns", hold->ended_ns);
		json_word("kind", hold->kind);
		json_word("outcome", hold->outcome);
		json_word("swap", hold->swap);
		if (*hold->device)
			json_word("device", hold->device);
		json_word("address", hold->address);
		json_number(stdout, "pid", hold->pid);
		json_number(stdout, "tgid", hold->tgid);
		json_number(stdout, "cgroup", hold->cgroup);
		json_word("comm", hold->comm);
	}
	putchar('}');
}

static void json_longest(const struct longest *l)
{
	unsigned int lock;

	json_number(stdout, "taken_ns", l->head.taken_ns);
	fputs(",\"longest\":{", stdout);
	for (lock = 0; lock < VLS_LOCK_NR && l->known; lock++) {
		printf("%s\"%s\":", lock ? "," : "", vls_lock_name(lock));
		json_hold(&l->of[lock]);
	}
	putchar('}');
}

static void json_stack(const struct stack *stack)
{
	printf("{\"lock\":\"%s\",\"count\":%llu", vls_lock_name(stack->lock), stack->count);
	json_number(stdout, "longest_ns", stack->longest_ns);
	json_number(stdout, "pid", stack->holder.pid);
	json_word("comm", stack->holder.comm);
	json_number(stdout, "writers", stack->writers);
	if (stack->writers) {
		json_number(stdout, "writer_pid", stack->writer.pid);
		json_word("writer_comm", stack->writer.comm);
	}
	json_strings(stdout, "frames", stack->frames);
	putchar('}');
}

static void json_stacks(const struct stacks *s)
{
	size_t i;

	json_number(stdout, "stacks_ms", s->ms);
	json_number(stdout, "samples", s->samples);
	json_number(stdout, "other", s->other);
	fputs(",\"stacks\":[", stdout);
	for (i = 0; i < s->nr; i++) {
		if (i)
			putchar(',');
		json_stack(&s->stacks[i]);
	}
	putchar(']');
}

int command_longest(const struct options *o, int argc, char **argv)
{
	struct longest longest;
	struct stacks stacks;

	if (argc)
		lib_fail(STATUS_USAGE, "unexpected argument '%s': longest takes none", argv[0]);
	debugfs_longest(&longest);
	debugfs_stacks(&stacks);
	if (o->json) {
		json_begin(stdout, "longest");
		json_header(stdout, &longest.head);
		json_bool(stdout, "timing", longest.head.timing);
		json_longest(&longest);
		json_stacks(&stacks);
		json_end(stdout);
	} else {
		print_longest(&longest);
		print_stacks(&stacks);
	}
	stacks_free(&stacks);
	return STATUS_SUCCESS;
}

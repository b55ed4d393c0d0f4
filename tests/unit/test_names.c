// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of counters and times: what users parse must not change or clash. A name that
 * has been released stays, in this order; new ones may come between them.
 */
#include <stdlib.h>

#include "unit.h"

#include "vmalockstat/limits.h"
#include "vmalockstat/snapshot.h"
#include "vmalockstat/table.h"

#define LOCKS	"{vma,mmap,mmap_nouser}"
#define HOOKS	"{do_swap_page,folio_lock_or_retry,lock_mm_and_find_vma,get_signal," \
		"shmem_swapin_folio,swap_read,swap_read_unplug,zswap_load,vma_start_write," \
		"swap_show,lock_vma_under_rcu,handle_mm_fault}"
#define FOLIO	VLS_NEED(FOLIO_LOCK_OR_RETRY)
#define MMAP	VLS_NEED(LOCK_MM_AND_FIND_VMA)
#define WRITER	VLS_NEED(VMA_START_WRITE)
/* What is of a hook needs that one. */
#define OWN	0xffffffffU

struct released {
	const char *names;	/* one, or several in braces as in the shell */
	u32 needs;
	bool gauge;
};

#define KINDS "{swap,migration,device_exclusive,device_private,hwpoison,pte_marker," \
	      "shmem,other}"
#define OUTCOMES "{minor,major,retry,retry_major,oom,sigbus,sigsegv,hwpoison,other}"

static const struct released counters[] = {
	{ "fault." LOCKS "." KINDS "." OUTCOMES, VLS_NEED(DO_SWAP_PAGE), false },
	{ "retry." LOCKS ".{own_read,other_read,busy,device_private,pte_missing,unsupported,other}",
	  VLS_NEED(DO_SWAP_PAGE) | FOLIO, false },
	{ "folio_lock." LOCKS ".{locked,dropped,nowait,killed}", FOLIO, false },
	{ "fallback.{swap_retry,mmap_retry,kernel,other,no_vma,swap_retry_avoidable}",
	  MMAP, false },
	{ "abandoned", MMAP, false },
	{ "retry_pending", MMAP, true },
	{ "writer.{attempt,waited}", WRITER | VLS_NEED_VMA_LOCK, false },
	{ "whatif.hold.{waits_free,waits_blocking,waits_lost,writers_blocked}",
	  WRITER | FOLIO | VLS_NEED_VMA_LOCK, false },
	{ "whatif.hold.waits_with_mm_writer", FOLIO | VLS_NEED_VMA_LOCK, false },
	{ "whatif.retry_vma.{avoided,refused,unknown}", MMAP | VLS_NEED_VMA_LOCK, false },
	{ "vma_lock.{attempt,refused}", VLS_NEED(LOCK_VMA_UNDER_RCU), false },
	{ "{vma_lock,mmap_lock}.{success,retry_swap,retry_other}",
	  VLS_NEED(HANDLE_MM_FAULT), false },
	{ "in_flight", VLS_NEED(DO_SWAP_PAGE), true },
	{ "untracked", VLS_NEED(DO_SWAP_PAGE), false },
	{ "{missed,calls}." HOOKS, OWN, false },
};

static const struct released times[] = {
	{ "hold." LOCKS, FOLIO, false },
	{ "folio_wait.{dropped,held}", FOLIO, false },
	{ "shmem_swapin." LOCKS, VLS_NEED(SHMEM_SWAPIN_FOLIO), false },
	{ "swap_read." LOCKS, VLS_NEED(SWAP_READ), false },
	{ "migration_wait." LOCKS, VLS_NEED(DO_SWAP_PAGE), false },
	{ "fallback_wait", MMAP, false },
	{ "retry_cost", MMAP, false },
	{ "writer_wait", WRITER | VLS_NEED_VMA_LOCK, false },
	{ "whatif.hold.writer_wait", WRITER | FOLIO | VLS_NEED_VMA_LOCK, false },
	{ "whatif.retry_vma.saved", MMAP | VLS_NEED_VMA_LOCK, false },
};

/* A printed name, released or of the table. */
struct name {
	char text[VLS_NAME_SIZE];
	u32 needs;
	bool gauge;
};

#define MAX_NAMES	512

static unsigned int nr_expected, nr_printed;
static struct name expected[MAX_NAMES], printed[MAX_NAMES];

/* Expand the first braces of @text, and those behind them; the last vary fastest. */
static void expand(const char *text, const struct released *released)
{
	const char *open = strchr(text, '{'), *close = open ? strchr(open, '}') : NULL;
	const char *item = open;
	char buf[512];

	if (!open) {
		assert_true(nr_expected < MAX_NAMES && strlen(text) < VLS_NAME_SIZE);
		memcpy(expected[nr_expected].text, text, strlen(text) + 1);
		expected[nr_expected].needs = released->needs;
		expected[nr_expected++].gauge = released->gauge;
		return;
	}
	do {
		int length = strcspn(++item, ",}");

		snprintf(buf, sizeof(buf), "%.*s%.*s%s", (int)(open - text), text, length,
			 item, close + 1);
		expand(buf, released);
		item += length;
	} while (*item == ',');
}

static void expand_all(const struct released *released, size_t n)
{
	size_t i;

	nr_expected = 0;
	for (i = 0; i < n; i++)
		expand(released[i].names, &released[i]);
}

static void print_all(const struct vls_entry *entries, unsigned int n)
{
	unsigned int e, i;

	nr_printed = 0;
	for (e = 0; e < n; e++)
		for (i = 0; i < entries[e].nr; i++) {
			struct name *name = &printed[nr_printed++];

			assert_true(nr_printed < MAX_NAMES);
			assert_ptr_equal(vls_entry_name(name->text, &entries[e], i), name->text);
			name->needs = vls_entry_needs(&entries[e], i);
			name->gauge = entries[e].kind == VLS_GAUGE;
		}
}

/* What is of a hook, by the last part of its name. */
static u32 needs_own(const char *name)
{
	unsigned int i;

	for (i = 0; i < VLS_HOOK_NR; i++)
		if (!strcmp(strchr(name, '.') + 1, vls_hook_id_name(i)))
			return 1U << i;
	fail_msg("%s is of no hook", name);
	return 0;
}

static void check_released(void)
{
	unsigned int e, p = 0;

	for (e = 0; e < nr_expected; e++, p++) {
		while (p < nr_printed && strcmp(printed[p].text, expected[e].text))
			p++;
		if (p == nr_printed)
			fail_msg("%s is not printed, or not in its place", expected[e].text);
		assert_int_equal(printed[p].gauge, expected[e].gauge);
		assert_int_equal(printed[p].needs, expected[e].needs == OWN ?
				 needs_own(expected[e].text) : expected[e].needs);
	}
}

/* Each is printed once, and can be parsed. */
static void check_printed(void)
{
	unsigned int i, j;

	for (i = 0; i < nr_printed; i++) {
		const char *text = printed[i].text;

		assert_in_range(strlen(text), 1, VLS_NAME_SIZE - 2);
		assert_int_equal(strspn(text, "abcdefghijklmnopqrstuvwxyz_."), strlen(text));
		assert_null(strstr(text, ".."));
		assert_true(text[0] != '.' && text[strlen(text) - 1] != '.');
		/* These begin lines of the header. */
		assert_null(strstr(text, "hook."));
		assert_string_not_equal(text, "end");
		for (j = 0; j < i; j++)
			assert_string_not_equal(text, printed[j].text);
	}
}

static void counter_names(void **state)
{
	(void)state;
	expand_all(counters, sizeof(counters) / sizeof(counters[0]));
	assert_int_equal(nr_expected, 216 + 21 + 12 + 6 + 2 + 2 + 4 + 1 + 3 + 2 + 6 + 2 + 24);
	print_all(vls_counter_entries, vls_counter_entries_nr);
	assert_int_equal(nr_printed, VLS_CELL_NR);
	check_printed();
	check_released();
}

static void time_names(void **state)
{
	(void)state;
	expand_all(times, sizeof(times) / sizeof(times[0]));
	assert_int_equal(nr_expected, 19);
	print_all(vls_time_entries, vls_time_entries_nr);
	assert_int_equal(nr_printed, VLS_TIME_NR);
	check_printed();
	check_released();
}

static void column_names(void **state)
{
	static const char *const names[] = {
		"fault.vma", "fault.mmap", "fault.mmap_nouser", "retry.vma", "major",
		"fallback.swap_retry", "hold.sum", "folio_wait.sum", "fallback_wait.sum",
	};
	unsigned int i, have = 0;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++, have++) {
		while (have < VLS_COLUMN_NR &&
		       strcmp(vls_column_entries[have].name, names[i]))
			have++;
		if (have == VLS_COLUMN_NR)
			fail_msg("%s is no column, or not in its place", names[i]);
		assert_int_equal(vls_column_entries[have].unit,
				 strstr(names[i], ".sum") ? VLS_NANOSECONDS : VLS_EVENTS);
	}
	for (i = 0; i < VLS_COLUMN_NR; i++) {
		assert_non_null(vls_column_entries[i].help);
		assert_true(vls_column_entries[i].needs);
	}
}

/* A name is that of the cell that the handlers count in by its enumerators. */
static void names_of_cells(void **state)
{
	static struct vls_cells cells;
	static struct vls_times histograms;
	const struct {
		const u64 *cell;
		const char *name;
	} t[] = {
		{ &cells.fault[VLS_LOCK_VMA][VLS_KIND_SWAP][VLS_OUTCOME_MINOR],
		  "fault.vma.swap.minor" },
		{ &cells.fault[VLS_LOCK_MMAP][VLS_KIND_PTE_MARKER][VLS_OUTCOME_RETRY_MAJOR],
		  "fault.mmap.pte_marker.retry_major" },
		{ &cells.fault[VLS_LOCK_MMAP_NOUSER][VLS_KIND_OTHER][VLS_OUTCOME_OTHER],
		  "fault.mmap_nouser.other.other" },
		{ &cells.fault[VLS_LOCK_VMA][VLS_KIND_SHMEM][VLS_OUTCOME_MAJOR],
		  "fault.vma.shmem.major" },
		{ &cells.retry[VLS_LOCK_VMA][VLS_REASON_OWN_READ], "retry.vma.own_read" },
		{ &cells.retry[VLS_LOCK_VMA][VLS_REASON_OTHER_READ], "retry.vma.other_read" },
		{ &cells.retry[VLS_LOCK_MMAP_NOUSER][VLS_REASON_BUSY],
		  "retry.mmap_nouser.busy" },
		{ &cells.retry[VLS_LOCK_MMAP][VLS_REASON_UNSUPPORTED],
		  "retry.mmap.unsupported" },
		{ &cells.folio_lock[VLS_LOCK_MMAP_NOUSER][VLS_FOLIO_LOCK_KILLED],
		  "folio_lock.mmap_nouser.killed" },
		{ &cells.fallback[VLS_FALLBACK_KERNEL], "fallback.kernel" },
		{ &cells.fallback_no_vma, "fallback.no_vma" },
		{ &cells.fallback_swap_retry_avoidable, "fallback.swap_retry_avoidable" },
		{ &cells.abandoned, "abandoned" },
		{ &cells.retry_pending, "retry_pending" },
		{ &cells.writer[VLS_WRITER_WAITED], "writer.waited" },
		{ &cells.whatif_hold[VLS_WHATIF_HOLD_WRITERS_BLOCKED],
		  "whatif.hold.writers_blocked" },
		{ &cells.whatif_hold_mm_writer, "whatif.hold.waits_with_mm_writer" },
		{ &cells.whatif_retry_vma[VLS_WHATIF_RETRY_UNKNOWN],
		  "whatif.retry_vma.unknown" },
		{ &cells.vma_lock_asked[VLS_VMA_LOCK_REFUSED], "vma_lock.refused" },
		{ &cells.vma_lock_ended[VLS_FAULT_END_RETRY_SWAP], "vma_lock.retry_swap" },
		{ &cells.mmap_lock_ended[VLS_FAULT_END_RETRY_OTHER], "mmap_lock.retry_other" },
		{ &cells.in_flight, "in_flight" },
		{ &cells.untracked, "untracked" },
		{ &cells.missed[VLS_HOOK_SWAP_SHOW], "missed.swap_show" },
		{ &cells.calls[VLS_HOOK_HANDLE_MM_FAULT], "calls.handle_mm_fault" },
	};
	const struct {
		const struct vls_histogram *histogram;
		const char *name;
	} h[] = {
		{ &histograms.hold[VLS_LOCK_MMAP], "hold.mmap" },
		{ &histograms.folio_wait[VLS_FOLIO_WAIT_HELD], "folio_wait.held" },
		{ &histograms.shmem_swapin[VLS_LOCK_VMA], "shmem_swapin.vma" },
		{ &histograms.swap_read[VLS_LOCK_MMAP_NOUSER], "swap_read.mmap_nouser" },
		{ &histograms.migration_wait[VLS_LOCK_VMA], "migration_wait.vma" },
		{ &histograms.fallback_wait, "fallback_wait" },
		{ &histograms.retry_cost, "retry_cost" },
		{ &histograms.writer_wait, "writer_wait" },
		{ &histograms.whatif_hold_writer_wait, "whatif.hold.writer_wait" },
		{ &histograms.whatif_retry_vma_saved, "whatif.retry_vma.saved" },
	};
	size_t i;

	(void)state;
	/* They are printed in the order that they have in memory. */
	print_all(vls_counter_entries, vls_counter_entries_nr);
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_string_equal(printed[t[i].cell - (const u64 *)&cells].text, t[i].name);
	print_all(vls_time_entries, vls_time_entries_nr);
	for (i = 0; i < sizeof(h) / sizeof(h[0]); i++)
		assert_string_equal(printed[h[i].histogram -
				    (const struct vls_histogram *)&histograms].text, h[i].name);
}

static void check_entries(const struct vls_entry *entries, unsigned int n)
{
	unsigned int e, i, set, next = 0;

	for (e = 0; e < n; e++) {
		const struct vls_entry *entry = &entries[e];
		unsigned int labels[VLS_ENTRY_SETS], nr = 1;

		assert_int_equal(entry->first, next);
		next += entry->nr;
		for (set = 0; set < VLS_ENTRY_SETS; set++) {
			assert_true(entry->sets[set] < VLS_SET_NR);
			nr *= vls_sets[entry->sets[set]].nr;
		}
		assert_int_equal(entry->nr, nr);
		for (i = 0; i < nr; i++) {
			unsigned int back = 0;

			vls_entry_labels(entry, i, labels);
			for (set = 0; set < VLS_ENTRY_SETS; set++) {
				assert_true(labels[set] < vls_sets[entry->sets[set]].nr);
				back = back * vls_sets[entry->sets[set]].nr + labels[set];
			}
			assert_int_equal(back, i);
		}
	}
}

static void entries(void **state)
{
	(void)state;
	check_entries(vls_counter_entries, vls_counter_entries_nr);
	check_entries(vls_time_entries, vls_time_entries_nr);
}

/* What a set has, by its enumerators and by the functions that print them. */
static void sets(void **state)
{
	static const struct {
		unsigned int set;
		const char *label;
		unsigned int nr;
		const char *(*name)(unsigned int i);
	} t[] = {
		{ VLS_SET_LOCK, "lock", VLS_LOCK_NR, vls_lock_name },
		{ VLS_SET_KIND, "kind", VLS_KIND_NR, vls_kind_name },
		{ VLS_SET_OUTCOME, "outcome", VLS_OUTCOME_NR, vls_outcome_name },
		{ VLS_SET_REASON, "reason", VLS_REASON_NR, vls_reason_name },
		{ VLS_SET_FOLIO_LOCK, "result", VLS_FOLIO_LOCK_NR, vls_folio_lock_name },
		{ VLS_SET_FALLBACK, "cause", VLS_FALLBACK_NR, vls_fallback_name },
		{ VLS_SET_WRITER, "result", VLS_WRITER_NR, vls_writer_name },
		{ VLS_SET_WHATIF_HOLD, "result", VLS_WHATIF_HOLD_NR, vls_whatif_hold_name },
		{ VLS_SET_WHATIF_RETRY, "result", VLS_WHATIF_RETRY_NR, vls_whatif_retry_name },
		{ VLS_SET_VMA_LOCK, "result", VLS_VMA_LOCK_NR, vls_vma_lock_name },
		{ VLS_SET_FAULT_END, "result", VLS_FAULT_END_NR, vls_fault_end_name },
		{ VLS_SET_FOLIO_WAIT, "fault_lock", VLS_FOLIO_WAIT_NR,
		  vls_folio_wait_lock_name },
		{ VLS_SET_HOOK, "hook", VLS_HOOK_NR, vls_hook_id_name },
	};
	size_t i;
	unsigned int l;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		const struct vls_set *set = &vls_sets[t[i].set];

		assert_string_equal(set->label, t[i].label);
		assert_int_equal(set->nr, t[i].nr);
		for (l = 0; l < set->nr; l++) {
			assert_string_equal(set->labels[l].name, t[i].name(l));
			assert_true(*set->labels[l].help);
		}
		assert_string_equal(t[i].name(set->nr), "?");
		assert_string_equal(t[i].name(-1U), "?");
	}
	assert_int_equal(vls_sets[VLS_SET_NONE].nr, 1);
}

/* Values that stand in the files and are no labels of counters. */
static void states_and_files(void **state)
{
	static const char *const states[] = {
		"unwanted", "unavailable", "mismatch", "off", "silent", "armed",
	};
	static const char *const files[] = { "by_process", "by_cgroup", "by_swap" };
	unsigned int i;

	(void)state;
	assert_int_equal(VLS_HOOK_STATE_NR, 6);
	for (i = 0; i < VLS_HOOK_STATE_NR; i++)
		assert_string_equal(vls_hook_state_name(i), states[i]);
	assert_true(VLS_BREAKDOWN_NR >= 3);
	for (i = 0; i < 3; i++)
		assert_string_equal(vls_breakdown_id_name(i), files[i]);
	assert_string_equal(vls_experiment_name(VLS_EXPERIMENT_NONE), "none");
	assert_int_equal(VLS_FORMAT, 2);
}

/* What of a kernel and its hooks makes what available. */
static void available(void **state)
{
	const u32 folio = FOLIO, both = FOLIO | MMAP;
	struct vls_header head = { .vma_lock = true };
	unsigned int i;

	(void)state;
	for (i = 0; i < VLS_HOOK_NR; i++)
		head.hooks[i] = VLS_HOOK_ARMED;
	assert_true(vls_available(&head, 0));
	assert_true(vls_available(&head, both | VLS_NEED_VMA_LOCK));
	assert_int_equal(vls_hook_lacking(&head, both), VLS_HOOK_NR);
	assert_int_equal(vls_first_lock(&head), VLS_LOCK_VMA);

	for (i = 0; i < VLS_HOOK_STATE_NR; i++) {
		const bool usable = i != VLS_HOOK_UNWANTED && i != VLS_HOOK_UNAVAILABLE;

		head.hooks[VLS_HOOK_LOCK_MM_AND_FIND_VMA] = i;
		assert_int_equal(vls_hook_usable(&head, VLS_HOOK_LOCK_MM_AND_FIND_VMA), usable);
		assert_int_equal(vls_available(&head, both), usable);
		assert_int_equal(vls_hook_lacking(&head, both), usable ? VLS_HOOK_NR :
				 VLS_HOOK_LOCK_MM_AND_FIND_VMA);
		assert_true(vls_available(&head, folio));
	}
	head.hooks[VLS_HOOK_LOCK_MM_AND_FIND_VMA] = VLS_HOOK_UNAVAILABLE;
	head.hooks[VLS_HOOK_FOLIO_LOCK_OR_RETRY] = VLS_HOOK_UNAVAILABLE;
	/* The first of them. */
	assert_int_equal(vls_hook_lacking(&head, both), VLS_HOOK_FOLIO_LOCK_OR_RETRY);

	head.vma_lock = false;
	assert_true(vls_available(&head, VLS_NEED(DO_SWAP_PAGE)));
	assert_false(vls_available(&head, VLS_NEED(DO_SWAP_PAGE) | VLS_NEED_VMA_LOCK));
	assert_false(vls_available(&head, VLS_NEED_VMA_LOCK));
	assert_int_equal(vls_first_lock(&head), VLS_LOCK_MMAP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counter_names),
		cmocka_unit_test(time_names),
		cmocka_unit_test(column_names),
		cmocka_unit_test(names_of_cells),
		cmocka_unit_test(entries),
		cmocka_unit_test(sets),
		cmocka_unit_test(states_and_files),
		cmocka_unit_test(available),
	};

	return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}

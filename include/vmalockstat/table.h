/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The table of what is counted, timed and broken down. The cells of each CPU, the files
 * counters and latency, what is unavailable, and the parser and the metrics of the command
 * are made from it; the tables in the documentation are checked against it.
 *
 * To add a counter, add a line here and vls_count(bank, field) where it is counted.
 */
#ifndef VMALOCKSTAT_TABLE_H
#define VMALOCKSTAT_TABLE_H

#include <linux/types.h>

#include "vmalockstat/histogram.h"
#include "vmalockstat/labels.h"

/* The hooks that an entry needs: VLS_NEED(A) | VLS_NEED(B). */
#define VLS_NEED(hook)		(1U << VLS_HOOK_##hook)
/* A kernel with per-VMA locks. */
#define VLS_NEED_VMA_LOCK	(1U << 31)
/* A kernel that knows how long a task has waited for a CPU (CONFIG_SCHED_INFO). */
#define VLS_NEED_RUN_DELAY	(1U << 30)
/* Times are taken. The histograms need it as well, without saying so. */
#define VLS_NEED_TIMING		(1U << 29)

/* What is needed to know how long a fault lock was held. */
#define VLS_NEEDS_HOLD		(VLS_NEED(FOLIO_LOCK_OR_RETRY) | VLS_NEED_TIMING)

/*
 * X(field, "name", SET, SET, SET, KIND, UNIT, needs, "help")
 *
 * The printed name is followed by ".LABEL" for each SET that is not NONE, so an entry
 * stands for a counter for each combination of labels. A counter that is split by HOOK
 * needs the hook that it is of.
 *
 * A GAUGE is filled in when a snapshot is taken. calls comes last: a snapshot sums the
 * cells in this order, so that a fault that returns in between has been counted as a call
 * too.
 */
#define VLS_COUNTERS(X)							\
	X(fault, "fault", LOCK, KIND, OUTCOME, COUNTER, EVENTS,		\
	  VLS_NEED(DO_SWAP_PAGE),					\
	  "Returns of do_swap_page(), and of shmem_swapin_folio() for a fault, by the lock held on entry, the kind of entry and the outcome.") \
	X(retry, "retry", LOCK, REASON, NONE, COUNTER, EVENTS,		\
	  VLS_NEED(DO_SWAP_PAGE) | VLS_NEED(FOLIO_LOCK_OR_RETRY),	\
	  "Returns of do_swap_page() that asked for a retry, by the reason.") \
	X(folio_lock, "folio_lock", LOCK, FOLIO_LOCK, NONE, COUNTER, EVENTS, \
	  VLS_NEED(FOLIO_LOCK_OR_RETRY),				\
	  "Calls of __folio_lock_or_retry() made by a swap fault, by how they ended.") \
	X(fallback, "fallback", FALLBACK, NONE, NONE, COUNTER, EVENTS,	\
	  VLS_NEED(LOCK_MM_AND_FIND_VMA),				\
	  "Calls of lock_mm_and_find_vma(): mmap_lock taken for a fault, by the cause.") \
	X(fallback_no_vma, "fallback.no_vma", NONE, NONE, NONE, COUNTER, EVENTS, \
	  VLS_NEED(LOCK_MM_AND_FIND_VMA),				\
	  "Those of all causes that found no VMA and hold no lock.")	\
	X(fallback_swap_retry_avoidable, "fallback.swap_retry_avoidable", \
	  NONE, NONE, NONE, COUNTER, EVENTS, VLS_NEED(LOCK_MM_AND_FIND_VMA), \
	  "Fallbacks after a swap retry with no writer of mmap_lock in between.") \
	X(abandoned, "abandoned", NONE, NONE, NONE, COUNTER, EVENTS,	\
	  VLS_NEED(LOCK_MM_AND_FIND_VMA),				\
	  "Retries under the VMA lock whose task took a signal, or died, before mmap_lock.") \
	X(retry_pending, "retry_pending", NONE, NONE, NONE, GAUGE, TASKS, \
	  VLS_NEED(LOCK_MM_AND_FIND_VMA),				\
	  "Tasks between a retry under the VMA lock and their fallback.") \
	X(writer, "writer", WRITER, NONE, NONE, COUNTER, EVENTS,	\
	  VLS_NEED(VMA_START_WRITE) | VLS_NEED_VMA_LOCK,		\
	  "Write locks of VMAs, in __vma_start_write().")		\
	X(whatif_hold, "whatif.hold", WHATIF_HOLD, NONE, NONE, COUNTER, EVENTS, \
	  VLS_NEED(VMA_START_WRITE) | VLS_NEED(FOLIO_LOCK_OR_RETRY) |	\
	  VLS_NEED_VMA_LOCK,						\
	  "Waits for a folio, and writers of its VMA, had the VMA lock been held during the wait.") \
	X(whatif_hold_mm_writer, "whatif.hold.waits_with_mm_writer",	\
	  NONE, NONE, NONE, COUNTER, EVENTS,				\
	  VLS_NEED(FOLIO_LOCK_OR_RETRY) | VLS_NEED_VMA_LOCK,		\
	  "Waits for a folio during which a writer held mmap_lock: no more than these would have blocked a writer.") \
	X(whatif_retry_vma, "whatif.retry_vma", WHATIF_RETRY, NONE, NONE, COUNTER, EVENTS, \
	  VLS_NEED(LOCK_MM_AND_FIND_VMA) | VLS_NEED_VMA_LOCK,		\
	  "Fallbacks after a swap retry, had the fault retried under the VMA lock.") \
	X(vma_lock_asked, "vma_lock", VMA_LOCK, NONE, NONE, COUNTER, EVENTS, \
	  VLS_NEED(LOCK_VMA_UNDER_RCU),					\
	  "Calls of lock_vma_under_rcu(), with all_faults=1.")		\
	X(vma_lock_ended, "vma_lock", FAULT_END, NONE, NONE, COUNTER, EVENTS, \
	  VLS_NEED(HANDLE_MM_FAULT),					\
	  "Faults from user mode under the VMA lock, by how they ended, with all_faults=1.") \
	X(mmap_lock_ended, "mmap_lock", FAULT_END, NONE, NONE, COUNTER, EVENTS, \
	  VLS_NEED(HANDLE_MM_FAULT),					\
	  "Faults from user mode under mmap_lock, by how they ended, with all_faults=1.") \
	X(hold_ns, "hold_ns", LOCK, HELD, NONE, COUNTER, NANOSECONDS,	\
	  VLS_NEEDS_HOLD,						\
	  "Time that swap faults held their lock, by what they did: the sum of hold.* split.") \
	X(in_flight, "in_flight", NONE, NONE, NONE, GAUGE, FAULTS,	\
	  VLS_NEED(DO_SWAP_PAGE),					\
	  "Faults that are in do_swap_page() or shmem_swapin_folio().")				\
	X(untracked, "untracked", NONE, NONE, NONE, COUNTER, EVENTS,	\
	  VLS_NEED(DO_SWAP_PAGE),					\
	  "Retries under the VMA lock whose fallback could not be linked to them.") \
	X(missed, "missed", HOOK, NONE, NONE, COUNTER, EVENTS, 0,	\
	  "Calls of a hooked function that were not followed to their return.") \
	X(calls, "calls", HOOK, NONE, NONE, COUNTER, EVENTS, 0,		\
	  "Calls of a hooked function that were followed, or are being followed.")

/*
 * X(field, "name", SET, needs, "help"): histograms of times in nanoseconds, with one sample
 * for each event.
 */
#define VLS_TIMES(X)							\
	X(hold, "hold", LOCK, VLS_NEED(FOLIO_LOCK_OR_RETRY),		\
	  "From the entry of do_swap_page() or shmem_swapin_folio() until the fault lock is dropped in it, or its return.") \
	X(folio_wait, "folio_wait", FOLIO_WAIT, VLS_NEED(FOLIO_LOCK_OR_RETRY), \
	  "Waits in __folio_lock_or_retry(): with the fault lock dropped, until do_swap_page() returns; with it held, the time off the CPU until then.") \
	X(shmem_swapin, "shmem_swapin", LOCK, VLS_NEED(SHMEM_SWAPIN_FOLIO), \
	  "Time in shmem_swapin_folio(), with the fault lock held through the whole read.") \
	X(swap_read, "swap_read", LOCK, VLS_NEED(SWAP_READ),		\
	  "Time that a fault spent reading in do_swap_page(), of faults that read: on zram and zswap the data is there then, on a disk the read has been submitted.") \
	X(migration_wait, "migration_wait", LOCK, VLS_NEED(DO_SWAP_PAGE), \
	  "Time in do_swap_page() for a migration entry.")		\
	X(fallback_wait, "fallback_wait", NONE, VLS_NEED(LOCK_MM_AND_FIND_VMA), \
	  "Time in lock_mm_and_find_vma(), after a swap retry.")	\
	X(retry_cost, "retry_cost", NONE, VLS_NEED(LOCK_MM_AND_FIND_VMA), \
	  "From the VMA lock dropped until mmap_lock is held, for a swap retry.") \
	X(writer_wait, "writer_wait", NONE,				\
	  VLS_NEED(VMA_START_WRITE) | VLS_NEED_VMA_LOCK,		\
	  "Time in __vma_start_write(), of writers that slept there.")	\
	X(whatif_hold_writer_wait, "whatif.hold.writer_wait", NONE,	\
	  VLS_NEED(VMA_START_WRITE) | VLS_NEED(FOLIO_LOCK_OR_RETRY) |	\
	  VLS_NEED_VMA_LOCK,						\
	  "From a VMA locked by a writer until the last wait ends that had dropped its lock.") \
	X(whatif_retry_vma_saved, "whatif.retry_vma.saved", NONE,	\
	  VLS_NEED(LOCK_MM_AND_FIND_VMA) | VLS_NEED_VMA_LOCK,		\
	  "Time in lock_mm_and_find_vma(), of fallbacks that a retry under the VMA lock would have avoided.")

/*
 * X(field, "name", UNIT, needs, "help"): the columns of the breakdowns, each a sum of
 * counters or of times.
 */
#define VLS_COLUMNS(X)							\
	X(FAULT_VMA,	"fault.vma",	EVENTS, VLS_NEED(DO_SWAP_PAGE),	\
	  "fault.vma.*.*")						\
	X(FAULT_MMAP,	"fault.mmap",	EVENTS, VLS_NEED(DO_SWAP_PAGE),	\
	  "fault.mmap.*.*")						\
	X(FAULT_MMAP_NOUSER, "fault.mmap_nouser", EVENTS, VLS_NEED(DO_SWAP_PAGE), \
	  "fault.mmap_nouser.*.*")					\
	X(RETRY,	"retry.vma",	EVENTS, VLS_NEED(DO_SWAP_PAGE),	\
	  "fault.vma.*.retry and fault.vma.*.retry_major")		\
	X(MAJOR,	"major",	EVENTS, VLS_NEED(DO_SWAP_PAGE),	\
	  "fault.*.*.major and fault.*.*.retry_major")			\
	X(FALLBACK,	"fallback.swap_retry", EVENTS, VLS_NEED(LOCK_MM_AND_FIND_VMA), \
	  "the counter of that name")					\
	X(HOLD,		"hold.sum",	NANOSECONDS, VLS_NEED(FOLIO_LOCK_OR_RETRY), \
	  "hold.*")							\
	X(FOLIO_WAIT,	"folio_wait.sum", NANOSECONDS, VLS_NEED(FOLIO_LOCK_OR_RETRY), \
	  "folio_wait.*")						\
	X(FALLBACK_WAIT, "fallback_wait.sum", NANOSECONDS, VLS_NEED(LOCK_MM_AND_FIND_VMA), \
	  "fallback_wait")

/* X(SET, list, "name of the label"): the sets that the entries name. */
#define VLS_SETS(X)							\
	X(LOCK, VLS_LOCKS, "lock")					\
	X(KIND, VLS_KINDS, "kind")					\
	X(OUTCOME, VLS_OUTCOMES, "outcome")				\
	X(REASON, VLS_REASONS, "reason")				\
	X(FOLIO_LOCK, VLS_FOLIO_LOCKS, "result")			\
	X(FALLBACK, VLS_FALLBACKS, "cause")				\
	X(WRITER, VLS_WRITERS, "result")				\
	X(WHATIF_HOLD, VLS_WHATIF_HOLDS, "result")			\
	X(WHATIF_RETRY, VLS_WHATIF_RETRIES, "result")			\
	X(VMA_LOCK, VLS_VMA_LOCKS, "result")				\
	X(FAULT_END, VLS_FAULT_ENDS, "result")				\
	X(FOLIO_WAIT, VLS_FOLIO_WAITS, "fault_lock")			\
	X(HELD, VLS_HELDS, "what")					\
	X(HOOK, VLS_HOOKS, "hook")

#define VLS_SET_ENUM(set, list, label)	VLS_SET_##set,
enum vls_set_id { VLS_SET_NONE, VLS_SETS(VLS_SET_ENUM) VLS_SET_NR };

enum vls_counter_kind { VLS_COUNTER, VLS_GAUGE };

enum vls_unit { VLS_EVENTS, VLS_FAULTS, VLS_TASKS, VLS_NANOSECONDS };

/* Declare a field with one more dimension, for the labels of a set. */
#define VLS_FIELD_NONE(field)		field
#define VLS_FIELD_LOCK(field)		field[VLS_LOCK_NR]
#define VLS_FIELD_KIND(field)		field[VLS_KIND_NR]
#define VLS_FIELD_OUTCOME(field)	field[VLS_OUTCOME_NR]
#define VLS_FIELD_REASON(field)		field[VLS_REASON_NR]
#define VLS_FIELD_FOLIO_LOCK(field)	field[VLS_FOLIO_LOCK_NR]
#define VLS_FIELD_FALLBACK(field)	field[VLS_FALLBACK_NR]
#define VLS_FIELD_WRITER(field)		field[VLS_WRITER_NR]
#define VLS_FIELD_WHATIF_HOLD(field)	field[VLS_WHATIF_HOLD_NR]
#define VLS_FIELD_WHATIF_RETRY(field)	field[VLS_WHATIF_RETRY_NR]
#define VLS_FIELD_VMA_LOCK(field)	field[VLS_VMA_LOCK_NR]
#define VLS_FIELD_FAULT_END(field)	field[VLS_FAULT_END_NR]
#define VLS_FIELD_FOLIO_WAIT(field)	field[VLS_FOLIO_WAIT_NR]
#define VLS_FIELD_HELD(field)		field[VLS_HELD_NR]
#define VLS_FIELD_HOOK(field)		field[VLS_HOOK_NR]

/*
 * What one CPU has counted. A fault may enter on one CPU and return on another, so only the
 * sum over all CPUs is meaningful.
 */
#define VLS_CELL_FIELD(field, name, a, b, c, kind, unit, needs, help)	\
	u64 VLS_FIELD_##c(VLS_FIELD_##b(VLS_FIELD_##a(field)));
struct vls_cells {
	VLS_COUNTERS(VLS_CELL_FIELD)
};

/* What one CPU has timed. */
#define VLS_TIME_FIELD(field, name, set, needs, help)			\
	struct vls_histogram VLS_FIELD_##set(field);
struct vls_times {
	VLS_TIMES(VLS_TIME_FIELD)
};

#define VLS_COLUMN_ENUM(id, name, unit, needs, help)	VLS_COLUMN_##id,
enum vls_column { VLS_COLUMNS(VLS_COLUMN_ENUM) VLS_COLUMN_NR };

/* A row of a breakdown. */
struct vls_columns {
	u64 of[VLS_COLUMN_NR];
};

struct vls_label {
	const char *name;
	const char *help;
};

struct vls_set {
	const char *label;		/* the name of the dimension, as in metrics */
	const struct vls_label *labels;
	unsigned int nr;
};

#define VLS_ENTRY_SETS	3

/* An entry of VLS_COUNTERS or VLS_TIMES. */
struct vls_entry {
	const char *name;
	const char *help;
	u32 needs;
	u16 first;	/* index of its first cell, or of its first histogram */
	u16 nr;		/* cells or histograms, one for each combination of labels */
	u8 sets[VLS_ENTRY_SETS];	/* enum vls_set_id */
	u8 kind;	/* enum vls_counter_kind */
	u8 unit;	/* enum vls_unit */
};

/* An entry of VLS_COLUMNS. */
struct vls_column_entry {
	const char *name;
	const char *help;
	u32 needs;
	u8 unit;
};

extern const struct vls_set vls_sets[VLS_SET_NR];
extern const struct vls_entry vls_counter_entries[];
extern const unsigned int vls_counter_entries_nr;
extern const struct vls_entry vls_time_entries[];
extern const unsigned int vls_time_entries_nr;
extern const struct vls_column_entry vls_column_entries[VLS_COLUMN_NR];

#define VLS_CELL_NR	(sizeof(struct vls_cells) / sizeof(u64))
#define VLS_TIME_NR	(sizeof(struct vls_times) / sizeof(struct vls_histogram))

/* Size of a buffer for any printed name, with its NUL. */
#define VLS_NAME_SIZE	64

/**
 * vls_entry_name() - the printed name of one counter or time
 * @buf: of VLS_NAME_SIZE bytes, filled in
 * @entry: of the table
 * @i: which of its cells or histograms, below entry->nr
 *
 * Any context. Return: @buf.
 */
const char *vls_entry_name(char *buf, const struct vls_entry *entry, unsigned int i);

/**
 * vls_entry_labels() - the labels of one counter or time
 * @entry: of the table
 * @i: which of its cells or histograms, below entry->nr
 * @labels: filled in with an index into each of entry->sets, 0 for VLS_SET_NONE
 *
 * Any context.
 */
void vls_entry_labels(const struct vls_entry *entry, unsigned int i,
		      unsigned int labels[VLS_ENTRY_SETS]);

/**
 * vls_entry_needs() - what one counter or time needs
 * @entry: of the table
 * @i: which of its cells or histograms, below entry->nr
 *
 * Any context. Return: bits of VLS_NEED() and the like.
 */
u32 vls_entry_needs(const struct vls_entry *entry, unsigned int i);

/**
 * vls_held_needs() - what is needed to know how long a task did something
 * @what: enum vls_held
 *
 * Any context. Return: bits of VLS_NEED() and the like, besides those of VLS_NEEDS_HOLD.
 */
u32 vls_held_needs(unsigned int what);

#endif /* VMALOCKSTAT_TABLE_H */

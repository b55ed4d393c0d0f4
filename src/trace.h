/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The trace events. Each is fired where a counter counts the same, and is a nop while it is
 * off. Times are nanoseconds, 0 with timing=0.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM vmalockstat

#if !defined(VLS_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define VLS_TRACE_H

#include <linux/tracepoint.h>

#include "vmalockstat/labels.h"

/* Export the numbers behind the names, for readers of the binary trace. */
#define VLS_EVENT_ENUM(id, name, help)	TRACE_DEFINE_ENUM(id);
VLS_LOCKS(VLS_EVENT_ENUM)
VLS_KINDS(VLS_EVENT_ENUM)
VLS_OUTCOMES(VLS_EVENT_ENUM)
VLS_REASONS(VLS_EVENT_ENUM)
VLS_WHATIF_RETRIES(VLS_EVENT_ENUM)
#undef VLS_EVENT_ENUM

/* Print a value as its name in a list of labels. */
#ifndef vls_event_name
#define VLS_EVENT_NAME(id, name, help)	{ id, name },
#define vls_event_name(value, set)	\
	__print_symbolic(value, set(VLS_EVENT_NAME) { -1, "?" })
#endif

/*
 * do_swap_page() returns, or shmem_swapin_folio() for a fault: fault.LOCK.KIND.OUTCOME, with
 * its sample of hold.LOCK, and what it adds to hold_ns.LOCK.*, in the order of VLS_HELDS.
 */
TRACE_EVENT(swap_fault,
	TP_PROTO(unsigned long address, unsigned int lock, unsigned int kind,
		 unsigned int outcome, u64 held_ns, const u64 *held_by),
	TP_ARGS(address, lock, kind, outcome, held_ns, held_by),
	TP_STRUCT__entry(
		__field(unsigned long, address)
		__field(u64, held_ns)
		__field(u64, read_ns)
		__field(u64, reclaim_ns)
		__field(u64, throttle_ns)
		__field(u64, folio_wait_ns)
		__field(u64, cpu_ns)
		__field(u64, runnable_ns)
		__field(u64, asleep_ns)
		__field(unsigned int, lock)
		__field(unsigned int, kind)
		__field(unsigned int, outcome)
	),
	TP_fast_assign(
		__entry->address = address;
		__entry->held_ns = held_ns;
		__entry->read_ns = held_by[VLS_HELD_READ];
		__entry->reclaim_ns = held_by[VLS_HELD_RECLAIM];
		__entry->throttle_ns = held_by[VLS_HELD_THROTTLE];
		__entry->folio_wait_ns = held_by[VLS_HELD_FOLIO_WAIT];
		__entry->cpu_ns = held_by[VLS_HELD_CPU];
		__entry->runnable_ns = held_by[VLS_HELD_RUNNABLE];
		__entry->asleep_ns = held_by[VLS_HELD_ASLEEP];
		__entry->lock = lock;
		__entry->kind = kind;
		__entry->outcome = outcome;
	),
	TP_printk("address=0x%lx lock=%s kind=%s outcome=%s held_ns=%llu read_ns=%llu reclaim_ns=%llu throttle_ns=%llu folio_wait_ns=%llu cpu_ns=%llu runnable_ns=%llu asleep_ns=%llu",
		  __entry->address,
		  vls_event_name(__entry->lock, VLS_LOCKS),
		  vls_event_name(__entry->kind, VLS_KINDS),
		  vls_event_name(__entry->outcome, VLS_OUTCOMES),
		  __entry->held_ns, __entry->read_ns, __entry->reclaim_ns,
		  __entry->throttle_ns, __entry->folio_wait_ns, __entry->cpu_ns,
		  __entry->runnable_ns, __entry->asleep_ns)
);

/* It returns a retry: retry.LOCK.REASON, with its time in __folio_lock_or_retry(). */
TRACE_EVENT(swap_retry,
	TP_PROTO(unsigned long address, unsigned int lock, unsigned int reason,
		 u64 wait_ns),
	TP_ARGS(address, lock, reason, wait_ns),
	TP_STRUCT__entry(
		__field(unsigned long, address)
		__field(u64, wait_ns)
		__field(unsigned int, lock)
		__field(unsigned int, reason)
	),
	TP_fast_assign(
		__entry->address = address;
		__entry->wait_ns = wait_ns;
		__entry->lock = lock;
		__entry->reason = reason;
	),
	TP_printk("address=0x%lx lock=%s reason=%s wait_ns=%llu",
		  __entry->address,
		  vls_event_name(__entry->lock, VLS_LOCKS),
		  vls_event_name(__entry->reason, VLS_REASONS),
		  __entry->wait_ns)
);

/*
 * lock_mm_and_find_vma() returns after a swap retry under the VMA lock:
 * whatif.retry_vma.WHATIF_RETRY, with its samples of fallback_wait and retry_cost.
 */
TRACE_EVENT(swap_fallback,
	TP_PROTO(unsigned long address, unsigned int whatif, u64 wait_ns,
		 u64 cost_ns),
	TP_ARGS(address, whatif, wait_ns, cost_ns),
	TP_STRUCT__entry(
		__field(unsigned long, address)
		__field(u64, wait_ns)
		__field(u64, cost_ns)
		__field(unsigned int, whatif)
	),
	TP_fast_assign(
		__entry->address = address;
		__entry->wait_ns = wait_ns;
		__entry->cost_ns = cost_ns;
		__entry->whatif = whatif;
	),
	TP_printk("address=0x%lx retry_vma=%s wait_ns=%llu cost_ns=%llu",
		  __entry->address,
		  vls_event_name(__entry->whatif, VLS_WHATIF_RETRIES),
		  __entry->wait_ns, __entry->cost_ns)
);

/*
 * The last of the waits ends that a writer would have had to wait for:
 * whatif.hold.writers_blocked, with its sample of whatif.hold.writer_wait. It is fired in
 * the task that waited, not in the writer.
 */
TRACE_EVENT(writer_blocked,
	TP_PROTO(u64 wait_ns),
	TP_ARGS(wait_ns),
	TP_STRUCT__entry(
		__field(u64, wait_ns)
	),
	TP_fast_assign(
		__entry->wait_ns = wait_ns;
	),
	TP_printk("wait_ns=%llu", __entry->wait_ns)
);

#endif /* VLS_TRACE_H */

#undef TRACE_INCLUDE_PATH
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_PATH .
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hooks on the tracepoints of reclaim, mm_vmscan_memcg_reclaim and
 * mm_vmscan_direct_reclaim: a task that faults frees memory first, for its memory cgroup or
 * for the machine. Only the time is of interest.
 */
#include <linux/preempt.h>
#include <linux/tracepoint.h>
#include <trace/events/vmscan.h>

#include "compat.h"
#include "hooks/current_hold.h"
#include "hooks/descriptions.h"
#include "hooks/hook.h"
#include "hooks/tracepoint.h"

/* Some kernels call probes of tracepoints with preemption on. */
static void reclaim_begin(enum vls_hook_id id)
{
	struct vls_bank __percpu *bank;
	struct vls_hold *hold = NULL;
	struct vls_call call;

	preempt_disable_notrace();
	/* Before the hold is looked for: the epoch may end now, and then it has no bank. */
	if (vls_call_begin(&call, &bank))
		hold = vls_current_hold();
	if (hold && hold->doing != VLS_HELD_RECLAIM) {
		vls_count(bank, calls[id]);
		hold->resume = vls_hold_enter(hold, VLS_HELD_RECLAIM, vls_clock());
	}
	preempt_enable_notrace();
}

static void reclaim_end(void)
{
	struct vls_hold *hold;

	preempt_disable_notrace();
	hold = vls_current_hold();
	if (hold && hold->doing == VLS_HELD_RECLAIM)
		vls_hold_leave(hold, hold->resume, vls_clock());
	preempt_enable_notrace();
}

static void memcg_reclaim_begin(void *data, VLS_RECLAIM_BEGIN_ARGS)
{
	reclaim_begin(VLS_HOOK_MEMCG_RECLAIM);
}

static void direct_reclaim_begin(void *data, VLS_RECLAIM_BEGIN_ARGS)
{
	reclaim_begin(VLS_HOOK_DIRECT_RECLAIM);
}

static void any_reclaim_end(void *data, VLS_RECLAIM_END_ARGS)
{
	reclaim_end();
}

/* Not called: the compiler compares the arguments with those of the kernel. */
static void __maybe_unused check_arguments(void)
{
	check_trace_callback_type_mm_vmscan_direct_reclaim_begin(memcg_reclaim_begin);
	check_trace_callback_type_mm_vmscan_direct_reclaim_begin(direct_reclaim_begin);
	check_trace_callback_type_mm_vmscan_direct_reclaim_end(any_reclaim_end);
}

static const struct vls_tracepoint_desc memcg_reclaim = {
	.begin = memcg_reclaim_begin,
	.end = any_reclaim_end,
};

static const struct vls_tracepoint_desc direct_reclaim = {
	.begin = direct_reclaim_begin,
	.end = any_reclaim_end,
};

const struct vls_hook_desc vls_memcg_reclaim = {
	.symbol = VLS_SYMBOL_MEMCG_RECLAIM,
	.id = VLS_HOOK_MEMCG_RECLAIM,
	.optional = true,
	.timing_only = true,
	.tracepoint = &memcg_reclaim,
};

const struct vls_hook_desc vls_direct_reclaim = {
	.symbol = VLS_SYMBOL_DIRECT_RECLAIM,
	.id = VLS_HOOK_DIRECT_RECLAIM,
	.optional = true,
	.timing_only = true,
	.tracepoint = &direct_reclaim,
};

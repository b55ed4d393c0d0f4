// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on __vma_start_write(): somebody is about to change a VMA (mprotect,
 * munmap, madvise, fork) and locks it for writing, with mmap_lock held for
 * writing, until mmap_lock is let go. Readers of the VMA are waited for.
 */
#include <linux/kprobes.h>
#include <linux/sched.h>

#include "compat.h"
#include "hook.h"
#include "stats.h"
#include "times.h"
#include "whatif.h"

struct writer {
	const void *vma;
	u64 entered_ns;
	unsigned long switches;	/* times that the task has gone to sleep */
	u32 period;
};

static __always_inline bool writer_enter(struct writer *writer,
					 const struct vls_call *call, bool direct)
{
	writer->period = READ_ONCE(vls_period);
	if (!writer->period)
		return false;
	writer->vma = (const void *)call->arg[0];
	writer->switches = current->nvcsw;
	if (vls_timed())
		writer->entered_ns = vls_clock();
	return vls_hook_enter(VLS_HOOK_WRITER, direct);
}

static void writer_count(const struct writer *writer)
{
	vls_count(writer[VLS_WRITER_ATTEMPT]);
	if (writer->switches == current->nvcsw)
		return;
	vls_count(writer[VLS_WRITER_WAITED]);
	if (vls_timed())
		vls_time_add(VLS_TIME_WRITER_WAIT,
			     vls_elapsed(writer->entered_ns, vls_clock()));
}
NOKPROBE_SYMBOL(writer_count);

static __always_inline void writer_return(const struct writer *writer,
					  unsigned long ret, bool direct)
{
	bool counted = writer->period == READ_ONCE(vls_period);

	vls_hook_leave(VLS_HOOK_WRITER, direct);
	if (counted)
		writer_count(writer);
	if (vls_compat_vma_write_locked(ret))
		vls_whatif_writer(writer->vma, counted);
}

VLS_HOOK_HANDLERS(writer, VLS_HOOK_WRITER, struct writer);

struct vls_hook vls_hook_writer = {
	.symbol = VLS_SYMBOL_WRITER,
	.unknown = !VLS_KNOWN_WRITER,
	.some_kernels = true,
	VLS_HOOK_RETURNS(writer, VLS_HOOK_WRITER, struct writer),
};

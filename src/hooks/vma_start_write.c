// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook on __vma_start_write(): a task that holds mmap_lock for writing is about to change a
 * VMA (mprotect, munmap, madvise, fork) and locks it, until it releases mmap_lock. It waits
 * for the readers of the VMA.
 */
#include <linux/kprobes.h>
#include <linux/sched.h>

#include "compat.h"
#include "hooks/descriptions.h"
#include "hooks/handlers.h"
#include "track/folio_waits.h"

struct writer {
	struct vls_call call;
	const struct vm_area_struct *vma;
	unsigned long switches;	/* times that the task had gone to sleep */
};

static __always_inline bool vma_start_write_enter(struct writer *writer,
						  const struct vls_args *args)
{
	writer->vma = (const struct vm_area_struct *)args->arg[0];
	if (!vls_compat_vma_attached(writer->vma))
		return false;
	writer->switches = current->nvcsw;
	return true;
}

static void writer_count(const struct writer *writer)
{
	struct vls_bank __percpu *bank = writer->call.bank;

	vls_count(bank, writer[VLS_WRITER_ATTEMPT]);
	if (writer->switches == current->nvcsw)
		return;
	vls_count(bank, writer[VLS_WRITER_WAITED]);
	if (vls_timed())
		vls_time(bank, writer_wait,
			 vls_elapsed(writer->call.entered_ns, vls_clock()));
}
NOKPROBE_SYMBOL(writer_count);

static __always_inline void vma_start_write_return(const struct writer *writer,
						   unsigned long ret)
{
	bool counted = vls_call_counts(&writer->call);

	if (counted)
		writer_count(writer);
	if (vls_compat_vma_write_locked(ret))
		vls_folio_wait_writer(writer->vma, counted);
}

VLS_HOOK_HANDLERS(vma_start_write, VLS_HOOK_VMA_START_WRITE, struct writer, true,
		  vls_follow_nothing,
		  vls_fast_never);

const struct vls_hook_desc vls_vma_start_write = {
	.symbol = VLS_SYMBOL_WRITER,
	.id = VLS_HOOK_VMA_START_WRITE,
	.divisor = 16,
	.mismatched = !VLS_KNOWN_WRITER,
	.optional = true,
	.kretprobe = &vma_start_write_kretprobe,
	.direct = &vma_start_write_direct,
};

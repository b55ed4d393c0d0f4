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

static int writer_enter(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct writer *writer = (struct writer *)ri->data;

	writer->period = READ_ONCE(vls_period);
	if (!writer->period)
		return 1;
	writer->vma = (const void *)regs_get_kernel_argument(regs, 0);
	writer->switches = current->nvcsw;
	if (vls_timed())
		writer->entered_ns = vls_clock();
	return !vls_hook_enter(&vls_hook_writer);
}
NOKPROBE_SYMBOL(writer_enter);

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

static int writer_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	const struct writer *writer = (const struct writer *)ri->data;
	bool counted = writer->period == READ_ONCE(vls_period);

	vls_hook_leave(&vls_hook_writer);
	if (counted)
		writer_count(writer);
	if (vls_compat_vma_write_locked(regs))
		vls_whatif_writer(writer->vma, counted);
	return 0;
}
NOKPROBE_SYMBOL(writer_return);

struct vls_hook vls_hook_writer = {
	.symbol = VLS_SYMBOL_WRITER,
	.id = VLS_HOOK_WRITER,
	.unknown = !VLS_KNOWN_WRITER,
	.some_kernels = true,
	.sees_return = true,
	.rp = {
		.entry_handler = writer_enter,
		.handler = writer_return,
		.data_size = sizeof(struct writer),
	},
};

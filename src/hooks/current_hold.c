// SPDX-License-Identifier: GPL-2.0-only
/* Finds the hold of the current task. */
#include <linux/kprobes.h>

#include "hooks/current_hold.h"
#include "hooks/do_swap_page.h"
#include "hooks/shmem_swapin_folio.h"

struct vls_hold *vls_current_hold(void)
{
	struct vls_fault *fault = vls_fault_current();
	struct vls_hold *hold = fault ? &fault->hold : vls_shmem_swapin_hold();

	return hold && !(hold->flags & VLS_HOLD_ENDED) ? hold : NULL;
}
NOKPROBE_SYMBOL(vls_current_hold);

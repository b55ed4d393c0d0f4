// SPDX-License-Identifier: GPL-2.0-only
/* Kernels whose mm_lock_seq is of either type, read the way each is. */
#include "../../../src/compat.h"

struct old_mm {
	int mm_lock_seq;
};

struct new_mm {
	seqcount_t mm_lock_seq;
};

#if VLS_HAVE_VMA_LOCK
static u32 __maybe_unused old_mm_lock_seq(const struct old_mm *mm)
{
	return vls_compat_mm_lock_seq(mm);
}

static u32 __maybe_unused new_mm_lock_seq(const struct new_mm *mm)
{
	return vls_compat_mm_lock_seq(mm);
}
#endif

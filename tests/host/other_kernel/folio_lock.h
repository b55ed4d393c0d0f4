/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kernel on which __folio_lock_or_retry() has one argument more: to be
 * included before all else.
 */
#ifndef OTHER_KERNEL_FOLIO_LOCK_H
#define OTHER_KERNEL_FOLIO_LOCK_H

#define __folio_lock_or_retry	known_folio_lock_or_retry
#include <linux/pagemap.h>
#undef __folio_lock_or_retry

vm_fault_t __folio_lock_or_retry(struct folio *folio, struct vm_fault *vmf,
				 bool *dropped);

#endif /* OTHER_KERNEL_FOLIO_LOCK_H */

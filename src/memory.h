/* SPDX-License-Identifier: GPL-2.0-only */
/* How much memory the module has. */
#ifndef VLS_MEMORY_H
#define VLS_MEMORY_H

#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/types.h>

/**
 * vls_memory_taken() - what the allocator has taken for an allocation
 * @p: from kvmalloc() and the like, or NULL
 * @size: the bytes that were asked for
 *
 * Any context. Return: bytes, 0 for NULL.
 */
static inline size_t vls_memory_taken(const void *p, size_t size)
{
	if (!p)
		return 0;
	return is_vmalloc_addr(p) ? PAGE_ALIGN(size) : kmalloc_size_roundup(size);
}

#endif /* VLS_MEMORY_H */

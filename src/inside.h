/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_INSIDE_H
#define VLS_INSIDE_H

#include <linux/types.h>

struct vls_fault;

/* For none, nothing is allocated. */
int vls_inside_init(unsigned int max_faults);
void vls_inside_exit(void);
/* Of memory. */
size_t vls_inside_bytes(void);

/*
 * For handlers: the current task is inside do_swap_page() with @fault, from now on
 * or no more. vls_inside_put() returns false when there is no room.
 */
bool vls_inside_put(struct vls_fault *fault);
void vls_inside_drop(const struct vls_fault *fault);
struct vls_fault *vls_inside_get(void);

#endif /* VLS_INSIDE_H */

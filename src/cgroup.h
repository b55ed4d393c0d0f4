/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_CGROUP_H
#define VLS_CGROUP_H

#include <linux/cgroup.h>
#include <linux/sched.h>
#include <linux/types.h>

/**
 * vls_current_cgroup() - the cgroup of the current task
 *
 * Any context. Return: its id in the unified hierarchy, 0 on a kernel without cgroups.
 */
static __always_inline u64 vls_current_cgroup(void)
{
	u64 id = 0;

#ifdef CONFIG_CGROUPS
	rcu_read_lock();
	id = cgroup_id(rcu_dereference(current->cgroups)->dfl_cgrp);
	rcu_read_unlock();
#endif
	return id;
}

#endif /* VLS_CGROUP_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holds the mmap_lock of a process for writing as long as it is loaded, so that faults of
 * its threads that retried wait for it.
 */
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/module.h>
#include <linux/pid.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>

static int pid;
module_param(pid, int, 0444);
MODULE_PARM_DESC(pid, "the process");

static struct mm_struct *mm;

static int __init mmap_lock_init(void)
{
	struct pid *of = find_get_pid(pid);
	struct task_struct *task = get_pid_task(of, PIDTYPE_PID);

	put_pid(of);
	if (!task)
		return -ESRCH;
	mm = get_task_mm(task);
	put_task_struct(task);
	if (!mm)
		return -ESRCH;
	mmap_write_lock(mm);
	return 0;
}

static void __exit mmap_lock_exit(void)
{
	mmap_write_unlock(mm);
	mmput(mm);
}

module_init(mmap_lock_init);
module_exit(mmap_lock_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("The vmalockstat developers");
MODULE_DESCRIPTION("Holds the mmap_lock of a process for writing");

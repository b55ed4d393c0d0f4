// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/vmalockstat. Each open of a file takes one snapshot, which all reads of
 * that open see.
 *
 * Under lockdown=integrity debugfs opens only files of mode 0444 without write, ioctl and
 * mmap: do not add these to the files that are read.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "control.h"
#include "debugfs.h"
#include "vmalockstat/limits.h"

/* As large as counters: seq_file would grow a smaller buffer and print the text again. */
#define TEXT_SIZE	(16 * 1024)

static struct dentry *dir;

/* Return: a snapshot of all counters, to be freed with kvfree(), or an ERR_PTR(). */
static void *read_all(void)
{
	struct vls_reading *reading = kvzalloc(sizeof(*reading), GFP_KERNEL);

	if (!reading)
		return ERR_PTR(-ENOMEM);
	vls_control_read(reading);
	return reading;
}

/* Print @snapshot, which @show has as m->private and release_snapshot() frees. */
static int open_snapshot(struct file *file, int (*show)(struct seq_file *, void *),
			 void *snapshot)
{
	int ret;

	if (IS_ERR(snapshot))
		return PTR_ERR(snapshot);
	ret = single_open_size(file, show, snapshot, TEXT_SIZE);
	if (ret)
		kvfree(snapshot);
	return ret;
}

static int release_snapshot(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	kvfree(m->private);
	return single_release(inode, file);
}

/* A file that @show prints from what the expression @snapshot returns, for an @inode. */
#define DEFINE_TEXT_FILE(name, show, snapshot)				\
static int name##_show(struct seq_file *m, void *unused)		\
{									\
	show;								\
	return 0;							\
}									\
									\
static int name##_open(struct inode *inode, struct file *file)		\
{									\
	return open_snapshot(file, name##_show, snapshot);		\
}									\
									\
static const struct file_operations name##_fops = {			\
	.owner		= THIS_MODULE,					\
	.open		= name##_open,					\
	.read		= seq_read,					\
	.llseek		= seq_lseek,					\
	.release	= release_snapshot,				\
}

DEFINE_TEXT_FILE(counters, vls_show_counters(m, m->private), read_all());
DEFINE_TEXT_FILE(latency, vls_show_latency(m, m->private), read_all());
DEFINE_TEXT_FILE(summary, vls_show_summary(m, m->private), read_all());
DEFINE_TEXT_FILE(hooks, vls_show_hooks(m, m->private), read_all());
DEFINE_TEXT_FILE(longest, vls_show_longest(m, m->private), vls_control_read_longest());
DEFINE_TEXT_FILE(stacks, vls_show_stacks(m, m->private), vls_control_read_stacks());

static enum vls_breakdown_id breakdown_of(const struct inode *inode)
{
	return (long)inode->i_private;
}

DEFINE_TEXT_FILE(breakdown,
		 vls_show_breakdown(m, breakdown_of(file_inode(m->file)), m->private),
		 vls_control_read_breakdown(breakdown_of(inode)));

static ssize_t reset_write(struct file *file, const char __user *buf,
			   size_t count, loff_t *ppos)
{
	return vls_control_reset() ?: (ssize_t)count;
}

static const struct file_operations reset_fops = {
	.owner		= THIS_MODULE,
	.open		= nonseekable_open,
	.write		= reset_write,
};

static int create(const char *name, umode_t mode,
		  const struct file_operations *fops, long data)
{
	return PTR_ERR_OR_ZERO(debugfs_create_file(name, mode, dir, (void *)data,
						   fops));
}

static int create_all(void)
{
	int ret = create("counters", 0444, &counters_fops, 0);
	long i;

	if (!ret)
		ret = create("latency", 0444, &latency_fops, 0);
	if (!ret)
		ret = create("summary", 0444, &summary_fops, 0);
	if (!ret)
		ret = create("hooks", 0444, &hooks_fops, 0);
	if (!ret)
		ret = create("longest", 0444, &longest_fops, 0);
	if (!ret)
		ret = create("stacks", 0444, &stacks_fops, 0);
	for (i = 0; i < VLS_BREAKDOWN_NR && !ret; i++)
		ret = create(vls_breakdown_id_name(i), 0444, &breakdown_fops, i);
	if (!ret)
		ret = create("reset", 0200, &reset_fops, 0);
	return ret;
}

int vls_debugfs_init(void)
{
	int ret;

	dir = debugfs_create_dir(VLS_NAME, NULL);
	ret = PTR_ERR_OR_ZERO(dir);
	if (!ret)
		ret = create_all();
	if (ret) {
		pr_err("cannot make " VLS_DIRECTORY " (error %d): is debugfs switched off?\n",
		       ret);
		vls_debugfs_exit();
	}
	return ret;
}

void vls_debugfs_exit(void)
{
	if (!IS_ERR_OR_NULL(dir))
		debugfs_remove(dir);
}

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_TEXT_H
#define VLS_TEXT_H

#include <linux/seq_file.h>

#include "stats.h"

/* The hook without which @time cannot be known. */
enum vls_hook_id vls_time_hook(enum vls_time time);

void vls_text_counters(struct seq_file *m, const struct vls_snapshot *snap);
void vls_text_latency(struct seq_file *m, const struct vls_snapshot *snap);
void vls_text_summary(struct seq_file *m, const struct vls_snapshot *snap);
void vls_text_hooks(struct seq_file *m, const struct vls_snapshot *snap);

#endif /* VLS_TEXT_H */

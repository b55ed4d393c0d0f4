/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_TEXT_H
#define VLS_TEXT_H

#include <linux/seq_file.h>

#include "stats.h"

void vls_text_counters(struct seq_file *m, const struct vls_snapshot *snap);
void vls_text_summary(struct seq_file *m, const struct vls_snapshot *snap);
void vls_text_hooks(struct seq_file *m, const struct vls_snapshot *snap);

#endif /* VLS_TEXT_H */

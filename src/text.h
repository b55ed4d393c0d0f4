/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_TEXT_H
#define VLS_TEXT_H

#include <linux/seq_file.h>

#include "breakdown.h"
#include "stats.h"

/* The hook without which @time cannot be known. */
enum vls_hook_id vls_time_hook(enum vls_time time);
/* Are all hooks there that it needs? */
bool vls_time_available(enum vls_time time);

/*
 * Of the width given, or as long as they are with 0: a time in the unit that
 * suits it, with one decimal from 1 us on, and "12.3 %", @n of @of, rounded so
 * that shares add up as people expect.
 */
void vls_text_duration(struct seq_file *m, u64 ns, int width);
void vls_text_percent(struct seq_file *m, u64 n, u64 of, int width);
/* The two what-ifs, in sentences. */
void vls_text_whatif(struct seq_file *m, const struct vls_snapshot *snap);

void vls_text_counters(struct seq_file *m, const struct vls_snapshot *snap);
void vls_text_latency(struct seq_file *m, const struct vls_snapshot *snap);
void vls_text_summary(struct seq_file *m, const struct vls_snapshot *snap);
void vls_text_hooks(struct seq_file *m, const struct vls_snapshot *snap);
void vls_text_breakdown(struct seq_file *m, enum vls_breakdown_id id,
			const struct vls_breakdown *b);

#endif /* VLS_TEXT_H */

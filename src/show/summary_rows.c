// SPDX-License-Identifier: GPL-2.0-only
/* The rows of the summary. Compiled into the module and into the command. */
#ifdef __KERNEL__
#include <linux/kernel.h>
#else
#include <stdio.h>
#endif

#include "vmalockstat/summary_rows.h"
#include "vmalockstat/units.h"

#define LABEL_WIDTH	(VLS_LABEL_SIZE - 1)

/* Begin a row. Return: false if a hook in @needs is not there, which the row says then. */
bool vls_row_begin(struct vls_out *out, const struct vls_snapshot *snap, const char *label,
		   u32 needs)
{
	unsigned int lacking = vls_hook_lacking(&snap->head, needs);

	vls_print(out, "%-*s ", LABEL_WIDTH, label);
	if (lacking == VLS_HOOK_NR)
		return true;
	vls_print(out, " unavailable: no hook %s\n", vls_hook_id_name(lacking));
	return false;
}

void vls_row_count(struct vls_out *out, const struct vls_snapshot *snap, const char *label,
		   u32 needs, u64 n)
{
	if (vls_row_begin(out, snap, label, needs))
		vls_print(out, "%12llu\n", n);
}

/* A row with the share of @n in @of. */
void vls_row_share(struct vls_out *out, const struct vls_snapshot *snap, const char *label,
		   u32 needs, u64 n, u64 of)
{
	char buf[VLS_UNIT_SIZE];

	if (vls_row_begin(out, snap, label, needs))
		vls_print(out, "%12llu %7s%s\n", n, vls_percent(buf, n, of), of ? " %" : "");
}

void vls_row_empty(struct vls_out *out)
{
	vls_print(out, "\n");
}

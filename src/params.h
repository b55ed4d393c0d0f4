/* SPDX-License-Identifier: GPL-2.0-only */
/* The parameters of the module. Those here are for the load alone. */
#ifndef VLS_PARAMS_H
#define VLS_PARAMS_H

#include <linux/types.h>

extern unsigned int vls_param_max_faults;
extern unsigned int vls_param_breakdown_rows;
extern char *vls_param_hooks;
extern bool vls_param_all_faults;
extern bool vls_param_direct;

/**
 * vls_params_init() - begin to count, if that is wanted
 *
 * Process context, when all else is there. Return: 0, or an error of vls_hooks_arm() or
 * -ENOMEM, with a line in the log.
 */
int vls_params_init(void);

/**
 * vls_params_exit() - stop counting; parameters have no effect any more
 *
 * Process context.
 */
void vls_params_exit(void);

#endif /* VLS_PARAMS_H */

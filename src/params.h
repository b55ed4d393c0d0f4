/* SPDX-License-Identifier: GPL-2.0-only */
/* The parameters of the module. These variables can only be set at load. */
#ifndef VLS_PARAMS_H
#define VLS_PARAMS_H

#include <linux/types.h>

extern unsigned int vls_param_max_faults;
extern unsigned int vls_param_breakdown_rows;
extern char *vls_param_hooks;
extern bool vls_param_all_faults;
extern bool vls_param_direct;

/**
 * vls_params_init() - start counting as the parameters say
 *
 * Process context, with the hooks attached and the files made. Return: 0, or an error of
 * vls_hooks_arm() or -ENOMEM, with a line in the log.
 */
int vls_params_init(void);

/**
 * vls_params_exit() - stop counting, and ignore writes to parameters from now on
 *
 * Process context.
 */
void vls_params_exit(void);

#endif /* VLS_PARAMS_H */

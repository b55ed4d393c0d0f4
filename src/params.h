/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VLS_PARAMS_H
#define VLS_PARAMS_H

extern unsigned int vls_param_max_faults;
extern unsigned int vls_param_breakdown_rows;
extern char *vls_param_hooks;
extern bool vls_param_all_faults;
extern bool vls_param_direct;

int vls_params_init(void);
void vls_params_exit(void);

#endif /* VLS_PARAMS_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* Breakdowns cost time in the module, so they are off unless needed. */
#ifndef DATA_BREAKDOWN_SWITCH_H
#define DATA_BREAKDOWN_SWITCH_H

/**
 * breakdown_switch_on() - switch breakdowns on in the module if they are off
 *
 * Fails with STATUS_OFF if that is not possible, and as debugfs_breakdown().
 */
void breakdown_switch_on(void);

/**
 * breakdown_switch_back() - switch breakdowns off again
 *
 * Only if breakdown_switch_on() has switched them on.
 */
void breakdown_switch_back(void);

#endif /* DATA_BREAKDOWN_SWITCH_H */

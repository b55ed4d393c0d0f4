/* SPDX-License-Identifier: GPL-2.0-only */
/* Breakdowns are off in the module unless somebody wants them. */
#ifndef BREAKDOWN_SWITCH_H
#define BREAKDOWN_SWITCH_H

/* Switches them on if they are off; fails with the reason if that cannot be. */
void breakdown_want(void);
/* Off again, if they were switched on here. */
void breakdown_done(void);

#endif /* BREAKDOWN_SWITCH_H */

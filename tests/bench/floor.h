/* SPDX-License-Identifier: GPL-2.0-only */
/* What floor.c has in assembly, or for assembly alone. */
#ifndef FLOOR_H
#define FLOOR_H

void floor_enter(void *vmf);
void floor_return(unsigned long ret);
void floor_direct(void);

#endif /* FLOOR_H */

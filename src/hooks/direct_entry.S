/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * With direct=1 the first instruction of a hooked function calls this. Two return addresses
 * are on the stack: one into the function, whose rest the C function calls, and one to the
 * caller of the function, to which this returns.
 */
#include <linux/linkage.h>

#if defined(CONFIG_X86_64) && defined(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS)
#include <asm/ibt.h>
#include <asm/unwind_hints.h>

.macro DIRECT_ENTRY name
SYM_START(\name\()_direct_entry, SYM_L_GLOBAL, SYM_A_ALIGN)
	ENDBR
	call	\name\()_direct_call
	addq	$8, %rsp
	UNWIND_HINT_FUNC
	RET
SYM_FUNC_END(\name\()_direct_entry)
.endm

DIRECT_ENTRY do_swap_page
DIRECT_ENTRY lock_mm_and_find_vma
DIRECT_ENTRY swap_read
DIRECT_ENTRY vma_start_write
#endif

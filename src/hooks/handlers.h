/* SPDX-License-Identifier: GPL-2.0-only */
/* How a hook has its handlers called by any of the backends. */
#ifndef VLS_HANDLERS_H
#define VLS_HANDLERS_H

#include "hooks/direct.h"
#include "hooks/hook.h"
#include "hooks/kretprobe.h"

/* For VLS_HOOK_HANDLERS(): a hook that has nothing to do once a call is followed. */
#define vls_follow_nothing(data, timing, slow) ((void)(data))
/* A hook each of whose returns is handled in the same way. */
#define vls_fast_never(data, ret)	false

/*
 * Define the handlers of the hook @id for all backends, from functions whose names begin
 * with @name. They share data of @type, whose first member is struct vls_call call. With
 * @timed, call.entered_ns is set while times are taken.
 *
 * bool name_enter(type *data, const struct vls_args *args);
 *	The function is called. Return whether to follow the call to its return; data->call
 *	has its epoch and bank.
 * follow(type *data, bool timing, bool slow)
 *	The call is followed, and counted in calls. The function runs after this. @timing:
 *	times are taken; pass it on instead of asking again. @slow: functions may be called.
 *	It is always true while vls_holders_on(), for a function that holds a fault lock.
 * bool fast(type *data, unsigned long ret);
 *	A call that is followed returns. Count it if that can be done in a few instructions,
 *	without a call, and return true; else do nothing and return false.
 * void name_return(type *data, unsigned long ret);
 *	The same, if fast() returned false.
 *
 * All of them run with preemption off, in the task that calls the function.
 */
#define VLS_HOOK_HANDLERS(name, id, type, timed, follow, fast)		\
	VLS_KRETPROBE_HANDLERS(name, id, type, timed, follow, fast)	\
	VLS_DIRECT_HANDLERS(name, id, type, timed, follow, fast)

#endif /* VLS_HANDLERS_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* How a hook has its handlers called by any of the backends. */
#ifndef VLS_HANDLERS_H
#define VLS_HANDLERS_H

#include "hooks/direct.h"
#include "hooks/hook.h"
#include "hooks/kretprobe.h"

/* For VLS_HOOK_HANDLERS(): a hook that has nothing to do once a call is followed. */
#define vls_follow_nothing(data)	((void)(data))

/*
 * Define the handlers of the hook @id for all backends, from functions whose names begin
 * with @name. They share data of @type, whose first member is struct vls_call call. With
 * @timed, call.entered_ns is set while times are taken.
 *
 * bool name_enter(type *data, const struct vls_args *args);
 *	The function is called. Return whether to follow the call to its return; data->call
 *	has its epoch and bank.
 * follow(data)
 *	The call is followed, and counted in calls. The function runs after this.
 * void name_return(const type *data, unsigned long ret);
 *	A call that is followed returns.
 *
 * All of them run with preemption off, in the task that calls the function.
 */
#define VLS_HOOK_HANDLERS(name, id, type, timed, follow)		\
	VLS_KRETPROBE_HANDLERS(name, id, type, timed, follow)		\
	VLS_DIRECT_HANDLERS(name, id, type, timed, follow)

#endif /* VLS_HANDLERS_H */

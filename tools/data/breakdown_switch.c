// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "data/breakdown_switch.h"
#include "data/debugfs.h"
#include "lib/util.h"
#include "vmalockstat/limits.h"

#define PARAMETER	"/sys/module/" VLS_NAME "/parameters/breakdown"

static bool switched_on;

static bool write_parameter(const char *value)
{
	int fd = open(PARAMETER, O_WRONLY | O_CLOEXEC);
	int error;
	bool written;

	if (fd < 0)
		return false;
	written = write(fd, value, 1) == 1;
	error = errno;
	close(fd);
	errno = error;
	return written;
}

void breakdown_switch_on(void)
{
	struct breakdown b;
	bool on;

	debugfs_breakdown(&b, VLS_BY_PROCESS);
	on = b.on;
	breakdown_free(&b);
	if (on)
		return;
	/* A copy of the files has no switch. */
	if (!debugfs_is_module())
		lib_fail(STATUS_OFF, "breakdowns are off in these files: expected 'breakdown on'");
	if (!write_parameter("1"))
		lib_fail(STATUS_OFF, "breakdowns are off: cannot write 1 to %s: %s",
		     PARAMETER, strerror(errno));
	switched_on = true;
}

void breakdown_switch_back(void)
{
	if (switched_on && !write_parameter("0"))
		lib_warn("breakdowns stay on: cannot write 0 to %s: %s",
			PARAMETER, strerror(errno));
	switched_on = false;
}

// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "breakdown.h"
#include "breakdown_switch.h"
#include "source.h"
#include "util.h"

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

void breakdown_want(void)
{
	struct breakdown b;
	bool on;

	source_breakdown(&b, VLS_BY_PROCESS);
	on = b.on;
	breakdown_free(&b);
	if (on)
		return;
	/* A copy of the files has no switch. */
	if (!source_is_module())
		fail(EXIT_OFF, "breakdowns are off there");
	if (!write_parameter("1"))
		fail(EXIT_OFF, "breakdowns are off, and writing 1 to %s failed: %s",
		     PARAMETER, strerror(errno));
	switched_on = true;
}

void breakdown_done(void)
{
	if (switched_on && !write_parameter("0"))
		warning("cannot switch breakdowns off again: writing 0 to %s failed: %s",
			PARAMETER, strerror(errno));
	switched_on = false;
}

# SPDX-License-Identifier: GPL-2.0-only
# make			build for the running kernel
# make KVER=VERSION	build for an installed kernel of that version
# make KDIR=DIRECTORY	build against the headers or the build tree there
# make install uninstall load unload clean help
# make tools		build the command vmalockstat (make -C tools install: install it)
# W=1 and C=1 do what they do in the kernel.

# kbuild cannot build below such a directory, or against one.
ifneq ($(words $(CURDIR)),1)
$(error '$(CURDIR)' has a space in its path, which kbuild cannot build below: move the tree)
endif

# With KDIR alone: the kernel that the headers there are of.
ifndef KVER
KVER := $(or $(if $(KDIR),$(shell cat '$(KDIR)/include/config/kernel.release' 2>&-)),$(shell uname -r))
endif
KDIR ?= /lib/modules/$(KVER)/build
SUDO ?= $(shell [ "$$(id -u)" = 0 ] || echo sudo)
DEBUGFS := /sys/kernel/debug

ifneq ($(words $(KDIR)),1)
$(error KDIR='$(KDIR)' has a space, which kbuild cannot build against: use a link without one)
endif

all: modules

modules: | kdir
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

# One line that says what to install beats kbuild's error.
kdir:
	@test -e $(KDIR)/Makefile || { \
		echo "No kernel headers in $(KDIR): apt install linux-headers-$(KVER), or name others with KVER= or KDIR=." >&2; \
		exit 1; }

# Below INSTALL_MOD_PATH, as kbuild does.
depmod = $(SUDO) depmod -a $(if $(INSTALL_MOD_PATH),-b '$(INSTALL_MOD_PATH)') $(KVER)

install: modules
	$(SUDO) $(MAKE) -C $(KDIR) M=$(CURDIR) INSTALL_MOD_DIR=updates modules_install
	$(depmod)

# Also for a kernel whose headers are gone. The kernel may compress its modules.
uninstall:
	$(SUDO) $(RM) $(foreach compressed,.ko .ko.xz .ko.gz .ko.zst,\
		'$(INSTALL_MOD_PATH)/lib/modules/$(KVER)/updates/vmalockstat$(compressed)')
	$(depmod)

load: modules
	$(SUDO) insmod vmalockstat.ko $(PARAMS)
	@$(SUDO) test -r $(DEBUGFS)/vmalockstat/summary || \
		echo "Loaded, but debugfs is not mounted: $(SUDO) mount -t debugfs none $(DEBUGFS)"
	@echo "Loaded. $(SUDO) cat $(DEBUGFS)/vmalockstat/summary"

unload:
	$(SUDO) rmmod vmalockstat

# Without headers too: the kernel's own clean needs them.
clean:
	$(RM) -r .tmp_versions .*.cmd .module-common.o *.o *.ko *.mod *.mod.c modules.order \
		Module.symvers src/*.o src/.*.cmd src/*/*.o src/*/.*.cmd

# The command needs no kernel; DKMS has no need of it.
tools:
	$(MAKE) -C tools

help:
	@sed -n 's/^# make/make/p' Makefile

.PHONY: all modules kdir install uninstall load unload tools clean help

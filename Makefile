# SPDX-License-Identifier: BSD-2-Clause
#
# The front door. The real build is CMake's; each target here is one or two commands that can be typed as well.

APP   ?= print
CMD   ?=
BUILD := build/$(APP)
PAGE  ?= docs/tutorial.md
STATE ?=

# Word for word the contract of any application: cmake -C, ninja, simulate.
CONFIGURE = cmake -G Ninja -C cmake/causeway.cmake -S "examples/$(APP)" -B "$(BUILD)"

.DEFAULT_GOAL := help
.PHONY: help setup build run run-command test bench iso fuzz tutorial clean

help:
	@echo "make run               build the example and boot it in QEMU on this terminal"
	@echo "make run CMD='...'     boot it, run a command in the guest, power off; exit with the command's status"
	@echo "make run APP=hello     the same for another folder of examples/"
	@echo "make test              run every test"
	@echo "make bench             measure; table here, JSON and plot in build/bench"
	@echo "make iso               write build/print.iso, which boots on a PC"
	@echo "make fuzz              feed the fuzzers for FUZZ_SECONDS (default 600) seconds each"
	@echo "make tutorial          write the tutorial's files to build/tutorial; PAGE=... of another page, STATE=--solution"
	@echo "make setup             install the Debian packages that are missing (the others do that, too)"
	@echo "make clean             remove what was built; the downloads in build/cache stay"

setup:
	@if [ "$(SETUP)" != skip ]; then sh tools/setup.sh; fi

build: setup
	@test -f "examples/$(APP)/CMakeLists.txt" || { \
	    echo "make: there is no example '$(APP)'; there are:" $$(ls examples) >&2; exit 2; }
	@test -f "$(BUILD)/build.ninja" || $(CONFIGURE)
	@ninja -C "$(BUILD)"

ifeq ($(value CMD),)
run: build
	@if [ -f "examples/$(APP)/hint.txt" ]; then cat "examples/$(APP)/hint.txt"; fi
	@exec "$(BUILD)/simulate"
else
run: run-command
	$(exit-with $(file < $(BUILD)/command.status))

run-command: export CAUSEWAY_CMD := $(value CMD)
run-command: build
	@python3 tools/run/run_command.py "$(BUILD)" "$$CAUSEWAY_CMD"; echo $$? > "$(BUILD)/command.status"

# Make alone would turn every failure into its own status 2. It makes this object first, then starts anew with it.
ifneq ($(filter run,$(MAKECMDGOALS)),)
-load build/make_exit.so
endif
build/make_exit.so: tools/run/make_exit.c | setup
	@mkdir -p build
	@$(CC) -shared -fPIC -O2 -Wall -Wextra -Werror -o $@ $<
endif

iso: build
	@sh tools/iso.sh "$(BUILD)" "build/$(APP).iso"

test: setup
	@python3 tests/run.py

fuzz: setup
	@cmake -G Ninja -S tests -B build/tests
	@ninja -C build/tests
	@CAUSEWAY_FUZZ_SECONDS=$${FUZZ_SECONDS:-600} ctest --test-dir build/tests -L fuzz -j 2 --output-on-failure

bench: setup
	@python3 bench/run.py

# STATE is an option of "tutorial.py write": --solution, "--after TASK" ...
tutorial: setup
	@python3 tools/tutorial/tutorial.py write "$(PAGE)" build/tutorial/app $(STATE)
	@python3 tools/tutorial/tutorial.py render "$(PAGE)" --output build/tutorial/tutorial.md
	@python3 tools/tutorial/tutorial.py render "$(PAGE)" --output build/tutorial/tutorial.html --html
	@echo "Please read build/tutorial/tutorial.md, or tutorial.html beside it. In any state of the work, this builds and"
	@echo "boots what you have:"
	@echo "    cmake -G Ninja -C cmake/causeway.cmake -S build/tutorial/app -B build/tutorial/build"
	@echo "    ninja -C build/tutorial/build && build/tutorial/build/simulate"

clean:
	@find build -mindepth 1 -maxdepth 1 ! -name cache -exec rm -rf {} + 2>/dev/null || true

# Winnow's chores. `make` alone prints this help.
#
# Each target's line of help is the comment behind two number signs.

SWIFT ?= swift
# Debian's packages of the C libraries that Winnow stands on.
PACKAGES := libdnnl-dev libhdf5-dev libpng-dev libjpeg-dev
# Tests reach into modules; they run optimised, as the program does.
OPTIMISED := -c release -Xswiftc -enable-testing
TESTABLE := $(OPTIMISED)
# Another oneDNN than the system's, as the folder that holds its include/ and lib/.
ifdef ONEDNN
TESTABLE += --scratch-path .build-onednn -Xcc -I$(ONEDNN)/include \
	-Xlinker -L$(ONEDNN)/lib -Xlinker -rpath -Xlinker $(ONEDNN)/lib
endif
SOURCES := Package.swift Sources Tests Fuzzing Benchmarks/Package.swift Benchmarks/Benchmarks Examples
DEMO ?= demo
# What `make fuzz` fuzzes, and for how long each: seconds and inputs, of which 0 sets no limit.
FUZZ ?= safetensors pickle zip weights lists images pools imports
FUZZ_SECONDS ?= 60
FUZZ_RUNS ?= 0
# Swift's compiler heeds only the last of its options for sanitizers, so both are named in one. LLVM's linker, because gold
# stumbles over what the sanitizers' libraries hold.
FUZZING := -c release --scratch-path .build-fuzz --product fuzz-parsers --sanitize fuzzer --sanitize address \
	-Xswiftc -sanitize=fuzzer,address -Xswiftc -enable-testing -Xswiftc -use-ld=lld
# What `make sanitize` runs the tests under.
SANITIZERS ?= address thread
# What `make bench` compares with.
PYTORCH ?= torch numpy pillow h5py

# Many test processes and threads share the cores: idle ones must sleep.
test sanitize fuzz: export GOMP_SPINCOUNT ?= 1000

.DEFAULT_GOAL := help
.PHONY: help setup build demo test sanitize lint format docs check fuzz bench bench-scaling bench-operations clean

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install the C libraries that are missing (Debian, Ubuntu); check for Swift
	@scripts/setup $(PACKAGES)

build: ## Build .build/release/winnow
	$(SWIFT) build -c release --product winnow

demo: build ## Run the whole pipeline on drawn faces; ends with demo/index.html (DEMO=folder)
	.build/release/winnow demo $(DEMO)

test: ## Run all tests (ONEDNN=folder: with that oneDNN in place of the system's)
	$(SWIFT) test $(TESTABLE)

sanitize: ## Run all tests under the address and the thread sanitizer (SANITIZERS="address thread")
	@scripts/sanitize "$(SANITIZERS)" $(OPTIMISED)

lint: ## Check the format of the sources
	$(SWIFT) format lint --strict --recursive $(SOURCES)

format: ## Format the sources
	$(SWIFT) format --in-place --recursive $(SOURCES)

docs: ## Make the library's documentation in .build/documentation; a warning or a missing comment is an error
	@scripts/documentation $(TESTABLE)

check: lint ## Before a commit: format, a build without warnings, documentation, tests
	@scripts/build-without-warnings $(TESTABLE) --build-tests
	@scripts/documentation $(TESTABLE)
	$(SWIFT) test $(TESTABLE)

fuzz: ## Feed the parsers with hostile files (FUZZ=pickle FUZZ_SECONDS=60 FUZZ_RUNS=100000)
	WINNOW_FUZZING=1 $(SWIFT) build $(FUZZING)
	scripts/fuzz .build-fuzz/release/fuzz-parsers $(FUZZ_SECONDS) $(FUZZ_RUNS) $(FUZZ)

bench: build ## Time training, inference and files beside PyTorch's, in turn (makes .venv with PyTorch if it is missing)
	@.venv/bin/python -c 'import torch, PIL, h5py' 2>/dev/null || { python3 -m venv .venv && .venv/bin/pip install --quiet $(PYTORCH); }
	python3 Benchmarks/compare.py

bench-scaling: build ## Time how cost grows with batch and image size, beside the arithmetic
	python3 Benchmarks/scaling.py

bench-operations: ## Time single operations of the engine
	$(SWIFT) package -c release --package-path Benchmarks benchmark

clean: ## Delete what was built
	$(SWIFT) package clean

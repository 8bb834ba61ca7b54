# Dovetail: `make demo` from nothing to a result table, `make test` for the whole test suite.

SWIFT ?= swift
PRODUCT = .build/release/dovetail
BUILD_FLAGS = -c release --product dovetail
# Statistical tests need an optimised build.
TEST_FLAGS = -c release
export SWIFT_BACKTRACE ?= enable=no

.PHONY: help demo build test test-long test-slurm bench static lint scenarios docs packages

help:
	@echo 'make demo       install what is missing, build, and run the flagship scenario'
	@echo 'make test       install what is missing, and run the whole test suite'
	@echo 'make test-long  the same with fresh seeds, and dieharder on the draws'
	@echo 'make test-slurm run shards on a Slurm of two nodes that is started for it'
	@echo 'make bench      measure the engine beside its goals, and the NumPy programs where they are'
	@echo 'make static     build one self-contained program and its Debian package: .build/static'
	@echo 'make build      build the program only: $(PRODUCT)'
	@echo 'make scenarios  run every file of scenarios/ with the program'
	@echo 'make docs       regenerate the real output and the references in docs/'
	@echo 'make lint       check the format of the sources'

demo: build
	$(PRODUCT) run scenarios/december-cut.yaml

build:
	@scripts/install-packages.sh build
	$(SWIFT) build $(BUILD_FLAGS) $(EXTRA_FLAGS)

test:
	@scripts/install-packages.sh test
	$(SWIFT) test $(TEST_FLAGS) $(EXTRA_FLAGS)

test-long:
	@scripts/install-packages.sh test
	DOVETAIL_FRESH_SEEDS=1 $(SWIFT) test $(TEST_FLAGS) $(EXTRA_FLAGS)
	$(SWIFT) build -c release --product Benchmarks $(EXTRA_FLAGS)
	scripts/test-draws.sh .build/release/Benchmarks
	$(MAKE) test-slurm

# A real Slurm on the loopback, in a temporary folder; installs Debian's packages of it.
test-slurm: build
	scripts/slurm/test-local.sh $(PRODUCT)

# Both products, so that the table measures the sources as they are.
bench: build
	$(SWIFT) build -c release --product Benchmarks $(EXTRA_FLAGS)
	.build/release/Benchmarks table --program $(PRODUCT) $(BENCH)

static:
	@scripts/install-packages.sh build
	@scripts/build-static.sh $(EXTRA_FLAGS)

scenarios: build
	@scripts/run-scenarios.sh $(PRODUCT)

docs:
	@scripts/refresh-docs.sh

lint:
	$(SWIFT) format lint --strict -r Sources Tests Package.swift

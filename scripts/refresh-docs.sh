#!/usr/bin/env bash
# Rewrites the real output and the generated references in README.md and docs/. Each stands behind
# a comment that holds its command; a test compares both, and fails on purpose while recording.
# docs/data.md is renewed only where the data folder is.
set -uo pipefail

cd "$(dirname "$0")/.."
RECORD_GOLDEN=1 swift test -c release --filter 'DocumentationTests|DataPageTests|TutorialTests'
git diff --stat -- README.md docs

#!/usr/bin/env python3
"""Runs the built program and the NumPy oracle on the same scenarios and compares what they say.

    compare_with_oracle.py BINARY            20,000 paths
    compare_with_oracle.py BINARY --long     200,000 paths

Every statistic both report must agree within 4.5 combined standard errors. Exit 1: one does not.
"""

import argparse
import json
import math
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SCENARIOS = HERE.parent.parent / "scenarios"
LIMIT = 4.5
# Far below the last printed digit of any report: rounding of single precision and of histograms.
ROUNDING = 2e-4
# Where an effect has atoms (a constant, or an event that may not happen) its quantile has no
# spread, and a histogram of 4,096 bins over at most -100 ... 100 % gives it to one bin.
ATOM = 0.05
# In the program's result but not the oracle's: VaR 95 is q05 with its sign turned.
DERIVED = {"var95"}
# The median over assets of (program's s.e.)/(oracle's s.e.) for one statistic must lie here.
ERROR_RATIO = (0.8, 1.25)


def run(command, log):
    """The standard output of a command and the seconds of processor time it took."""
    environment = dict(os.environ, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1",
                       SWIFT_BACKTRACE="enable=no")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True,
                          env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # 1 is the verdict of the scenario's own expectations.
    if done.returncode not in (0, 1) or not done.stdout:
        sys.exit(f"{' '.join(map(str, command))}\nexit {done.returncode}\n{done.stderr}")
    if log and done.stderr:
        print("  " + done.stderr.strip().splitlines()[-1])
    return done.stdout, (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def statistics(value, key=()):
    """Every {value, se} of a tree with the path to it; rows of lists go by what they are about."""
    if isinstance(value, list):
        for row in value:
            names = ("asset", "long", "short", "series", "event", "horizon")
            yield from statistics(row, key + tuple(row[n] for n in names if n in row))
        return
    if not isinstance(value, dict):
        return
    if "value" in value and "se" in value:
        if value["value"] is not None and value["se"] is not None:
            yield key, value["value"], value["se"]
    for name, part in value.items():
        if name not in DERIVED:
            yield from statistics(part, key + (name,))


def sections(result):
    """The parts of a program's or an oracle's arm that both have."""
    return {name: result[name] for name in ("results", "spreads", "levels", "ledger")}


class Comparison:
    """All statistics of one case."""

    def __init__(self):
        self.rows, self.missing = [], []

    def add(self, place, ours, theirs):
        theirs = {key: pair for key, *pair in statistics(theirs)}
        for key, value, error in statistics(ours):
            if key not in theirs:
                self.missing.append((place, key))
                continue
            other, other_error = theirs[key]
            combined = math.hypot(error, other_error)
            apart = abs(value - other)
            close = ATOM if other_error == 0 and "effect" in key else ROUNDING
            score = 0.0 if apart <= close else apart / combined if combined > 0 else math.inf
            self.rows.append((score, place, key, value, error, other, other_error))

    def report(self):
        """Prints a summary and what disagrees; whether all is well."""
        failed = [row for row in self.rows if row[0] > LIMIT]
        scores = [row[0] for row in self.rows]
        rms = math.sqrt(sum(min(s, 1e3)**2 for s in scores) / len(scores))
        alarm = len(scores) * math.erfc(LIMIT / math.sqrt(2))
        print(f"  {len(scores)} statistics; largest difference {max(scores):.2f} s.e., "
              f"root mean square {rms:.2f}; false alarm at most {alarm:.1e}")
        for score, place, key, value, error, other, other_error in sorted(failed)[::-1][:20]:
            print(f"  DISAGREE {score:.1f} s.e.  {place} {' '.join(key)}: program "
                  f"{value:.5f} ({error:.5f}), oracle {other:.5f} ({other_error:.5f})")
        for place, key in self.missing[:5]:
            print(f"  MISSING in the oracle: {place} {' '.join(key)}")
        return not failed and not self.missing and self.errors_agree()

    def errors_agree(self):
        """Two programs' standard errors of one statistic, over all assets and horizons."""
        ratios = {}
        for _, place, key, _, error, _, other_error in self.rows:
            if error > 0 and other_error > 0:
                kind = "difference" if place == "difference" else key[-2] if len(key) > 1 else ""
                ratios.setdefault((kind, key[-1]), []).append(error / other_error)
        well = True
        words = []
        for (kind, name), found in sorted(ratios.items()):
            if len(found) < 20:
                continue
            middle = sorted(found)[len(found) // 2]
            words.append(f"{kind}/{name} {middle:.2f}")
            if not ERROR_RATIO[0] <= middle <= ERROR_RATIO[1]:
                well = False
                print(f"  DISAGREE on the s.e. of {kind}/{name}: ratio {middle:.2f}")
        print("  ratios of s.e.: " + ", ".join(words))
        return well


class Case:
    """One or two scenarios, run by both programs."""

    def __init__(self, binary, files, options, folder):
        self.binary, self.files, self.options, self.folder = binary, files, options, folder

    def plans(self):
        paths = []
        for place, file in enumerate(self.files):
            text, _ = run([self.binary, "check", file, "--print", "plan", "--json",
                           "--paths", self.options.paths], False)
            path = pathlib.Path(self.folder) / f"plan-{place}.json"
            path.write_text(text)
            paths.append(path)
        return paths

    def holds(self):
        verb = "compare" if len(self.files) > 1 else "run"
        print(f"{verb} {' '.join(pathlib.Path(file).stem for file in self.files)}", flush=True)
        text, ours_seconds = run(
            [self.binary, verb, *self.files, "--json", "--plain-means", "--paths", self.options.paths,
             "--seed", self.options.seed, "--threads", 1], False)
        ours = json.loads(text)
        arms = ours["arms"] if verb == "compare" else [ours]
        pairs = sorted({f"{s['long']},{s['short']}" for arm in arms for s in arm["spreads"]})
        text, theirs_seconds = run(
            [sys.executable, HERE / "oracle.py", *self.plans(), "--paths", self.options.paths,
             "--seed", self.options.oracle_seed, *(["--single"] if self.options.single else []),
             *[part for pair in pairs for part in ("--pair", pair)]], True)
        theirs = json.loads(text)

        comparison = Comparison()
        for arm, other in zip(arms, theirs["arms"]):
            comparison.add(arm["scenario"]["name"], sections(arm), sections(other))
        for difference, other in zip(ours.get("comparisons", []), theirs["comparisons"]):
            comparison.add("difference", difference["differences"], other)
        well = comparison.report()
        print(f"  processor seconds: program {ours_seconds:.2f}, oracle {theirs_seconds:.2f}: "
              f"ratio {theirs_seconds / ours_seconds:.1f}", flush=True)
        return well


def fixed(file):
    """The scenario with parameters at their estimates, beside the file."""
    path = file.with_name(file.stem + "-fixed.yaml")
    path.write_text(f"dovetail: 1\nextends: {file.name}\nname: {file.stem}, parameters fixed\n"
                    "run: {parameters: fixed}\n")
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--long", action="store_true", help="200,000 paths, and every scenario")
    parser.add_argument("--paths", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--oracle-seed", type=int, default=20_251_205)
    parser.add_argument("--single", action="store_true", help="the oracle in single precision")
    options = parser.parse_args()
    options.paths = options.paths or (200_000 if options.long else 20_000)

    with tempfile.TemporaryDirectory() as folder:
        # `extends` stays within a folder, so the files are copied to where others can join them.
        scenarios = pathlib.Path(folder)
        for file in [*SCENARIOS.glob("*.yaml"), HERE / "strained.yaml"]:
            shutil.copy(file, scenarios)
        shutil.copytree(SCENARIOS / "models", scenarios / "models")
        flagship, hold = scenarios / "december-cut.yaml", scenarios / "surprise-hold.yaml"
        strained, shipped = scenarios / "strained.yaml", sorted(scenarios.glob("*.yaml"))
        cases = [[flagship], [flagship, hold], [fixed(flagship)], [strained], [fixed(strained)]]
        if options.long:
            cases += [[file] for file in shipped if file not in (flagship, hold, strained)]
        # All cases run, so that one report shows all that disagrees.
        verdicts = [Case(options.binary, files, options, folder).holds() for files in cases]
    sys.exit(0 if all(verdicts) else 1)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Simulates a plan of `dovetail check --print plan --json` independently, with NumPy.

It shares no code and no random number with the engine: it has its own generator, its own addresses,
double precision, independent increments where the engine has a dyadic construction, and it keeps
every path where the engine keeps histograms. It takes from the plan the inputs of the formulas and
derives what follows from them (reconciled parameters, projections, variances, compensations).

    oracle.py PLAN                 distributions of one plan; `-` is standard input
    oracle.py BASELINE ARM [...]   and differences from the first, in common random numbers

Shapes: T batches of 64 paths at a time; (T, rows, 64) for anything that moves. Log returns are
fractions; factors move in percent or basis points; results are in percent.
"""

import argparse
import json
import sys
import time

import numpy as np

from draws import BATCH, Draws
from summary import Sink, differences, summarise
from walk import Timetable, Walk, check_plan


def simulate(plans, paths, seed, real, batches):
    """One sink for each plan. All arms see the same addressed draws."""
    timetable = Timetable(plans)
    sinks = [Sink(plan, paths) for plan in plans]
    for chunk, start in enumerate(range(0, paths, batches * BATCH)):
        count = min(batches, -(-(paths - start) // BATCH))
        for plan, sink in zip(plans, sinks):
            Walk(plan, timetable, Draws(seed, chunk, count, real), sink).run()
    return sinks

def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("plans", nargs="+", metavar="PLAN", help="a plan's JSON; - is stdin")
    parser.add_argument("--paths", type=int, help="instead of the plan's")
    parser.add_argument("--seed", type=int, default=20_251_205)
    parser.add_argument("--pair", action="append", default=[], metavar="LONG,SHORT",
                        help="report this spread; may be repeated")
    parser.add_argument("--single", action="store_true", help="paths in single precision")
    parser.add_argument("--batches", type=int, default=16, help="batches of 64 moved at a time")
    options = parser.parse_args()

    plans = [json.load(sys.stdin if name == "-" else open(name)) for name in options.plans]
    for plan in plans:
        check_plan(plan)
    paths = options.paths or plans[0]["paths"]
    real = np.float32 if options.single else np.float64
    started = time.process_time()
    sinks = simulate(plans, paths, options.seed, real, options.batches)
    walked = time.process_time()
    intervals = sum(len(week["intervals"]) for plan in plans for week in plan["weeks"])
    steps = paths * intervals * len(plans[0]["lines"])
    pairs = [tuple(pair.split(",")) for pair in options.pair]
    arms = [summarise(plan, sink, pairs) for plan, sink in zip(plans, sinks)]
    result = {
        "format": "oracle/1", "paths": paths, "seed": options.seed, "arms": arms,
        "comparisons": [differences(plans[0], sinks[0], plan, sink)
                        for plan, sink in zip(plans[1:], sinks[1:])],
        "speed": {"asset_steps": steps, "walk_seconds": walked - started,
                  "statistics_seconds": time.process_time() - walked,
                  "nanoseconds_per_asset_step": (walked - started) / steps * 1e9}}
    json.dump(result, sys.stdout)
    print(f"{paths} paths x {intervals} intervals x {len(plans[0]['lines'])} lines: "
          f"{result['speed']['nanoseconds_per_asset_step']:.1f} ns per asset-step, "
          f"and {time.process_time() - walked:.1f} s of statistics", file=sys.stderr)

if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Prints what sampling schemes, control variates and tilting are worth: variance times CPU time.

Usage: scripts/measure-efficiency.py PROGRAM [SCENARIO] [PATHS]
       scripts/measure-efficiency.py --tails PROGRAM [SCENARIO] [PATHS]

Each line is one statistic of one asset at the longest horizon: the ratio of its squared standard
error times CPU seconds under independent draws without control variates to the same under the
scheme. 2.0 means the same error for half the time. Times are medians of five interleaved runs on
one thread; errors are those the program prints.

With --tails each line is the tail of one return at one level: the variance of the tail's quantile
and mean from independent plain paths, times the CPU seconds of a run without --tail, over variance
and CPU seconds of the same run with it, both of its passes counted.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile

SCHEMES = {
    "independent, plain means": ["--plain-means"],
    "control variates": [],
    "antithetic": ["--sampling", "antithetic"],
    "sobol": ["--sampling", "sobol"],
}
STATISTICS = ["mean", "median", "sd", "q05", "q95", "es95", "p_loss"]


def run(program, scenario, paths, options, parameters):
    """One run: CPU seconds of the process, and its result."""
    with tempfile.NamedTemporaryFile("w+") as out:
        text = open(scenario).read()
        text += "" if parameters == "estimated" else "\nrun: {parameters: fixed}\n"
        before = os.times()
        subprocess.run(
            [program, "run", "-", "--threads", "1", "--paths", str(paths), "--json"] + options,
            input=text, text=True, stdout=out, check=True,
            cwd=os.path.dirname(os.path.abspath(scenario)))
        after = os.times()
        out.seek(0)
        return (after.children_user - before.children_user
                + after.children_system - before.children_system, json.load(out))


TAILS = ["sp-500 at 1w", "sp-500 at 6mo", "russell-2000 at 1w", "russell-2000 at 6mo",
         "energy at 1mo", "sp-500 > 15 % at 3mo"]
LEVELS = ["1%", "0.1%", "0.01%"]


def tails(program, scenario, paths):
    """The table of tails."""
    print("\n| return | level | CPU s | quantile | mean beyond it | effective paths |")
    print("| --- " * 6 + "|")
    plain = statistics.median(
        run(program, scenario, paths, [], "estimated")[0] for _ in range(5))
    print(f"| none | | {plain:.2f} | 1.0 | 1.0 | |")
    for name in TAILS:
        for level in LEVELS:
            found = [run(program, scenario, paths, ["--tail", name, "--tail-level", level],
                         "estimated") for _ in range(3)]
            seconds = statistics.median(time for time, _ in found)
            tail = found[0][1]["tail"]
            # A gain is over as many plain paths as both halves have, twice those of the run.
            times = tail["paths"] / paths * plain / seconds
            gains = [tail[key]["gain"] * times for key in ["quantile", "es"]]
            # Two digits are known.
            gains = [f"{g:.1f}" if g < 10 else f"{float(f'{g:.2g}'):,.0f}" for g in gains]
            print(f"| {name} | {level} | {seconds:.2f} | {gains[0]} | {gains[1]} | "
                  f"{tail['effective_paths']:,} |")


def main():
    if sys.argv[1] == "--tails":
        del sys.argv[1]
        scenario = sys.argv[2] if len(sys.argv) > 2 else "scenarios/december-cut.yaml"
        return tails(os.path.abspath(sys.argv[1]), scenario,
                     int(sys.argv[3]) if len(sys.argv) > 3 else 200_000)
    program = os.path.abspath(sys.argv[1])
    scenario = sys.argv[2] if len(sys.argv) > 2 else "scenarios/december-cut.yaml"
    paths = int(sys.argv[3]) if len(sys.argv) > 3 else 200_000
    for parameters in ["fixed", "estimated"]:
        seconds = {name: [] for name in SCHEMES}
        results = {}
        for _ in range(5):
            for name, options in SCHEMES.items():
                time, results[name] = run(program, scenario, paths, options, parameters)
                seconds[name].append(time)
        base = list(SCHEMES)[0]
        last = results[base]["results"][-1]["horizon"]
        print(f"\nParameters {parameters}, {paths:,} paths, {last}: gain in variance × time\n")
        print("| asset, scheme | CPU s | " + " | ".join(STATISTICS) + " |")
        print("| --- " * (len(STATISTICS) + 2) + "|")
        for asset in ["sp-500", "russell-2000"]:
            def cost(name, statistic):
                entry = next(r for r in results[name]["results"]
                             if r["asset"] == asset and r["horizon"] == last)
                error = entry["total_return"][statistic]["se"]
                return error * error * statistics.median(seconds[name])
            for name in SCHEMES:
                gains = [cost(base, s) / cost(name, s) if cost(name, s) > 0 else float("inf")
                         for s in STATISTICS]
                time = statistics.median(seconds[name])
                print(f"| {asset}, {name} | {time:.2f} | "
                      + " | ".join(f"{g:.1f}" for g in gains) + " |")


if __name__ == "__main__":
    main()

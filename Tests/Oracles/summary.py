"""Statistics of kept paths, with standard errors over batches of 64."""

import math

import numpy as np

from draws import BATCH

QUANTILES = {"q01": 0.01, "q05": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "q95": 0.95,
             "q99": 0.99}


class Sink:
    """Every path of one arm: rows by name, in single precision to hold many."""

    def __init__(self, plan, paths):
        self.plan, self.paths, self.rows, self.at = plan, paths, {}, 0
        self.count = 0

    def put(self, key, values):
        """`values`: T × 64."""
        flat = values.reshape(-1)
        row = self.rows.setdefault(key, np.empty(self.paths, np.float32))
        self.count = min(len(flat), self.paths - self.at)
        row[self.at:self.at + self.count] = flat[:self.count]

    def horizon(self, horizon, simple, drawdown, level):
        for place, asset in enumerate(self.plan["assets"]):
            self.put(("total", asset["name"], horizon), simple[:, place])
            self.put(("drawdown", asset["name"], horizon), drawdown[:, place])
        for series, value in levels(self.plan, level).items():
            self.put(("level", series, horizon), value)

    def event(self, name, change, repricing):
        for place, asset in enumerate(self.plan["assets"]):
            self.add(("effect", name, asset["name"]), change[:, place])
        self.add(("repricing", name), repricing)

    def add(self, key, values):
        """An event may come in parts."""
        flat = values.reshape(-1)
        row = self.rows.setdefault(key, np.zeros(self.paths, np.float32))
        count = min(len(flat), self.paths - self.at)
        row[self.at:self.at + count] += flat[:count]

    def finish(self):
        self.at += self.count

def levels(plan, level):
    """Reported series: percent, or the exponential of hundredths."""
    names = [factor["name"] for factor in plan["factors"]]
    found = {}
    if "two-year" in names:
        two_year = level[:, names.index("two-year")]
        found["two-year"] = two_year / 100
        if "slope" in names:
            found["ten-year"] = (two_year + level[:, names.index("slope")]) / 100
    if "credit" in names:
        found["credit"] = level[:, names.index("credit")] / 100
    for name in ("vix", "oil", "dollar"):
        if name in names:
            found[name] = np.exp(level[:, names.index(name)] / 100)
    return found

class Sample:
    """One row of numbers with statistics, each with its influence on every path.

    The influence of a path on a statistic is what the statistic moves by, times n, when the path is
    added; paths of a batch share their parameters, so errors are taken on sums of batches.
    """

    def __init__(self, values, scale=100.0):
        self.values = np.asarray(values, float) * scale
        self.sorted = None

    def order(self):
        if self.sorted is None:
            self.sorted = np.sort(self.values)
        return self.sorted

    def quantile(self, p):
        """Type 7."""
        rows = self.order()
        at = (len(rows) - 1) * p
        low = int(at)
        high = min(low + 1, len(rows) - 1)
        return rows[low] + (at - low) * (rows[high] - rows[low])

    def mean(self):
        mean = self.values.mean()
        return mean, self.values - mean

    def sd(self):
        apart = self.values - self.values.mean()
        sd = math.sqrt((apart**2).sum() / (len(apart) - 1))
        return sd, (apart**2 - sd**2) / (2 * sd) if sd > 0 else 0 * apart

    def quantile_and_influence(self, p):
        q, n = self.quantile(p), len(self.values)
        reach = 2 * math.sqrt(p * (1 - p) / n)
        low, high = max(p - reach, 0.5 / n), min(p + reach, 1 - 0.5 / n)
        spacing = (self.quantile(high) - self.quantile(low)) / (high - low)
        return q, (p - (self.values <= q)) * spacing

    def shortfall(self, tail):
        """Mean loss of the worst share of paths, a part of a path weighted as a part."""
        rows = self.order()
        count = tail * len(rows)
        whole = int(count)
        lost = rows[:whole].sum() + (count - whole) * rows[whole]
        influence = np.maximum(rows[whole] - self.values, 0) / tail
        return -lost / count, influence - influence.mean()

    def share(self, hits):
        share = 100.0 * hits.mean()
        return share, 100.0 * hits - share

def batch_error(influence):
    """Standard error of a mean over batches of 64 paths; a short last batch counts by its size."""
    starts = np.arange(0, len(influence), BATCH)
    sums = np.add.reduceat(influence, starts)
    sizes = np.diff(np.append(starts, len(influence)))
    apart = sums - sizes * influence.mean()
    count = len(sums)
    return math.sqrt(count / max(count - 1, 1) * (apart**2).sum()) / len(influence)

def estimate(pair):
    value, influence = pair
    return {"value": float(value), "se": batch_error(influence)}

def summarise(plan, sink, pairs):
    """The statistics of one arm under the keys of `dovetail.result/1`."""
    benchmark = plan["assets"][plan["benchmark"]]["name"]
    results, spreads, level_rows = [], [], []
    for h, horizon in enumerate(plan["horizons"]):
        if not horizon["listed"]:
            continue
        place = {"horizon": horizon["label"], "date": horizon["date"]}
        for asset in plan["assets"]:
            results.append(asset_result(sink, asset["name"], h, benchmark, place))
        for long, short in pairs:
            spreads.append(spread_result(sink, long, short, h, place))
        for key in sink.rows:
            if key[0] == "level" and key[2] == h:
                x = Sample(sink.rows[key], 1)
                level_rows.append({"series": key[1], **place, **quantile_trio(x)})
    ledger = [ledger_entry(sink, event, plan["assets"]) for event in plan["events"]
              if event["listed"] and ("repricing", event["id"]) in sink.rows]
    return {"results": results, "spreads": spreads, "levels": level_rows, "ledger": ledger}

def asset_result(sink, name, h, benchmark, place):
    values = sink.rows["total", name, h]
    x = Sample(values)
    total = {"mean": estimate(x.mean()), "sd": estimate(x.sd())}
    for key, p in QUANTILES.items():
        total[key] = estimate(x.quantile_and_influence(p))
    total["p_loss"] = estimate(x.share(values < 0))
    total["es95"], total["es99"] = estimate(x.shortfall(0.05)), estimate(x.shortfall(0.01))
    fall = Sample(sink.rows["drawdown", name, h])
    entry = {"asset": name, **place, "total_return": total, "drawdown": {
        "mean": estimate(fall.mean()), "q95": estimate(fall.quantile_and_influence(0.95))}}
    if name != benchmark:
        over = Sample(values - sink.rows["total", benchmark, h])
        entry["excess"] = {
            "mean": estimate(over.mean()), "median": estimate(over.quantile_and_influence(0.5)),
            "p_positive": estimate(over.share(over.values > 0))}
    return entry

def spread_result(sink, long, short, h, place):
    x = Sample(sink.rows["total", long, h] - sink.rows["total", short, h])
    return {"long": long, "short": short, **place, "mean": estimate(x.mean()),
            "sd": estimate(x.sd()), **quantile_trio(x),
            "p_positive": estimate(x.share(x.values > 0))}

def quantile_trio(x):
    return {key: estimate(x.quantile_and_influence(QUANTILES[key]))
            for key in ("q05", "median", "q95")}

def ledger_entry(sink, event, assets):
    effects = {}
    for asset in assets:
        x = Sample(np.expm1(sink.rows["effect", event["id"], asset["name"]]))
        effects[asset["name"]] = {**estimate(x.mean()), **quantile_trio(x)}
    repricing = Sample(sink.rows["repricing", event["id"]], 1)
    return {"event": event["id"], "effect": effects,
            "repricing_2y": {**estimate(repricing.mean()), "sd": repricing.sd()[0]}}

def differences(base_plan, base, plan, arm):
    """Arm less baseline on the same worlds, under the keys of `dovetail.comparison/1`."""
    benchmark = plan["assets"][plan["benchmark"]]["name"]
    dates = {h["date"]: place for place, h in enumerate(base_plan["horizons"]) if h["listed"]}
    found = []
    for h, horizon in enumerate(plan["horizons"]):
        if not horizon["listed"] or horizon["date"] not in dates:
            continue
        b = dates[horizon["date"]]
        for asset in plan["assets"]:
            name = asset["name"]
            x, y = arm.rows["total", name, h], base.rows["total", name, b]
            found.append({"asset": name, "horizon": horizon["label"], "date": horizon["date"],
                          **paired(Sample(x), Sample(y))})
            if name != benchmark:
                over = (x - arm.rows["total", benchmark, h]
                        - (y - base.rows["total", benchmark, b]))
                found[-1]["excess_mean"] = estimate(Sample(over).mean())
    return found

def paired(x, y):
    def difference(mine, other):
        return estimate((mine[0] - other[0], mine[1] - other[1]))

    return {
        "mean": difference(x.mean(), y.mean()),
        "median": difference(x.quantile_and_influence(0.5), y.quantile_and_influence(0.5)),
        "q05": difference(x.quantile_and_influence(0.05), y.quantile_and_influence(0.05)),
        "es95": difference(x.shortfall(0.05), y.shortfall(0.05)),
        # Worse by more than a tenth of a percentage point.
        "worse": estimate(x.share(x.values - y.values < -0.1))}

"""Moves batches of paths from `asof` to the last horizon, by the formulas of diffusion."""

import json
import math
from statistics import NormalDist

import numpy as np

from draws import BATCH
from responses import Event, Parameters


def residual_moments(plan, regime, root_scale):
    """Projection Ωw/(wᵀΩw) and the variance that is left, for residuals scaled by `root_scale`."""
    loadings = np.array(plan["diffusion"]["residual"][regime])
    own = np.array(plan["diffusion"]["own"][regime])
    loadings = loadings.reshape(len(own), -1)
    covariance = (loadings @ loadings.T + np.diag(own**2)) * np.outer(root_scale, root_scale)
    weights = np.zeros(len(own))
    weights[plan["identity"]["members"]] = plan["identity"]["weights"]
    along = covariance @ weights
    total = weights @ along
    projection = along / total if total > 0 else np.zeros(len(own))
    return projection, np.diag(covariance) - projection * along

def check_plan(plan):
    """What the engine reads but this program derives for itself must agree."""
    for week in plan["weeks"]:
        combination = np.array([i["combination"] for i in week["intervals"]])
        days = np.array([i["days"] for i in week["intervals"]])
        # The week's score is taken up evenly, over all its days by its end.
        scores, days_of_week = np.array([i["score"] for i in week["intervals"]]), days.sum()
        ends = np.concatenate([[0], np.cumsum(days)])
        root = scores[-1, 1] / days_of_week
        np.testing.assert_allclose(scores, np.stack([ends[:-1], ends[1:]], 1) * root, rtol=1e-6)
        if week["intervals"][-1]["ends_week"]:
            np.testing.assert_allclose(root, 1 / math.sqrt(days_of_week), rtol=1e-6)
        # Increments of Brownian motion: independent, with the days as variances.
        np.testing.assert_allclose(combination @ combination.T, np.diag(days), atol=2e-6)
        for interval in week["intervals"]:
            root = np.array(interval["root_scale"])
            for regime in (0, 1):
                projection, variance = residual_moments(plan, regime, root)
                np.testing.assert_allclose(interval["projection"][regime], projection,
                                           rtol=1e-4, atol=1e-6)
                np.testing.assert_allclose(interval["residual_variance"][regime], variance,
                                           rtol=1e-4, atol=1e-10)
    for event in plan["events"]:
        if not event["listed"] and event["kind"] in ("cpi", "jobs"):
            check_open_release(event)
    if plan["identity"]["members"]:
        np.testing.assert_allclose(sum(plan["identity"]["weights"]), 1, atol=1e-6)

def check_open_release(event):
    """An open release is priced at the law it is drawn from."""
    keys = {"core": "priced_surprise_tenths", "unemployment": "priced_unemployment_tenths"}
    for driver in event["drivers"]:
        part, law = driver["stream"].rsplit("/", 1)[1], driver["law"]
        if part not in keys or "rounded" not in law:
            continue
        (mean, deviation), grid = law["rounded"], law["grid"]
        for tenths, probability in event["response"][keys[part]]:
            at = (tenths / 10 + law["offset"] - mean) / deviation
            half = grid / 2 / deviation
            true = (math.erf((at + half) / math.sqrt(2)) - math.erf((at - half) / math.sqrt(2))) / 2
            assert abs(true - probability) < 1e-6, (event["id"], part, tenths)

def score_of_chi_square(freedom):
    """Normal scores of (ν − 2)/x for x of a χ² law, large for small x, as a function of ln x.

    Both tails of the law are summed from their own end, so that each keeps its digits."""
    grid = np.linspace(math.log(1e-6), math.log(400), 400_001)
    half = freedom / 2
    log_density = half * (grid - math.log(2)) - np.exp(grid) / 2 - math.lgamma(half)
    mass = np.exp(log_density)
    mass = (mass[1:] + mass[:-1]) / 2 * (grid[1] - grid[0])
    below = np.concatenate([[0], np.cumsum(mass)])
    above = np.concatenate([np.cumsum(mass[::-1])[::-1], [0]])
    inside = (below > 1e-13) & (above > 1e-13)
    law = NormalDist()
    scores = [-law.inv_cdf(b) if b < 0.5 else law.inv_cdf(a)
              for b, a in zip(below[inside][::40], above[inside][::40])]
    return grid[inside][::40], np.array(scores)

class Timetable:
    """The dates all arms stop on, so that one path of Brownian motion serves all of them."""

    def __init__(self, plans):
        self.elapsed = {plans[0]["asof"]: 0}
        for plan in plans:
            days, before = 0, plan["asof"]
            for week in plan["weeks"]:
                for interval in week["intervals"]:
                    days += interval["days"]
                    assert self.elapsed.setdefault(interval["end"], days) == days
        self.dates = sorted(self.elapsed)

    def increments(self, start, end, rows, draws):
        """A standard normal of `rows` dimensions for the time from one date to another."""
        stops = [date for date in self.dates if start <= date <= end]
        whole = self.elapsed[end] - self.elapsed[start]
        total = None
        for left, right in zip(stops, stops[1:]):
            share = (self.elapsed[right] - self.elapsed[left]) / whole
            z = draws.normals("diffusion/" + right, rows)
            if share < 1:
                z *= math.sqrt(share)
            total = z if total is None else total + z
        return total

class Walk:
    """Moves T batches of one plan from `asof` to the last horizon."""

    def __init__(self, plan, timetable, draws, sink):
        self.plan, self.timetable, self.draws, self.sink = plan, timetable, draws, sink
        self.parameters = Parameters(plan, draws)
        real, t = draws.real, draws.batches
        self.lines, self.factors = len(plan["lines"]), len(plan["factors"])
        diffusion = plan["diffusion"]
        # Calm and stress side by side: [calm, stress] times [calm part; stress part] of a draw.
        self.cholesky = np.hstack(
            [np.reshape(diffusion["cholesky"][s], (self.factors, self.factors)) for s in (0, 1)]
        ).astype(real)
        self.residual = np.hstack(
            [np.reshape(diffusion["residual"][s], (self.lines, -1)) for s in (0, 1)]).astype(real)
        self.ranks = self.residual.shape[1] // 2
        self.own = np.array(diffusion["own"], dtype=real)
        self.weights = np.zeros(self.lines, real)
        self.weights[plan["identity"]["members"]] = plan["identity"]["weights"]
        self.leverage = diffusion["leverage"]
        if self.leverage:
            self.score_table = score_of_chi_square(plan["freedom"])
        self.events = {}
        self.price = np.zeros((t, self.lines, BATCH), real)
        self.level = np.zeros((t, self.factors, BATCH)) + np.array(plan["start_levels"])[:, None]
        names = [asset["name"] for asset in plan["assets"]]
        self.peak = np.zeros((t, len(names), BATCH), real)
        self.fall = np.zeros((t, len(names), BATCH), real)

    def factor_variances(self, cholesky):
        """bᵀΣ_s b a day, and what of a whole week's the market's score leads, T × N × 2 each."""
        whole, led = [], []
        for s in (0, 1):
            lower = cholesky[:, s * self.factors:(s + 1) * self.factors].astype(float)
            squares = (self.parameters.beta @ lower)**2
            whole.append(squares.sum(-1))
            led.append(self.leverage**2 * squares[..., :1].sum(-1))
        return np.stack(whole, -1), np.stack(led, -1)

    def run(self):
        plan, draws = self.plan, self.draws
        regime = plan["regime"]
        self.stressed = (draws.uniforms("regime/start") < regime["start_stress"]).astype(draws.real)
        date = plan["asof"]
        for week in plan["weeks"]:
            name = str(week["number"])
            if not week["holds_regime"]:
                to_stress = np.where(self.stressed > 0, regime["stay_stress"],
                                     1 - regime["stay_calm"])
                self.stressed = (draws.uniforms("regime/" + name) < to_stress).astype(draws.real)
            self.split = np.stack([1 - self.stressed, self.stressed], 1)
            self.multiplier, self.score = np.ones_like(self.stressed), None
            if plan["freedom"] is not None:
                chi = draws.chi_square("multiplier/" + name, plan["freedom"])
                self.multiplier = ((plan["freedom"] - 2) / chi).astype(draws.real)
                if self.leverage:
                    self.score = np.interp(np.log(chi), *self.score_table).astype(draws.real)
            increments = self.week_increments(week, date)
            for interval, z in zip(week["intervals"], increments):
                self.diffuse(interval, z)
                date = interval["end"]
                for happening in interval["events"]:
                    self.happen(plan["events"][happening["event"]], happening)
                if interval["ends_week"] or interval["horizons"]:
                    self.observe(interval)
        self.sink.finish()

    def week_increments(self, week, start):
        """Normals for each interval of a week; `total` is the market's for all of it."""
        rows, increments = self.factors + self.ranks + self.lines, []
        total, days = 0, 0
        for interval in week["intervals"]:
            z = self.timetable.increments(start, interval["end"], rows, self.draws)
            total = total + math.sqrt(interval["days"]) * z[:, 0]
            days, start = days + interval["days"], interval["end"]
            increments.append(z)
        if self.leverage:
            # The plan may end inside a week, whose total holds what comes after.
            whole = round((days / interval["score"][1])**2)
            if whole > days:
                rest = self.draws.normals("diffusion/after/" + str(week["number"]))
                total = total + math.sqrt(whole - days) * rest
            self.total = total / math.sqrt(whole)
        return increments

    def by_regime(self, rows):
        """Rows doubled: as they are on calm paths and on stressed ones, zero on the others."""
        return np.concatenate([rows * self.split[:, :1], rows * self.split[:, 1:]], 1)

    def diffuse(self, interval, z):
        real, days = self.draws.real, interval["days"]
        k, r = self.factors, self.ranks
        scale = np.sqrt(self.multiplier * real(days))[:, None, :]
        # Each factor has a start scale of its own in each regime.
        roots = np.sqrt(np.array(interval["factor_scale"])).T
        cholesky = (self.cholesky * np.repeat(roots, k, 1)).astype(real)
        z[:, :k] *= scale
        if self.score is not None:
            # Of the week's total a part is led, and as much of its noise is missing.
            begun, ended = interval["score"]
            damped = math.sqrt(1 - self.leverage**2) - 1
            z[:, 0] += (ended - begun) * (
                self.leverage * self.score
                + damped * np.sqrt(self.multiplier) * self.total)
        moves = cholesky @ self.by_regime(z[:, :k])

        residual = z[:, k + r:]
        residual *= np.where(self.stressed[:, None] > 0, self.own[1][:, None], self.own[0][:, None])
        residual += self.residual @ self.by_regime(z[:, k:k + r])
        root = np.array(interval["root_scale"], dtype=real)
        residual *= root[:, None]
        residual *= scale
        common = (self.weights @ residual)[:, None, :]

        projections, variances = zip(*(residual_moments(self.plan, s, root) for s in (0, 1)))
        of_factors, led = self.factor_variances(cholesky)
        taken = (interval["score"][1]**2 - interval["score"][0]**2) * led
        variance = of_factors + np.stack(variances, -1)
        # Drift, variance, factors and projection are linear in few rows: one product does them.
        columns = np.concatenate(
            [self.parameters.beta, -0.5 * (days * variance - taken), -0.5 * taken,
             np.broadcast_to(-np.stack(projections, -1), variance.shape),
             days * self.parameters.drift[:, :, None]], 2).astype(real)
        rows = np.concatenate(
            [moves, self.by_regime(self.multiplier[:, None]), self.split, self.by_regime(common),
             np.ones_like(common)], 1)
        self.price += columns @ rows
        self.price += residual
        self.revert(interval, moves)

    def revert(self, interval, moves):
        """Reported levels: x ← θ + (x − θ)e^(−kτ) + innovation · √((1 − e^(−2kτ))/2kτ)."""
        decay = np.array(interval["decay"])
        rate = -np.log(decay)
        shrink = np.sqrt(np.where(rate > 0, (1 - decay**2) / np.where(rate > 0, 2 * rate, 1), 1))
        home = np.array(interval["long_run"]).T @ self.split
        self.level = home + (self.level - home) * decay[:, None] + moves * shrink[:, None]

    def happen(self, event, happening):
        key = json.dumps([event["kind"], event["response"]])
        if key not in self.events:
            self.events[key] = Event(event, self.parameters)
        response = self.events[key]
        response.document = event
        values, happens = response.draw(self.draws, self.stressed, happening["share"])
        jump = response.lines @ values + response.compensation[:, :, None] * happens[:, None]
        if event["listed"]:
            before = self.logs()
        self.price += jump
        move = response.factors @ values
        self.level += move * np.array(happening["retained"])[:, None]
        if event["listed"]:
            names = response.names
            repricing = move[:, names.index("two-year")] if "two-year" in names else 0 * happens
            self.sink.event(event["id"], self.logs() - before, repricing)

    def logs(self):
        """Log prices of the reported assets, T × A × 64."""
        rows = [None] * len(self.plan["assets"])
        members = self.plan["identity"]["members"]
        if members:
            index = np.einsum("m,tmp->tp", self.weights[members], np.exp(self.price[:, members]))
        for place, asset in enumerate(self.plan["assets"]):
            rule = asset["derivation"]
            if "line" in rule:
                rows[place] = self.price[:, rule["line"]]
            elif "index" in rule:
                rows[place] = np.log(index)
            else:
                spread = rule["part"] if "part" in rule else rule["rest"]
                share = rule["weight"] - 1 if "part" in rule else rule["weight"]
                gross = index + share * np.expm1(self.price[:, spread])
                rows[place] = np.log(np.maximum(gross, 0.001))
        return np.stack(rows, 1)

    def observe(self, interval):
        logs = self.logs()
        if interval["ends_week"]:
            np.maximum(self.peak, logs, out=self.peak)
            np.minimum(self.fall, logs - self.peak, out=self.fall)
        for horizon in interval["horizons"]:
            if self.plan["horizons"][horizon]["listed"]:
                fall = np.minimum(self.fall, logs - np.maximum(self.peak, logs))
                self.sink.horizon(horizon, np.expm1(logs), -np.expm1(fall), self.level)

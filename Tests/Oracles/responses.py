"""The uncertain parameters of batches of paths, and how lines and factors respond to events."""

import math

import numpy as np

from draws import BATCH, sample

CAUSES = {"policy": ("path", "policy"), "labor": ("labor", "labor"),
          "growth": ("growth", None), "term-premium": ("termPremium", None)}


class Parameters:
    """The uncertain parameters of T batches: drawn, then reconciled with the index."""

    def __init__(self, plan, draws):
        document, self.plan = plan["coefficients"], plan
        lines, factors = len(plan["lines"]), len(plan["factors"])
        values, errors = document["values"], document["errors"]
        self.scalars = list(values["scalars"])
        causes = list(values["excess"])

        def row(block):
            return np.concatenate(
                [np.ravel(block["loadings"]), block["total_beta"]]
                + [block["excess"][cause] for cause in causes]
                + [[block["scalars"][name] for name in self.scalars]])

        center, error = row(values), row(errors)
        z = draws.parameter(len(center))
        if plan["parameters"] == "fixed":
            z[:] = 0
        # The responses to target and path are estimated jointly.
        first = len(center) - len(self.scalars)
        target, path = (first + self.scalars.index(name) for name in ("target", "path"))
        rho = document["correlation_target_path"] if error[target] > 0 and error[path] > 0 else 0
        z[:, path] = rho * z[:, target] + math.sqrt(1 - rho * rho) * z[:, path]
        at = lines * factors
        # Excess responses to one cause are correlated over lines.
        lower = np.array(document["excess_cholesky"])
        for number in range(len(causes)):
            start = at + lines * (number + 1)
            z[:, start:start + lines] = z[:, start:start + lines] @ lower.T
        theta = center + error * z

        self.loadings = theta[:, :at].reshape(-1, lines, factors).copy()
        self.total_beta = theta[:, at:at + lines].copy()
        self.excess = {}
        for number, cause in enumerate(causes):
            start = at + lines * (number + 1)
            self.excess[cause] = theta[:, start:start + lines].copy()
        self.scalar = dict(zip(self.scalars, theta[:, first:].T))
        self.reconcile()

        relative = np.array([f["unit"] == "percent" for f in plan["factors"]])
        # Percent of price per percent, or per 25 bp, of the factor.
        self.beta = self.loadings * np.where(relative, 0.01, 0.01 / 25)
        self.drift = self.daily_drift()

    def reconcile(self):
        """The weighted sum of the members responds as the market does."""
        members, weights = self.plan["identity"]["members"], self.plan["identity"]["weights"]
        if not members:
            return
        names = [factor["name"] for factor in self.plan["factors"]]
        w = np.array(weights)
        if "market" in names:
            unit = np.array([name == "market" for name in names], float)
            gap = unit - np.einsum("m,tmk->tk", w, self.loadings[:, members])
            self.loadings[:, members] += gap[:, None, :]
        self.total_beta[:, members] += (1 - self.total_beta[:, members] @ w)[:, None]
        for excess in self.excess.values():
            excess[:, members] -= (excess[:, members] @ w)[:, None]

    def daily_drift(self):
        """Arithmetic expected return a trading day, T × N."""
        document = self.plan["coefficients"]
        premium = self.scalar["premium"][:, None] / 100
        annual = document["risk_free"] + self.total_beta * premium
        for line, fixed in enumerate(document["fixed_drift"]):
            if fixed is not None:
                annual[:, line] = fixed
        annual[:, np.array(document["is_spread"])] = 0
        return annual / 252

    def response(self, market, cause):
        """Log return for 1 bp of repricing, T × N; the numbers are percent per 25 bp.

        Without a cause of excess responses lines respond by their beta alone.
        """
        excess = self.excess[cause] if cause else 0
        return (self.total_beta * self.scalar[market][:, None] + excess) / 2500

    def inflation_response(self, gate):
        return ((1 - gate) * self.response("inflationLow", "inflation-low")
                + gate * self.response("inflationHigh", "inflation-high"))

    def cause_response(self, cause, gate):
        return self.inflation_response(gate) if cause == "inflation" \
            else self.response(*CAUSES[cause])


def log_mean(points, slope):
    """ln E[exp(slope · z)] over a discrete law, for each entry of `slope`."""
    total = np.zeros_like(slope)
    for value, probability in points:
        total += probability * np.exp(slope * value)
    return np.log(total) if points else total

class Event:
    """One event's linear response for T batches: `lines` T × N × D and `factors` T × K × D."""

    def __init__(self, event, parameters):
        self.document, self.parameters = event, parameters
        self.names = [factor["name"] for factor in parameters.plan["factors"]]
        getattr(self, event["kind"])(event["response"])

    def yields(self, two_year, ten_year):
        """The moves of the factors two-year and slope; each a list of D columns of T."""
        two_year, ten_year = np.stack(two_year, -1), np.stack(ten_year, -1)
        self.factors = np.zeros((len(two_year), len(self.names), two_year.shape[-1]))
        if "two-year" in self.names:
            self.factors[:, self.names.index("two-year")] = two_year
        if "slope" in self.names:
            self.factors[:, self.names.index("slope")] = ten_year - two_year

    def fomc(self, law):
        """Drivers: target and path surprise in bp, risk in percent."""
        p = self.parameters
        target, path = p.response("target", "policy"), p.response("path", "policy")
        risk = p.total_beta / 100
        self.lines = np.stack([target, path, risk], -1)
        variance = ((target * law["target_deviation"])**2 + (path * law["path_deviation"])**2
                    + (risk * law["risk_deviation"])**2)
        self.compensation = -log_mean(law["priced_target"], target) - variance / 2
        zero = np.zeros(len(target))
        self.yields([p.scalar["twoYearTarget"] / 25, p.scalar["twoYearPath"] / 25, zero],
                    [p.scalar["tenYearTarget"] / 25, p.scalar["tenYearPath"] / 25, zero])

    def cpi(self, law):
        """Drivers: core surprise in percentage points, own noise in bp of the two-year."""
        p, w = self.parameters, law["gate"]
        c = (1 - w) * p.scalar["passThroughLow"] + w * p.scalar["passThroughHigh"]
        s = p.inflation_response(w)
        self.lines = np.stack([s * 10 * c[:, None], s], -1)
        self.compensation = (-log_mean(law["priced_surprise_tenths"], s * c[:, None])
                             - (s * law["noise"])**2 / 2)
        self.release([10 * c, np.ones(len(c))], p.plan["yield_ratios"]["inflation"])

    def jobs(self, law):
        """Drivers: payrolls in thousands, unemployment in percentage points, noise in bp."""
        p = self.parameters
        pay, rate = p.scalar["payrolls"], p.scalar["unemployment"]
        s = p.response("labor", "labor")
        self.lines = np.stack([s * pay[:, None] / 100, s * rate[:, None] * 10, s], -1)
        normal = (pay * law["priced_payroll_deviation_100k"])**2 + law["noise"]**2
        self.compensation = (-log_mean(law["priced_unemployment_tenths"], s * rate[:, None])
                             - s**2 * normal[:, None] / 2)
        self.release([pay / 100, 10 * rate, np.ones(len(pay))], p.plan["yield_ratios"]["labor"])

    def release(self, two_year, ratio):
        self.yields(two_year, [move * ratio for move in two_year])

    def shock(self, parts):
        """Each impulse by regime: columns impulse 0 calm, impulse 0 stress, impulse 1 calm, ..."""
        p = self.parameters
        batches, lines = p.total_beta.shape
        columns, moves = [], []
        for part in parts:
            for regime in (0, 1):
                line = np.zeros((batches, lines))
                factor = np.zeros(len(self.names))
                if part["factors"]:
                    factor = np.array(part["factors"][regime])
                if part["uses_loadings"]:
                    line += p.beta @ factor
                if part["repricing"] is not None and part["cause"] is not None:
                    line += p.cause_response(part["cause"], part["gate"]) * part["repricing"]
                if part["lines"]:
                    line += np.array(part["lines"][regime])
                columns.append(line)
                moves.append(np.broadcast_to(factor, (batches, len(factor))))
        self.lines, self.factors = np.stack(columns, -1), np.stack(moves, -1)
        self.compensation = np.zeros((batches, lines))

    def draw(self, draws, stressed, share):
        """Values of the drivers, T × D × 64, and the share that happens, T × 64."""
        event = self.document
        happens = np.full((draws.batches, BATCH), share)
        if event["probability"] < 1:
            name = "event/" + event["id"] + "/happens"
            happens *= draws.uniforms(name) < event["probability"]
        rows = []
        for place, driver in enumerate(event["drivers"]):
            value = sample(driver["law"], driver["stream"], draws)
            if event["kind"] == "shock":
                if event["response"][place]["relative"]:
                    value = 100 * np.log1p(np.maximum(value / 100, -0.99))
                rows += [value * happens * (1 - stressed), value * happens * stressed]
            else:
                rows.append(value * happens)
        return np.stack(rows, 1), happens

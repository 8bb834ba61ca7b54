#!/usr/bin/env python3
"""Certifies linear regressions: solves them in exact rational arithmetic.

Prints `Tests/NumericsTests/CertifiedRegressions.swift`: the data of NIST's Statistical Reference
Datasets for linear regression, and for each the coefficients and their standard deviations, exact
to the last digit of a double. Every value is held to NIST's certified one to 14 of its 15 digits
before it is printed, so that a slip in the data is found here.

    python3 certified_regressions.py > ../NumericsTests/CertifiedRegressions.swift

`rounded` solves Filip once more for the powers of x as doubles hold them: rounding these alone
moves the answer in its ninth digit, and no solver that reads doubles can know better.

Source of data and certified values: NIST, Statistical Reference Datasets, public domain.
"""

from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 60

NORRIS = (
    "0.1 338.8 118.1 888.0 9.2 228.1 668.5 998.5 449.1 778.9 559.2 0.3 0.1 778.1 668.8 339.3 448.9 "
    "10.8 557.7 228.3 998.0 888.8 119.6 0.3 0.6 557.6 339.3 888.0 998.5 778.9 10.2 117.6 228.9 "
    "668.4 449.2 0.2",
    "0.2 337.4 118.2 884.6 10.1 226.5 666.3 996.3 448.6 777.0 558.2 0.4 0.6 775.5 666.9 338.0 447.5 "
    "11.6 556.0 228.1 995.8 887.6 120.2 0.3 0.3 556.8 339.1 887.2 999.0 779.0 11.1 118.3 229.2 "
    "669.1 448.9 0.5",
)
PONTIUS = (
    "0.11019 0.21956 0.32949 0.43899 0.54803 0.65694 0.76562 0.87487 0.98292 1.09146 1.20001 "
    "1.30822 1.41599 1.52399 1.63194 1.73947 1.84646 1.95392 2.06128 2.16844 0.11052 0.22018 "
    "0.32939 0.43886 0.54798 0.65739 0.76596 0.87474 0.98300 1.09150 1.20004 1.30818 1.41613 "
    "1.52408 1.63159 1.73965 1.84696 1.95445 2.06177 2.16829",
    " ".join(str(150000 * (i % 20 + 1)) for i in range(40)),
)
LONGLEY = """
60323  83.0 234289 2356 1590 107608 1947
61122  88.5 259426 2325 1456 108632 1948
60171  88.2 258054 3682 1616 109773 1949
61187  89.5 284599 3351 1650 110929 1950
63221  96.2 328975 2099 3099 112075 1951
63639  98.1 346999 1932 3594 113270 1952
64989  99.0 365385 1870 3547 115094 1953
63761 100.0 363112 3578 3350 116219 1954
66019 101.2 397469 2904 3048 117388 1955
67857 104.6 419180 2822 2857 118734 1956
68169 108.4 442769 2936 2798 120445 1957
66513 110.8 444546 4681 2637 121950 1958
68655 112.6 482704 3813 2552 123366 1959
69564 114.2 502601 3931 2514 125368 1960
69331 115.7 518173 4806 2572 127852 1961
70551 116.9 554894 4007 2827 130081 1962
"""
FILIP = (
    "0.8116 0.9072 0.9052 0.9039 0.8053 0.8377 0.8667 0.8809 0.7975 0.8162 0.8515 0.8766 0.8885 "
    "0.8859 0.8959 0.8913 0.8959 0.8971 0.9021 0.909 0.9139 0.9199 0.8692 0.8872 0.89 0.891 0.8977 "
    "0.9035 0.9078 0.7675 0.7705 0.7713 0.7736 0.7775 0.7841 0.7971 0.8329 0.8641 0.8804 0.7668 "
    "0.7633 0.7678 0.7697 0.77 0.7749 0.7796 0.7897 0.8131 0.8498 0.8741 0.8061 0.846 0.8751 0.8856 "
    "0.8919 0.8934 0.894 0.8957 0.9047 0.9129 0.9209 0.9219 0.7739 0.7681 0.7665 0.7703 0.7702 "
    "0.7761 0.7809 0.7961 0.8253 0.8602 0.8809 0.8301 0.8664 0.8834 0.8898 0.8964 0.8963 0.9074 "
    "0.9119 0.9228",
    "-6.860120914 -4.324130045 -4.358625055 -4.358426747 -6.955852379 -6.661145254 -6.355462942 "
    "-6.118102026 -7.115148017 -6.815308569 -6.519993057 -6.204119983 -5.853871964 -6.109523091 "
    "-5.79832982 -5.482672118 -5.171791386 -4.851705903 -4.517126416 -4.143573228 -3.709075441 "
    "-3.499489089 -6.300769497 -5.953504836 -5.642065153 -5.031376979 -4.680685696 -4.329846955 "
    "-3.928486195 -8.56735134 -8.363211311 -8.107682739 -7.823908741 -7.522878745 -7.218819279 "
    "-6.920818754 -6.628932138 -6.323946875 -5.991399828 -8.781464495 -8.663140179 -8.473531488 "
    "-8.247337057 -7.971428747 -7.676129393 -7.352812702 -7.072065318 -6.774174009 -6.478861916 "
    "-6.159517513 -6.835647144 -6.53165267 -6.224098421 -5.910094889 -5.598599459 -5.290645224 "
    "-4.974284616 -4.64454848 -4.290560426 -3.885055584 -3.408378962 -3.13200249 -8.726767166 "
    "-8.66695597 -8.511026475 -8.165388579 -7.886056648 -7.588043762 -7.283412422 -6.995678626 "
    "-6.691862621 -6.392544977 -6.067374056 -6.684029655 -6.378719832 -6.065855188 -5.752272167 "
    "-5.132414673 -4.811352704 -4.098269308 -3.66174277 -3.2644011",
)
# What Wampler's third, fourth and fifth responses add to the polynomial, times 1, 100 and 10,000.
WAMPLER = [759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048]
WAMPLER += WAMPLER[9::-1]

CERTIFIED = {
    "norris": (
        "-0.262323073774029 1.00211681802045",
        "0.232818234301152 0.000429796848199937",
    ),
    "pontius": (
        "0.000673565789473684 7.32059160401003e-7 -3.16081871345029e-15",
        "0.000107938612033077 1.57817399981659e-10 4.86652849992036e-17",
    ),
    "longley": (
        "-3482258.63459582 15.0618722713733 -0.0358191792925910 -2.02022980381683 "
        "-1.03322686717359 -0.0511041056535807 1829.15146461355",
        "890420.383607373 84.9149257747669 0.0334910077722432 0.488399681651699 "
        "0.214274163161675 0.226073200069370 455.478499142212",
    ),
    "filip": (
        "-1467.48961422980 -2772.17959193342 -2316.37108160893 -1127.97394098372 "
        "-354.478233703349 -75.1242017393757 -10.8753180355343 -1.06221498588947 "
        "-0.0670191154593408 -0.00246781078275479 -0.0000402962525080404",
        "298.084530995537 559.779865474950 466.477572127796 227.204274477751 71.6478660875927 "
        "15.2897178747400 2.23691159816033 0.221624321934227 0.0142363763154724 "
        "0.000535617408889821 0.00000896632837373868",
    ),
}


def numbers(text):
    return [Fraction(word) for word in text.split()]


def power(x, k):
    """x to the k, multiplied up from the left as the test does it."""
    value = type(x)(1)
    for _ in range(k):
        value = value * x
    return value


def polynomial(x, degree):
    return [[power(v, k) for k in range(degree + 1)] for v in x]


def inverse(a):
    """The inverse of a square matrix by elimination."""
    n = len(a)
    rows = [list(row) + [Fraction(i == j) for j in range(n)] for i, row in enumerate(a)]
    for i in range(n):
        pivot = next(r for r in range(i, n) if rows[r][i] != 0)
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [v / rows[i][i] for v in rows[i]]
        for r in range(n):
            if r != i and rows[r][i] != 0:
                factor = rows[r][i]
                rows[r] = [v - factor * w for v, w in zip(rows[r], rows[i])]
    return [row[n:] for row in rows]


def solve(design, response):
    """Coefficients, and the squares of their standard deviations, exact."""
    n, k = len(design), len(design[0])
    gram = [[sum(row[i] * row[j] for row in design) for j in range(k)] for i in range(k)]
    spread = inverse(gram)
    moments = [sum(row[i] * y for row, y in zip(design, response)) for i in range(k)]
    beta = [sum(spread[i][j] * moments[j] for j in range(k)) for i in range(k)]
    errors = [y - sum(b * v for b, v in zip(beta, row)) for row, y in zip(design, response)]
    variance = sum(e * e for e in errors) / (n - k)
    return beta, [variance * spread[i][i] for i in range(k)]


def root(square):
    return (Decimal(square.numerator) / Decimal(square.denominator)).sqrt()


def hold(name, beta, squares):
    for got, text in zip(beta, CERTIFIED[name][0].split()):
        assert abs(got / Fraction(text) - 1) < Fraction(1, 10**14), (name, float(got), text)
    for got, text in zip(squares, CERTIFIED[name][1].split()):
        assert abs(root(got) / Decimal(text) - 1) < Decimal("1e-14"), (name, root(got), text)


def sets():
    y, x = map(numbers, NORRIS)
    yield "norris", "a straight line", x, y, polynomial(x, 1)
    y, x = map(numbers, PONTIUS)
    yield "pontius", "a parabola in millions", x, y, polynomial(x, 2)
    x = [Fraction(60 + i) for i in range(11)]
    yield "noInt1", "a line through the origin", x, [v + 70 for v in x], [[v] for v in x]
    x = [Fraction(v) for v in (4, 5, 6)]
    yield "noInt2", "three points, no intercept", x, numbers("3 4 4"), [[v] for v in x]
    rows = [numbers(line) for line in LONGLEY.split("\n") if line]
    flat = [v for row in rows for v in row[1:]]
    yield "longley", "six series that grow together", flat, [r[0] for r in rows], [
        [Fraction(1)] + row[1:] for row in rows
    ]
    x = [Fraction(v) for v in range(21)]
    sums = [sum(power(v, k) for k in range(6)) for v in x]
    tenths = [sum(power(v / 10, k) for k in range(6)) for v in x]
    yield "wampler1", "a polynomial of degree 5, exact", x, sums, polynomial(x, 5)
    yield "wampler2", "the same in tenths", x, tenths, polynomial(x, 5)
    for number, scale in ((3, 1), (4, 100), (5, 10000)):
        y = [s + scale * e for s, e in zip(sums, WAMPLER)]
        yield f"wampler{number}", f"with noise times {scale}", x, y, polynomial(x, 5)
    y, x = map(numbers, FILIP)
    yield "filip", "a polynomial of degree 10", x, y, polynomial(x, 10)
    doubles = [float(v) for v in x]
    rounded = [[Fraction(power(v, k)) for k in range(11)] for v in doubles]
    held = [Fraction(float(v)) for v in y]
    yield "filipRounded", "Filip's for its numbers and their powers as doubles hold them", None, held, rounded


def swift(values):
    lines, line = [], "     "
    for value in values:
        text = repr(float(value)).removesuffix(".0")
        if len(line) + len(text) + 2 > 98:
            lines.append(line)
            line = "     "
        line += f" {text},"
    text = "\n".join(lines + [line])
    return text.removesuffix(",") if len(values) == 1 else text


def main():
    print("// Printed by Tests/Oracles/certified_regressions.py; do not edit.")
    print()
    print("/// Regressions solved in exact rational arithmetic, and rounded once at the end.")
    print("///")
    print("/// Source: NIST, Statistical Reference Datasets, linear regression, public domain.")
    print("struct CertifiedRegression: Sendable {")
    print("  let name: String")
    print("  /// The regressor behind a polynomial, or the regressors row after row.")
    print("  let x: [Double]")
    print("  let response: [Double]")
    print("  let coefficients: [Double]")
    print("  let standardErrors: [Double]")
    print("}")
    print()
    print("extension CertifiedRegression {")
    for index, (name, title, x, y, design) in enumerate(sets()):
        beta, squares = solve(design, y)
        if name in CERTIFIED:
            hold(name, beta, squares)
        if index:
            print()
        print(f"  /// {title[0].upper()}{title[1:]}.")
        print(f"  static let {name} = CertifiedRegression(")
        print(f'    name: "{name}",')
        if x is None:
            print("    x: filip.x,\n    response: filip.response,")
        given = () if x is None else (("x", x), ("response", y))
        solved = (("coefficients", beta), ("standardErrors", [root(s) for s in squares]))
        for label, values in given + solved:
            end = "" if label == "standardErrors" else ","
            print(f"    {label}: [\n{swift(values)}\n    ]{end}")
        print("  )")
    print("}")


if __name__ == "__main__":
    main()

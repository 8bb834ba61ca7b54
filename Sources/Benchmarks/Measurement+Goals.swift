extension Measurement {
  /// What is to be reached, as far as it could be measured; ratios are of the same repetition.
  var goals: [Goal] { speed + scenarios + memory }

  /// Two costs of each repetition made one number; nil unless both were measured.
  private func paired(
    _ a: Case.Name,
    _ b: Case.Name,
    _ part: KeyPath<ProcessCost, Double>,
    _ combine: (Double, Double) -> Double
  ) -> [Double]? {
    guard let a = values(a, part), let b = values(b, part) else { return nil }
    return zip(a, b).map(combine)
  }

  private func goal(
    _ key: String,
    _ title: String,
    _ values: [Double]?,
    _ limit: Limit,
    _ unit: String,
    decimals: Int
  ) -> Goal? {
    values.map {
      Goal(key: key, title: title, values: $0, limit: limit, unit: unit, decimals: decimals)
    }
  }

  private var speed: [Goal] {
    func pathStep(_ name: Case.Name) -> [Double]? {
      guard let steps = bench.cases.first(where: { $0.name == name })?.pathSteps else { return nil }
      return values(name, \.processor)?.map { $0 * 1e9 / steps }
    }
    return [
      goal(
        "numpy_float64",
        "CPU of NumPy float64 / J, AVX-512",
        paired(.float64, .avx512, \.processor, /),
        .least(50),
        "×",
        decimals: 1
      ),
      goal(
        "numpy_gaussian32",
        "CPU of NumPy float32 Gaussian / J, AVX-512",
        paired(.gaussian32, .avx512, \.processor, /),
        .least(20),
        "×",
        decimals: 1
      ),
      goal("avx512", "J, AVX-512", pathStep(.avx512), .most(25), "ns/path-step", decimals: 1),
      goal("avx2", "J, AVX2", pathStep(.avx2), .most(75), "ns/path-step", decimals: 1),
      goal(
        "second_thread",
        "clock of 1 thread / 2 threads",
        paired(.oneThread, .twoThreads, \.clock, /),
        .least(1.85),
        "×",
        decimals: 2
      ),
    ].compactMap { $0 }
  }

  private var scenarios: [Goal] {
    [
      goal(
        "start",
        "start to first draw, on the clock",
        values(.start, \.firstWord)?.map { $0 * 1_000 },
        .most(50),
        "ms",
        decimals: 1
      ),
      goal(
        "flagship",
        "flagship",
        values(.flagship, \.processor),
        .most(1.5),
        "CPU s",
        decimals: 2
      ),
      goal(
        "flagship_bridge",
        "flagship, continuous drawdown",
        values(.flagshipBridge, \.processor),
        .most(3),
        "CPU s",
        decimals: 2
      ),
      goal(
        "fused_arm",
        "CPU a second arm adds",
        paired(.comparison, .flagship, \.processor) { ($0 / $1 - 1) * 100 },
        .most(50),
        "%",
        decimals: 0
      ),
    ].compactMap { $0 }
  }

  /// 40 MiB, and 24 for each worker and arm.
  private var memory: [Goal] {
    let cases: [(Case.Name, String, Double)] = [
      (.oneThread, "J, 1 thread", 64), (.twoThreads, "J, 2 threads", 88),
      (.flagship, "flagship", 64), (.flagshipBridge, "flagship, continuous drawdown", 64),
      (.comparison, "flagship compared with another", 88),
      (.flagshipWhole, "flagship, everything read", 64),
      (.comparisonWhole, "flagship compared, everything read", 88),
    ]
    return cases.compactMap { name, title, limit in
      goal(
        "memory_\(name.rawValue)",
        "peak memory, \(title)",
        values(name, \.peak),
        .most(limit),
        "MiB",
        decimals: 1
      )
    }
  }
}

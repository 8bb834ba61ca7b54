// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [.enableUpcomingFeature("InternalImportsByDefault")]

let package = Package(
  name: "dovetail",
  products: [.executable(name: "dovetail", targets: ["dovetail"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]),
    .systemLibrary(name: "CLibMD", pkgConfig: "libmd", providers: [.apt(["libmd-dev"])]),
    .target(name: "CKernel", dependencies: ["CGSL"]),
    .target(name: "BuiltInModels", exclude: ["us-equities.yaml", "us-equities.recipe.yaml"]),
    .target(name: "Domain", swiftSettings: strict),
    .target(
      name: "Numerics",
      dependencies: ["CGSL", "CKernel", "CLibMD"],
      swiftSettings: strict
    ),
    .target(name: "Results", dependencies: ["Domain", "Numerics"], swiftSettings: strict),
    .target(
      name: "Texts",
      dependencies: ["Domain", "Numerics", "Yams"],
      swiftSettings: strict
    ),
    .target(
      name: "Simulation",
      dependencies: ["Domain", "Numerics", "CKernel", "Results"],
      swiftSettings: strict
    ),
    .target(name: "Calibration", dependencies: ["Domain", "Numerics"], swiftSettings: strict),
    .target(
      name: "Analysis",
      dependencies: ["Domain", "Numerics", "Results", "Simulation", "Calibration"],
      swiftSettings: strict
    ),
    .target(name: "Reporting", dependencies: ["Domain", "Results"], swiftSettings: strict),
    .target(
      name: "Commands",
      dependencies: [
        "Domain", "Numerics", "Texts", "Results", "Simulation", "Calibration", "Analysis",
        "Reporting", "BuiltInModels",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),
    .executableTarget(name: "dovetail", dependencies: ["Commands"], swiftSettings: strict),
    .target(name: "ReferenceJob", dependencies: ["Numerics", "CKernel"], swiftSettings: strict),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "ReferenceJob", "Numerics", "CKernel", "Reporting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "TestSupport",
      dependencies: ["Domain"],
      path: "Tests/TestSupport",
      swiftSettings: strict
    ),
    .testTarget(
      name: "NumericsTests",
      dependencies: ["Numerics", "CKernel", "TestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ReferenceJobTests",
      dependencies: ["ReferenceJob", "Numerics", "CKernel", "TestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "DomainTests",
      dependencies: ["Domain", "TestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "TextsTests",
      dependencies: ["Texts", "Domain", "TestSupport"],
      exclude: ["Golden"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SimulationTests",
      dependencies: [
        "Simulation", "Results", "Domain", "Numerics", "Texts", "BuiltInModels", "TestSupport",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "CalibrationTests",
      dependencies: ["Calibration", "Domain", "Numerics", "Texts", "TestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "AnalysisTests",
      dependencies: [
        "Analysis", "Calibration", "Simulation", "Results", "Domain", "Numerics", "Texts",
        "BuiltInModels", "TestSupport",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Reporting", "Results", "Domain", "TestSupport"],
      exclude: ["Golden"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "AcceptanceTests",
      dependencies: ["Commands", "Domain", "Texts", "Simulation", "TestSupport"],
      exclude: ["Golden", "Fixtures"],
      swiftSettings: strict
    ),
  ]
)

// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// The floor plan, ground floor first. Every dependency points down. Words and pages (Markup,
// Documents, ReportSite) never meet the numbers (Tensors … Lafa) below LafaReportCommands:
// they share only the plain values of AttributionRecords.
let package = Package(
  name: "lafa-report",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "lafa-report", targets: ["lafa-report"]),
    .executable(name: "lafa-bench", targets: ["lafa-bench"]),
    .library(name: "LafaReport", targets: ["Lafa", "ReportSite", "LafaReportCommands"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    // System libraries and C.
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(
      name: "CUchardet", pkgConfig: "uchardet", providers: [.apt(["libuchardet-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CKernels"),
    .target(
      name: "CFaiss",
      linkerSettings: [
        .linkedLibrary("faiss"),
        // Debian's FAISS is a static library; elsewhere it names what it needs itself.
        .linkedLibrary("lapack", .when(platforms: [.linux])),
        .linkedLibrary("blas", .when(platforms: [.linux])),
        .linkedLibrary("gomp", .when(platforms: [.linux])),
        .linkedLibrary("omp", .when(platforms: [.macOS])),
      ]),

    // Floor 0. No local dependencies but C, so that every other target can stand on these.
    .target(name: "Tensors", dependencies: ["CKernels"], swiftSettings: settings),
    .target(
      name: "TextDecoding", dependencies: ["CUchardet", "CZlib"], swiftSettings: settings,
      linkerSettings: [.linkedLibrary("iconv", .when(platforms: [.macOS]))]),
    .target(name: "Tokenization", swiftSettings: settings),
    .target(
      name: "AttributionRecords",
      dependencies: [.product(name: "Crypto", package: "swift-crypto")], swiftSettings: settings),
    .target(name: "Evaluation", dependencies: ["Tensors"], swiftSettings: settings),
    .target(name: "Spreadsheets", dependencies: ["CLibXML2", "CZlib"], swiftSettings: settings),
    .target(name: "Markup", dependencies: ["CCMark", "CLibXML2"], swiftSettings: settings),
    .target(name: "NeighbourIndex", dependencies: ["CFaiss"], swiftSettings: settings),

    // Floor 1.
    .target(
      name: "Documents", dependencies: ["AttributionRecords", "Markup", "TextDecoding"],
      swiftSettings: settings),
    .target(
      name: "Checkpoints", dependencies: ["AttributionRecords", "Tensors"],
      swiftSettings: settings),

    // Floor 2.
    .target(
      name: "Encoders", dependencies: ["Checkpoints", "Tensors"],
      swiftSettings: settings),

    // Floor 3.
    .target(
      name: "Lafa",
      dependencies: ["AttributionRecords", "Encoders", "Tensors", "Tokenization"],
      swiftSettings: settings),
    .target(
      name: "ReportSite",
      dependencies: [
        "AttributionRecords", "Evaluation", "Markup",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [.copy("../../templates"), .copy("../../assets")], swiftSettings: settings),

    // Floor 4.
    .target(
      name: "SavedPools",
      dependencies: [
        "AttributionRecords", "Checkpoints", "Lafa", "NeighbourIndex", "Tensors",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], swiftSettings: settings),

    .target(
      name: "RunStores",
      dependencies: [
        "AttributionRecords", "Lafa", "ReportSite",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ], swiftSettings: settings),

    .target(
      name: "Audits",
      dependencies: [
        "AttributionRecords", "Documents", "Evaluation", "ReportSite", "Spreadsheets",
      ], swiftSettings: settings),

    .target(
      name: "Publishing",
      dependencies: ["AttributionRecords", "Evaluation", "Markup", "ReportSite"],
      swiftSettings: settings),

    // Floor 5: commands parse, actions work.
    .target(
      name: "LafaReportCommands",
      dependencies: [
        "AttributionRecords", "Audits", "Checkpoints", "Documents", "Encoders", "Evaluation",
        "Lafa", "Publishing", "ReportSite", "RunStores", "SavedPools", "Spreadsheets", "Tensors",
        "Tokenization", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),

    // Floor 6: the door.
    .executableTarget(
      name: "lafa-report",
      dependencies: [
        "LafaReportCommands", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),

    // The benchmarks, beside the floors: what is measured, and the commands that measure it.
    .target(name: "CBench"),
    .target(
      name: "Benchmarks", dependencies: ["CBench", "Checkpoints", "Tensors"],
      swiftSettings: settings),
    .executableTarget(
      name: "lafa-bench",
      dependencies: [
        "AttributionRecords", "Benchmarks", "Checkpoints", "Documents", "Encoders", "Lafa",
        "NeighbourIndex", "ReportSite", "SavedPools", "Tensors", "Tokenization",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], resources: [.copy("Peers")], swiftSettings: settings),

    // Tests, one target a library.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(
      name: "TensorsTests", dependencies: ["CKernels", "TestSupport", "Tensors"],
      swiftSettings: settings),
    .testTarget(
      name: "TextDecodingTests", dependencies: ["TestSupport", "TextDecoding"],
      swiftSettings: settings),
    .testTarget(
      name: "TokenizationTests", dependencies: ["TestSupport", "Tokenization"],
      swiftSettings: settings),
    .testTarget(
      name: "AttributionRecordsTests", dependencies: ["AttributionRecords", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "SpreadsheetsTests", dependencies: ["Spreadsheets", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "MarkupTests", dependencies: ["Markup", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "DocumentsTests", dependencies: ["Documents", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "CheckpointsTests",
      dependencies: ["AttributionRecords", "Checkpoints", "TestSupport", "Tensors"],
      swiftSettings: settings),
    .testTarget(
      name: "EvaluationTests", dependencies: ["Evaluation", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "EncodersTests",
      dependencies: ["Checkpoints", "Encoders", "TestSupport", "Tensors", "Tokenization"],
      swiftSettings: settings),
    .testTarget(
      name: "LafaTests",
      dependencies: [
        "AttributionRecords", "Checkpoints", "Encoders", "Lafa", "TestSupport", "Tensors",
        "Tokenization",
      ], swiftSettings: settings),
    .testTarget(
      name: "NeighbourIndexTests", dependencies: ["NeighbourIndex", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "SavedPoolsTests",
      dependencies: ["AttributionRecords", "Lafa", "SavedPools", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "RunStoresTests",
      dependencies: ["AttributionRecords", "Lafa", "RunStores", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ReportSiteTests",
      dependencies: ["AttributionRecords", "Markup", "ReportSite", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "PublishingTests",
      dependencies: ["AttributionRecords", "Markup", "Publishing", "ReportSite", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "BenchmarksTests",
      dependencies: ["Benchmarks", "Checkpoints", "Encoders", "Tensors"],
      swiftSettings: settings),
    .testTarget(
      name: "LafaReportCommandsTests",
      dependencies: [
        "AttributionRecords", "Checkpoints", "LafaReportCommands", "Spreadsheets", "TestSupport",
        "Tensors",
      ],
      swiftSettings: settings),
  ],
  cxxLanguageStandard: .cxx17
)

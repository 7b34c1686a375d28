internal import Foundation

/// Puts one folder in the place of another.
enum FolderExchange {
  private typealias LinuxRename =
    @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
  private typealias DarwinRename =
    @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>, UInt32) -> Int32
  /// RENAME_EXCHANGE and RENAME_SWAP.
  private static let swap: UInt32 = 2

  /// Gives each of two folders the other's place: at once where the system can, else one after the
  /// other.
  ///
  /// - Parameters:
  ///   - new: A folder.
  ///   - old: A folder of the same file system.
  /// - Throws: An error of the file system; then both are where they were.
  static func exchange(_ new: URL, _ old: URL) throws {
    if atOnce(new.path(percentEncoded: false), old.path(percentEncoded: false)) { return }
    let aside = new.appendingPathExtension("old")
    try FileManager.default.moveItem(at: old, to: aside)
    do {
      try FileManager.default.moveItem(at: new, to: old)
    } catch {
      try FileManager.default.moveItem(at: aside, to: old)
      throw error
    }
    try FileManager.default.moveItem(at: aside, to: new)
  }

  private static func atOnce(_ new: String, _ old: String) -> Bool {
    // Looked up: not every C library has them, and Swift's view of none does.
    let program = dlopen(nil, RTLD_NOW)
    if let symbol = dlsym(program, "renameat2") {
      let call = unsafeBitCast(symbol, to: LinuxRename.self)
      return call(AT_FDCWD, new, AT_FDCWD, old, swap) == 0
    }
    if let symbol = dlsym(program, "renamex_np") {
      return unsafeBitCast(symbol, to: DarwinRename.self)(new, old, swap) == 0
    }
    return false
  }
}

internal import Foundation

/// What the file system refuses, in words.
package enum Refusal {
  /// Returns why something could not be read or written.
  ///
  /// - Parameter error: An error of the file system.
  /// - Returns: Words such as “permission denied”.
  package static func detail(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileWriteOutOfSpace: return "the disk is full"
    case .fileWriteVolumeReadOnly: return "the disk is read-only"
    default: break
    }
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    guard let code = underlying?.code ?? (error as? POSIXError).map({ Int($0.code.rawValue) }),
      let text = strerror(Int32(truncatingIfNeeded: code))
    else {
      switch (error as? CocoaError)?.code {
      case .fileWriteNoPermission, .fileReadNoPermission: return "permission denied"
      case .fileNoSuchFile, .fileReadNoSuchFile: return "it is no longer there"
      default: return "the file system refuses it"
      }
    }
    return String(cString: text).lowercased()
  }

  /// Returns an error of the file system that nothing has put into words as one of this package's.
  ///
  /// - Parameter error: Any error.
  /// - Returns: A sentence's worth; nil if the error is not the file system's.
  package static func error(_ error: any Error) -> SiteError? {
    let raw = error as NSError
    guard
      error is CocoaError || error is POSIXError || raw.domain == NSCocoaErrorDomain
        || raw.domain == NSPOSIXErrorDomain
    else { return nil }
    let path =
      raw.userInfo[NSFilePathErrorKey] as? String
      ?? (raw.userInfo[NSURLErrorKey] as? URL)?.path(percentEncoded: false)
    return .refused(path: path, detail: detail(error))
  }
}

internal import Audits
internal import Checkpoints
internal import Documents
internal import Publishing
internal import ReportSite
internal import RunStores
internal import SavedPools
internal import Spreadsheets

/// Which errors say that the command line as written cannot work, so that nothing was begun: exit
/// code 2.
///
/// They are about what the command line says: a value that an option does not take, with this model
/// or pool or with any; a path where nothing is, or something that the command does not read; an
/// output that is somebody else's. What is wrong inside of files that may be named, and what fails
/// on the way, are faults of a run: exit code 1.
enum WrongUsage {
  /// Returns whether an error is about the command line.
  ///
  /// - Parameter error: What a command threw.
  /// - Returns: Whether the exit code is 2.
  static func isMeant(by error: any Error) -> Bool {
    switch error {
    case DocumentFolderError.missing, DocumentFolderError.notDocuments,
      DocumentFolderError.unknownEncoding, DocumentFolderError.unknownKind,
      GenerateError.layerMissing, GenerateError.modelMissing, GenerateError.notCheckpoint,
      GenerateError.headMissing, GenerateError.outputInside, GenerateError.outputWithin,
      CheckpointError.folderMissing,
      OutputFileError.isFolder, OutputFileError.otherEnding, OutputFileError.notOurs,
      OutputFileError.folderMissing,
      SiteError.noLanguage, SiteError.outputIsFile, SiteError.outputNotOurs,
      SiteError.outputChanged, SiteError.folderMissing, SiteError.noRecords,
      RunStoreError.notOurs, RunStoreError.isFile, PoolError.otherModel, PoolError.otherOptions,
      PoolError.methodMissing,
      PublishingError.folderMissing, PublishingError.noMarker, PublishingError.nameTaken,
      PublishingError.noSuchRun, PublishingError.noRepository, PublishingError.badBranch,
      PublishingError.branchCheckedOut,
      AuditError.missing, AuditError.otherKind, AuditError.noColumn, AuditError.noMarker,
      SpreadsheetError.noSheet, DocumentFault.row(_, .keyMissing):
      true
    default: false
    }
  }
}

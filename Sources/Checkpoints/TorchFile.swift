internal import Foundation

/// A `pytorch_model.bin`.
struct TorchFile {
  /// The tensors.
  let table: TensorTable

  /// Maps a file and reads its table of contents.
  init(url: URL) throws(CheckpointError) {
    throw .unsupportedFormat(
      path: url.path(percentEncoded: false), detail: "PyTorch's own format is not supported yet")
  }
}

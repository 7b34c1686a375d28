/// Where the text of a Markdown document or of a page stands in its file.
///
/// Everything is counted in code points, in the file from its beginning, without a byte order mark.
/// What is not named, such as white space that parts paragraphs, stands nowhere in the file.
public struct TextOrigins: Codable, Sendable, Equatable {
  /// Three numbers for each run that the text and the file share: where it starts in the text,
  /// where in the file, and how long it is.
  public private(set) var runs: [Int] = []
  /// Four numbers for each reference, such as `&eacute;`: where its meaning starts in the text and
  /// how long it is, where the reference starts in the file and how long it is.
  public private(set) var references: [Int] = []

  /// A stretch of the text and of the file.
  public struct Stretch: Sendable, Equatable {
    /// Where it stands in the text.
    public var text: Range<Int>
    /// Where it stands in the file.
    public var file: Range<Int>
    /// Whether both are the same; otherwise the file has a reference.
    public var isRun: Bool

    /// Makes a stretch from its parts.
    public init(text: Range<Int>, file: Range<Int>, isRun: Bool) {
      self.text = text
      self.file = file
      self.isRun = isRun
    }
  }

  /// Makes origins of stretches.
  ///
  /// - Parameter stretches: The stretches, in order and none of them empty.
  public init(_ stretches: some Sequence<Stretch>) {
    for stretch in stretches {
      if stretch.isRun {
        runs += [stretch.text.lowerBound, stretch.file.lowerBound, stretch.text.count]
      } else {
        references += [
          stretch.text.lowerBound, stretch.text.count, stretch.file.lowerBound, stretch.file.count,
        ]
      }
    }
  }

  /// Returns the stretches in order.
  ///
  /// - Returns: The stretches; nil if the numbers contradict each other, as only those of a
  ///   changed record do.
  public func stretches() -> [Stretch]? {
    guard runs.count % 3 == 0, references.count % 4 == 0 else { return nil }
    var stretches: [Stretch] = []
    var run = 0
    var reference = 0
    var end = (text: 0, file: 0)
    while run < runs.count || reference < references.count {
      let isRun =
        reference >= references.count || run < runs.count && runs[run] < references[reference]
      let (text, textCount, file, fileCount) =
        isRun
        ? (runs[run], runs[run + 2], runs[run + 1], runs[run + 2])
        : (
          references[reference], references[reference + 1], references[reference + 2],
          references[reference + 3]
        )
      guard text >= end.text, file >= end.file, textCount > 0, fileCount > 0,
        text <= .max - textCount, file <= .max - fileCount
      else { return nil }
      end = (text + textCount, file + fileCount)
      stretches.append(Stretch(text: text..<end.text, file: file..<end.file, isRun: isRun))
      if isRun { run += 3 } else { reference += 4 }
    }
    return stretches
  }
}

extension [TextOrigins.Stretch] {
  /// Returns where a part of the text stands in the file.
  ///
  /// - Parameter part: The part, not empty.
  /// - Returns: From its first to its last code point in the file, and whether the file has just
  ///   the part's text there; nil if some of the part stands nowhere in the file.
  package func place(of part: Range<Int>) -> (file: Range<Int>, isSame: Bool)? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].text.upperBound <= part.lowerBound { low = middle + 1 } else { high = middle }
    }
    guard low < count, self[low].text.contains(part.lowerBound) else { return nil }
    let first = self[low]
    var last = first
    while last.text.upperBound < part.upperBound {
      low += 1
      guard low < count, self[low].text.lowerBound == last.text.upperBound else { return nil }
      last = self[low]
    }
    let start = first.isRun ? part.lowerBound - first.text.lowerBound : 0
    let end = last.isRun ? last.text.upperBound - part.upperBound : 0
    return (
      first.file.lowerBound + start..<last.file.upperBound - end, first == last && first.isRun
    )
  }
}

internal import CLibXML2

/// Collects the errors of one libxml2 call.
///
/// It lives for one call on one thread, so it needs no lock.
final class XMLErrorSink {
  private var list: FaultList

  init(_ layer: MarkupFault.Layer) { list = FaultList(layer) }

  var isEmpty: Bool { list.isEmpty }

  /// What C callbacks get as user data; it does not keep the sink alive.
  var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// The collected faults, or one fault when libxml2 failed without a word.
  func faults(orElse message: String) -> [MarkupFault] {
    list.isEmpty ? [MarkupFault(layer: list.layer, message: message)] : list.all
  }

  /// The callback for the calls that hand back our user data.
  static let report: xmlStructuredErrorFunc = { data, error in
    guard let data, let error else { return }
    Unmanaged<XMLErrorSink>.fromOpaque(data).takeUnretainedValue().add(error.pointee)
  }

  /// The callback for the parser, which hands itself: the sink is in its private field.
  static let reportFromParser: xmlStructuredErrorFunc = { data, error in
    guard let error, let parser = data?.assumingMemoryBound(to: xmlParserCtxt.self),
      let sink = parser.pointee._private
    else { return }
    Unmanaged<XMLErrorSink>.fromOpaque(sink).takeUnretainedValue().add(error.pointee)
  }

  private func add(_ error: xmlError) {
    // Only the parser knows columns.
    let column = list.layer == .wellFormed ? max(0, Int(error.int2)) : 0
    let text = error.message.map { String(cString: $0) } ?? "libxml2 error \(error.code)"
    list.add(
      line: max(0, Int(error.line)), column: column,
      text.last == "\n" ? String(text.dropLast()) : text)
  }
}

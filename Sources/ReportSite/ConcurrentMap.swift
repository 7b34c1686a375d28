internal import Dispatch
internal import Synchronization

/// The same work for several values on all cores.
package enum ConcurrentMap {
  /// Computes results.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - body: Computes the result of a number below `count`.
  /// - Returns: The results in order.
  /// - Throws: The error of the first number that has one.
  package static func results<Value: Sendable>(
    _ count: Int, _ body: @Sendable (Int) throws -> Value
  ) throws -> [Value] {
    let results = Mutex<[Result<Value, any Error>?]>(Array(repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = Result { try body(index) }
      results.withLock { $0[index] = result }
    }
    return try results.withLock { try $0.compactMap { try $0?.get() } }
  }
}

internal import Dispatch
internal import Synchronization

/// Batches that several workers take one after the other; results stay in the batches' order.
enum BatchRun {
  /// Computes all batches.
  ///
  /// - Parameters:
  ///   - batches: How many there are.
  ///   - workers: How many are computed at the same time.
  ///   - makeWorker: Makes what a worker computes a batch with; called once for each worker.
  ///   - progress: Called with the number of results so far, from any worker.
  /// - Returns: The results of the batches, joined.
  static func results<Result: Sendable>(
    batches: Int, workers: Int, makeWorker: @Sendable () -> (_ batch: Int) -> [Result],
    progress: @Sendable (Int) -> Void
  ) -> [Result] {
    let next = Atomic<Int>(0)
    let results = Mutex<(parts: [[Result]], done: Int)>((Array(repeating: [], count: batches), 0))
    DispatchQueue.concurrentPerform(iterations: min(workers, max(batches, 1))) { _ in
      let compute = makeWorker()
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < batches else { return }
        let part = compute(index)
        let done = results.withLock { state in
          state.parts[index] = part
          state.done += part.count
          return state.done
        }
        progress(done)
      }
    }
    return results.withLock { $0.parts.flatMap(\.self) }
  }
}

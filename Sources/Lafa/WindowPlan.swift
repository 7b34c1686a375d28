/// How a text that is longer than the model takes is cut into windows.
public enum WindowPlan {
  /// Cuts tokens into windows that share some.
  ///
  /// The last window ends with the text and is as long as the others, so it may share more.
  ///
  /// - Parameters:
  ///   - count: The number of tokens.
  ///   - room: The most tokens of a window; at least 1.
  ///   - overlap: How many tokens a window shares with the one before; at most half of the room is
  ///     taken.
  /// - Returns: The windows; one if everything has room.
  public static func windows(count: Int, room: Int, overlap: Int) -> [Range<Int>] {
    precondition(room > 0 && count >= 0 && overlap >= 0, "a window holds at least one token")
    guard count > room else { return [0..<count] }
    let step = room - min(overlap, room / 2)
    var windows: [Range<Int>] = []
    var start = 0
    while start + room < count {
      windows.append(start..<start + room)
      start += step
    }
    windows.append(count - room..<count)
    return windows
  }
}

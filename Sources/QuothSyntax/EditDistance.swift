/// How many single edits (a letter put in, left out, changed, or two neighbours swapped) lead from one word to
/// another; nil if more than the limit.
///
/// The optimal string alignment distance: see Navarro, "A guided tour to approximate string matching" (2001).
/// O(length × length); words longer than 64 scalars are not compared.
public func editDistance(_ left: String, _ right: String, limit: Int) -> Int? {
    // A scalar takes at most four bytes; longer words aren't worth a copy.
    guard left.utf8.count <= 256, right.utf8.count <= 256 else { return nil }
    let a = Array(left.lowercased().unicodeScalars)
    let b = Array(right.lowercased().unicodeScalars)
    guard a.count <= 64, b.count <= 64, abs(a.count - b.count) <= limit else { return nil }
    var before = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    var current = before
    for i in 0..<a.count {
        current[0] = i + 1
        for j in 0..<b.count {
            var best = min(previous[j] + (a[i] == b[j] ? 0 : 1), previous[j + 1] + 1, current[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
            current[j + 1] = best
        }
        (before, previous, current) = (previous, current, before)
    }
    return previous[b.count] <= limit ? previous[b.count] : nil
}

/// The candidates that are near to a word, nearest first, at most `count` of them.
///
/// A third of the letters may be wrong, and one in a short word; a candidate that begins with the word is near too.
public func nearest(to word: String, among candidates: some Sequence<String>, count: Int = 3) -> [String] {
    guard word.utf8.count <= 256 else { return [] }
    let limit = max(1, word.unicodeScalars.count / 3)
    var found: [(distance: Int, text: String)] = []
    for candidate in candidates {
        if let distance = editDistance(word, candidate, limit: limit) {
            found.append((distance, candidate))
        } else if word.unicodeScalars.count > 2, candidate.lowercased().hasPrefix(word.lowercased()) {
            found.append((limit + 1, candidate))
        }
    }
    found.sort { ($0.distance, $0.text) < ($1.distance, $1.text) }
    return found.prefix(count).map(\.text)
}

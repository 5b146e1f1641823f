import Quoth
import QuothSyntax
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A line at the foot of a terminal that says what takes long; it vanishes when that is over.
///
/// Nothing is shown in the first half second. It may be told from any thread how things stand.
final class ProgressLine: Sendable {
    private struct State {
        /// When that began which goes on; nil if nothing does.
        var start: Int64?
        var lastDrawn: Int64 = 0
        /// The columns that are written to.
        var width = 0
    }

    private static let patience: Int64 = 500_000_000
    private static let pause: Int64 = 100_000_000

    private let state = Mutex(State())
    private let isShown = Terminal.isTerminal(STDERR_FILENO)

    /// Something begins that may take long.
    func begin() {
        guard isShown else { return }
        state.withLock { $0.start = MonotonicClock.now() }
    }

    /// It is over, or something else is about to be written.
    func end() {
        guard isShown else { return }
        state.withLock { state in
            state.start = nil
            guard state.width > 0 else { return }
            Self.erase(state.width)
            state.width = 0
        }
    }

    /// Ctrl-C has ended it.
    func stopped() {
        guard isShown else { return }
        end()
        Self.erase(0)
        Self.write("stopped\n")
    }

    /// Erases so many columns, and the `^C` that the terminal may have written behind them.
    private static func erase(_ width: Int) {
        let count = min(width + keyWidth, Terminal.width - 1)
        write("\r" + String(repeating: " ", count: max(0, count)) + "\r")
    }

    private static let keyWidth = 2

    /// A query goes on.
    func tick() { show { "running for \($0 / 1_000_000_000) s; Ctrl-C stops it" } }

    /// Loading goes on.
    func loading(_ progress: LoadProgress) { show { Self.loading(progress, after: $0) } }

    /// What is said of loading after some nanoseconds.
    static func loading(_ progress: LoadProgress, after elapsed: Int64) -> String {
        let (bytes, total) = (progress.bytesDone, progress.bytesTotal)
        let seconds = max(Double(elapsed) / 1e9, 0.001)
        var parts = ["\(megabytes(bytes)) of \(megabytes(total)) MB"]
        if progress.records > 0 { parts.append(Phrase.count(progress.records, "record")) }
        if bytes > 0, bytes >= total {
            parts.append("indexing")
        } else {
            parts.append("\(megabytes(Int(Double(bytes) / seconds))) MB/s")
        }
        if progress.share > 0, progress.share < 1 {
            let left = (1 - progress.share) * seconds / progress.share
            parts.append("\(Int(left.rounded(.up))) s left")
        }
        return "loading: " + parts.joined(by: ", ")
    }

    private static func megabytes(_ bytes: Int) -> Int { (bytes + 500_000) / 1_000_000 }

    private func show(_ text: (_ elapsed: Int64) -> String) {
        guard isShown else { return }
        state.withLock { state in
            let now = MonotonicClock.now()
            guard let start = state.start, now - start >= Self.patience, now - state.lastDrawn >= Self.pause
            else { return }
            // Written over and padded: that needs nothing of the terminal but a carriage return.
            let line = String(text(now - start).prefix(max(1, Terminal.width - 1 - Self.keyWidth)))
            let padding = String(repeating: " ", count: max(0, state.width - line.count))
            Self.write("\r" + line + padding)
            state.width = max(state.width, line.count)
            state.lastDrawn = now
        }
    }

    /// A line that can't be shown is no loss.
    private static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { platformWrite(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

#if canImport(Darwin)
    private let platformWrite = Darwin.write
#else
    private let platformWrite = Glibc.write
#endif

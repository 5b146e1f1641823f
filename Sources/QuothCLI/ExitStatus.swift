import Quoth
import QuothSyntax

/// How the program ends.
enum ExitStatus: Int32 {
    case success = 0
    /// A query failed to parse, check or run.
    case failed = 1
    /// The command line or a parameter can't be used.
    case unusable = 2
    /// A corpus, script or output can't be read or written.
    case inaccessible = 3
    /// An `expect` failed.
    case unexpected = 4
    /// A limit on rows, memory or time was reached.
    case limited = 5
    case interrupted = 130
    /// Nobody reads what is written any more.
    case closedPipe = 141

    /// What a diagnostic of a query makes of the program.
    init(_ code: DiagnosticCode) {
        switch code {
        case .expectationFailed: self = .unexpected
        case .rowLimit, .timeLimit, .memoryLimit: self = .limited
        case .interrupted: self = .interrupted
        case .badParameter: self = .unusable
        case .unreadable, .unwritable, .badSnapshot: self = .inaccessible
        default: self = .failed
        }
    }
}

/// Why the program stops before its end; whatever there is to say has been said.
enum Stop: Error {
    /// The user wants to leave.
    case quit
    /// Something failed and was reported.
    case failed(ExitStatus)
    /// Output can't be written.
    case output(OutputFailure)
}

/// Why output can't be written.
enum OutputFailure: Error {
    /// Nobody reads it any more.
    case closedPipe
    /// The user pressed Ctrl-C while it was written.
    case interrupted
    /// The system refused; `target` is a path or what stands for one.
    case refused(target: String, FileFault)
}

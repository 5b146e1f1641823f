import ArgumentParser
import Quoth
import QuothSyntax

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// `Benchmarks warm CORPUS QUERY…`: asks queries again and again in one process.
struct WarmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "warm", abstract: "Measures queries over a corpus that is open.",
        discussion: """
            Writes a line of JSON when the corpus is open and one for each query: the CPU time of each run in \
            milliseconds, from the text of the query to all values of its answer, and the answer. Without queries it \
            reads lines with the number of runs, a tab and a query.
            """)

    @Argument(help: "The corpus.")
    var corpus: String

    @Argument(help: "Queries.")
    var queries: [String] = []

    @Option(help: "How often each query is asked.")
    var times = 20

    @Flag(help: "Write only the median time of each query.")
    var brief = false

    func run() throws {
        let start = Self.now
        let opened: Corpus
        do { opened = try Corpus.load(corpus) } catch {
            throw ValidationError("\(corpus): \(error.diagnostics.map(\.code.rawValue))")
        }
        ReleasedMemory.keep()
        try write(Report(times: [Self.now - start]), corpus)
        for query in queries { try write(measure(query, times, opened), query) }
        while queries.isEmpty, let line = readLine() {
            let parts = line.split(separator: "\t", maxSplits: 1)
            guard parts.count == 2, let times = Int(parts[0]) else {
                throw ValidationError("not a number of runs and a query: \(line)")
            }
            try write(measure(String(parts[1]), times, opened), String(parts[1]))
        }
    }

    private func measure(_ query: String, _ times: Int, _ corpus: Corpus) -> Report {
        var report = Report()
        let text = SourceText(name: "benchmark", query)
        do throws(Diagnostic) {
            for _ in 0..<times {
                let start = Self.now
                var session = Session(corpus)
                guard case .answer(let answer)? = try session.run(text).last else { continue }
                let rows = (0..<answer.rowCount).map(answer.row)
                report.times.append(Self.now - start)
                report.columns = answer.columns.map(\.name)
                report.rows = rows.map { $0.map(\.description) }
            }
        } catch {
            report.refused = error.code.rawValue
        }
        report.resident = Self.residentBytes
        return report
    }

    private func write(_ report: Report, _ subject: String) throws {
        if brief {
            let times = report.times.sorted()
            print(report.refused ?? times[times.count / 2].description, subject, separator: "\t")
        } else {
            print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
        }
        // Whoever asked may be waiting at the other end of a pipe.
        fflush(nil)
    }

    /// What one query came to.
    private struct Report: Encodable {
        var times: [Double] = []
        var columns: [String] = []
        var rows: [[String]] = []
        /// Why it wasn't answered: the code of the diagnostic.
        var refused: String?
        var resident = WarmCommand.residentBytes
    }

    /// The CPU time of the process in milliseconds, that of all threads together.
    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    /// The memory that the process has in use; 0 where the system doesn't say.
    private static var residentBytes: Int {
        let statm = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = statm?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}

import Foundation
import QuothSyntax

/// The folder of the package.
let packageFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

func parse(_ text: String) -> ParseResult { Parser.parse(SourceText(name: "test", text)) }

/// The codes and places of the faults: `unknown-stage 7-11; unexpected 20-20`.
func faults(_ result: ParseResult) -> String {
    result.diagnostics.map { "\($0.code.rawValue) \($0.span.start)-\($0.span.end)" }.joined(separator: "; ")
}

/// Parses, and prints what it has parsed; the faults if there are any.
func reprint(_ text: String) -> String {
    let result = parse(text)
    return result.diagnostics.isEmpty ? SyntaxPrinter.text(result.script) : faults(result)
}

/// The text with a fix made.
func applied(_ fix: Diagnostic.Fix, to text: String) -> String {
    let bytes = Array(text.utf8)
    let mended = bytes[..<fix.span.start] + Array(fix.replacement.utf8) + bytes[fix.span.end...]
    return String(decoding: mended, as: UTF8.self)
}

/// The generator of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

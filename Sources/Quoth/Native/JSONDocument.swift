import CNative

/// A text that has been read: simdjson's tape and strings, and the parser that owns them.
///
/// It doesn't change while anyone else holds it: a reader parses into a document of which it is the only
/// owner, and makes another one otherwise. So a value kept from an earlier line stays what it was.
final class JSONDocument: ValueTape {
    private let parser: OpaquePointer?
    private var structurals = UnsafeBufferPointer<UInt32>(start: nil, count: 0)
    /// Where the text began in the bytes that the reader was given.
    private var origin = 0
    /// Where the reader put `e0` into the text, so that offsets can be told as if it hadn't.
    private var insertions: [Int] = []

    override init() {
        parser = native_json_new(JSONReader.maximumDepth + 1)
    }

    deinit {
        native_json_free(parser)
    }

    /// Reads a text followed by ``JSONReader/padding`` readable bytes.
    func parse(
        _ text: UnsafePointer<UInt8>, count: Int, origin: Int, insertions: [Int] = []
    ) -> native_json_status {
        guard let parser else { return NATIVE_JSON_OUT_OF_MEMORY }
        var view = native_json_view()
        let status = native_json_parse(parser, text, count, &view)
        tape = UnsafeBufferPointer(start: view.tape, count: view.tape_count)
        strings = view.strings
        structurals = UnsafeBufferPointer(start: view.structurals, count: view.structural_count)
        self.origin = origin
        self.insertions = insertions
        return status
    }

    /// What is wrong with a text that was refused, and where its integers beyond 64 bits end.
    func explain(_ text: UnsafeBufferPointer<UInt8>) -> (fault: native_json_fault, wideEnds: [Int]) {
        var fault = native_json_fault()
        fault.status = NATIVE_JSON_OUT_OF_MEMORY
        guard let parser, let start = text.baseAddress else { return (fault, []) }
        var ends: [Int] = []
        // The first reading counts the integers, and only if there are any is there a second.
        repeat {
            ends = [Int](repeating: 0, count: fault.wide_count)
            native_json_explain(parser, start, text.count, &fault, &ends, ends.count)
        } while ends.count < fault.wide_count
        return (fault, ends)
    }

    /// Where a node begins in the bytes that the reader was given.
    ///
    /// The tape holds no offsets. It is walked from its start, counting the structural characters that
    /// stand before the node, and so takes time in proportion: this is for messages.
    override func byteOffset(of target: Int) -> Int {
        let offset = Int(structurals[structural(of: target)])
        return origin + offset - 2 * insertions.count { $0 < offset }
    }

    /// What the reader has put `e0` into is no number of the writer's.
    override func isWideInteger(at target: Int) -> Bool {
        if insertions.isEmpty { return false }
        let place = structural(of: target)
        let start = Int(structurals[place])
        let end = place + 1 < structurals.count ? Int(structurals[place + 1]) : .max
        return insertions.contains { start < $0 && $0 < end }
    }

    private func structural(of target: Int) -> Int {
        var structural = 0
        var index = 1
        while index < target {
            let opens = Self.opens(type(at: index))
            index = opens ? index + 1 : next(after: index)
            structural += 1
            // A comma or colon stands between two nodes unless one opens or the other closes a container.
            if !opens, !Self.closes(type(at: index)) { structural += 1 }
        }
        return structural
    }

    private static func opens(_ type: UInt8) -> Bool {
        type == UInt8(ascii: "{") || type == UInt8(ascii: "[")
    }

    private static func closes(_ type: UInt8) -> Bool {
        type == UInt8(ascii: "}") || type == UInt8(ascii: "]")
    }
}

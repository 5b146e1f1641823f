import Glibc

/// What libFuzzer calls with each made-up input. An input that stops the program is left in a file.
///
///     QUOTH_FUZZ=1 swift build --sanitize fuzzer --product Fuzz --scratch-path .build-fuzz
///     QUOTH_FUZZ=query .build-fuzz/debug/Fuzz -max_total_time=60 FOLDER
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    // Sound: the bytes stand until this returns, and are copied.
    target.test(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
}

/// The one that the environment names.
private let target: FuzzTarget = {
    let name = getenv("QUOTH_FUZZ").map { String(cString: $0) } ?? ""
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
        fatalError("QUOTH_FUZZ must be one of \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
    }
    return target
}()

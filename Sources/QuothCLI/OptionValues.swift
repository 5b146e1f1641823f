import ArgumentParser

/// `NAME=VALUE`.
struct ParameterBinding: ExpressibleByArgument {
    let name: String
    let value: String

    init?(argument: String) {
        guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else { return nil }
        name = String(argument[..<sign])
        value = String(argument[argument.index(after: sign)...])
    }
}

/// A length of time, in seconds with or without decimals.
struct Seconds: ExpressibleByArgument {
    let nanoseconds: Int64

    init?(argument: String) {
        // A hundred years are as good as forever, and far from any overflow.
        guard let seconds = Double(argument), seconds > 0, seconds <= 3_153_600_000 else { return nil }
        nanoseconds = Int64(seconds * 1e9)
    }
}

/// A whole number from 1.
struct PositiveNumber: ExpressibleByArgument {
    let value: Int

    init?(argument: String) {
        guard let value = Int(argument), value > 0 else { return nil }
        self.value = value
    }
}

/// An amount of memory: `4096`, `64K`, `512M`, `4G`.
struct MemorySize: ExpressibleByArgument {
    let bytes: Int

    init?(argument: String) {
        let shift: [Character: Int] = ["K": 10, "M": 20, "G": 30]
        let unit = argument.last.flatMap { shift[Character($0.uppercased())] }
        guard let number = Int(unit == nil ? argument : String(argument.dropLast())), number > 0 else {
            return nil
        }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << (unit ?? 0))
        guard !overflow else { return nil }
        self.bytes = bytes
    }
}

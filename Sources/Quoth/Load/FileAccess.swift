/// The one way in which the library reaches files, so that tests can make any step fail.
///
/// ```swift
/// var files = FileAccess.system
/// files.sync = { _ throws(FileFault) in throw FileFault(.failed, number: 28) }
/// ```
///
/// Each member is one step of the operating system; ``write(_:to:newMode:)`` is made of them.
public struct FileAccess: Sendable {
    /// The bytes of a file.
    public var read: @Sendable (_ path: String) throws(FileFault) -> [UInt8]
    /// Opens a file to be read from its beginning.
    public var open: @Sendable (_ path: String) throws(FileFault) -> Int32
    /// Reads the next bytes of an open file into a buffer and says how many, 0 at the end.
    public var readNext:
        @Sendable (_ file: Int32, _ buffer: inout MutableSpan<UInt8>) throws(FileFault) -> Int
    /// The names of what is in a folder, in no order.
    public var list: @Sendable (_ folder: String) throws(FileFault) -> [String]
    /// Whether there is a folder at the path; a file isn't a fault, nothing at all is.
    public var isFolder: @Sendable (_ path: String) throws(FileFault) -> Bool
    /// The path with symbolic links followed, so that a rename replaces the file and not the link to it.
    public var resolve: @Sendable (_ path: String) throws(FileFault) -> String
    /// The permissions of a file; nil if there is none.
    public var mode: @Sendable (_ path: String) throws(FileFault) -> UInt32?
    /// The size of a file and when it was last written.
    public var stamp: @Sendable (_ path: String) throws(FileFault) -> FileStamp
    /// A snapshot in memory; nil if there is something else at the path.
    package var map: @Sendable (_ path: String) throws(FileFault) -> FileMapping?
    /// Makes a file that wasn't there and opens it for writing; nil if there is one already.
    public var create: @Sendable (_ path: String, _ mode: UInt32?) throws(FileFault) -> Int32?
    /// Writes some of the bytes and says how many.
    public var append: @Sendable (_ file: Int32, _ bytes: ArraySlice<UInt8>) throws(FileFault) -> Int
    /// Forces what was written onto the disk.
    public var sync: @Sendable (_ file: Int32) throws(FileFault) -> Void
    /// Closes a file; a late error of writing comes to light here.
    public var close: @Sendable (_ file: Int32) throws(FileFault) -> Void
    /// Gives a file another name, in place of what had it.
    public var rename: @Sendable (_ from: String, _ to: String) throws(FileFault) -> Void
    /// Forces the names in a folder onto the disk.
    public var syncFolder: @Sendable (_ folder: String) throws(FileFault) -> Void
    /// Removes a file.
    public var remove: @Sendable (_ path: String) throws(FileFault) -> Void
}

/// What tells that a file has been written since.
public struct FileStamp: Sendable, Hashable {
    /// In bytes.
    public var size: Int
    /// When it was last written, in nanoseconds since 1970.
    public var modified: Int

    /// Makes a stamp.
    public init(size: Int, modified: Int) {
        self.size = size
        self.modified = modified
    }
}

/// Why a step of ``FileAccess`` failed.
public struct FileFault: Error, Sendable, Hashable {
    /// The kinds that people can do something about.
    public enum Kind: String, Sendable, Hashable {
        /// There is nothing at the path.
        case notFound = "not-found"
        /// A file was wanted and there is a folder.
        case isFolder = "is-a-folder"
        /// A folder was wanted and there is a file.
        case isFile = "is-a-file"
        /// The user may not.
        case notPermitted = "not-permitted"
        /// There is a file that isn't to be replaced.
        case exists = "exists"
        /// There is a file that isn't to be replaced since it is no snapshot.
        case notSnapshot = "not-a-snapshot"
        /// The corpus is read from this file.
        case isSource = "is-a-source"
        /// A device or pipe, which can't be replaced as a file is.
        case notRegular = "not-a-regular-file"
        /// Whoever started the program has closed it.
        case closed = "closed"
        /// The disk or the quota is full.
        case full = "disk-full"
        /// Anything else.
        case failed = "failed"
    }

    /// What kind of failure it is.
    public var kind: Kind
    /// The operating system's number of it, 0 if it isn't from there.
    public var number: Int32

    /// Makes a fault.
    public init(_ kind: Kind, number: Int32 = 0) {
        self.kind = kind
        self.number = number
    }
}

extension FileAccess {
    /// Writes a file so that there is the old one or the whole new one under its name, whatever happens.
    ///
    /// The bytes go to a temporary file in the same folder, are forced onto the disk and renamed; then the
    /// folder is forced onto the disk. The permissions of a file that was there are kept; a new one has `newMode`,
    /// or what the system gives it.
    public func write(_ bytes: [UInt8], to path: String, newMode: UInt32? = nil) throws(FileFault) {
        try write(to: path, newMode: newMode) { (append) throws(FileFault) in try append(bytes) }
    }

    /// The same of bytes that come piece by piece.
    package func write(
        to path: String, newMode: UInt32? = nil,
        _ pieces: (_ append: ([UInt8]) throws(FileFault) -> Void) throws(FileFault) -> Void
    ) throws(FileFault) {
        let target = try resolve(path)
        let mode = try mode(target) ?? newMode
        let (temporary, file) = try createTemporary(beside: target, mode: mode)
        do throws(FileFault) {
            try fill(file, with: pieces)
            try rename(temporary, target)
        } catch {
            // The first fault is the one to tell; a temporary file that can't be removed is beside the point.
            try? remove(temporary)
            throw error
        }
        try syncFolder(FilePath.folder(of: target))
    }

    /// A new file beside another, for what is to become that one.
    package func createTemporary(
        beside target: String, mode: UInt32?
    ) throws(FileFault) -> (path: String, file: Int32) {
        for attempt in 0..<1_000 {
            let name = ".\(FilePath.name(of: target)).\(attempt).tmp"
            let path = FilePath.join(FilePath.folder(of: target), name)
            if let file = try create(path, mode) { return (path, file) }
        }
        throw FileFault(.failed)
    }

    private func fill(
        _ file: Int32, with pieces: (([UInt8]) throws(FileFault) -> Void) throws(FileFault) -> Void
    ) throws(FileFault) {
        do throws(FileFault) {
            try pieces { (bytes) throws(FileFault) in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let written = try append(file, rest)
                    // A device that takes nothing and reports nothing must not hold us forever.
                    guard written > 0 else { throw FileFault(.failed) }
                    rest = rest.dropFirst(written)
                }
            }
            try sync(file)
        } catch {
            try? close(file)
            throw error
        }
        try close(file)
    }
}

/// Paths as texts with slashes.
package enum FilePath {
    /// What comes after the last slash.
    package static func name(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.index(after: slash)...])
    }

    /// What comes before the last slash; `.` if there is none.
    package static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    package static func join(_ folder: String, _ name: String) -> String {
        if folder == "." { return name }
        return folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
    }

    /// Whether a name from a file stays below the folder that it is looked for in.
    package static func staysBelow(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.first != UInt8(ascii: "/"), !name.utf8.contains(0) else {
            return false
        }
        return !name.split(separator: "/", omittingEmptySubsequences: false).contains("..")
    }
}

/// What becomes of memory that queries let go of.
///
/// ```swift
/// let corpus = try Corpus.load("samples/iran-us-talks.json")
/// ReleasedMemory.keep()
/// print(try corpus.query("quotes").rowCount)
/// ```
public enum ReleasedMemory {
    /// Keeps up to 32 MB of it for the next query instead of giving it back to the system.
    ///
    /// It is for a program to decide, as this holds for all of its memory, and best when the corpus is open, since
    /// loading lets go of more than queries take. Conditions over a million rows then take half as long or less. It
    /// does nothing with other C libraries than glibc. O(1), but that what loading left free is given back once.
    public static func keep() { HeapMemory.keepReleased() }
}

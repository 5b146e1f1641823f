extension [String] {
    /// The texts with another between them: what joins all lists of texts here.
    ///
    /// The library's own `joined` has the runtime look through all conformances of the program at its first use, which
    /// takes as long as opening a corpus (decision 12).
    package func joined(by separator: String) -> String {
        var text = first ?? ""
        for part in dropFirst() {
            text += separator
            text += part
        }
        return text
    }
}

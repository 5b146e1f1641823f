import QuothSyntax

/// What one word of the language, a field, a collection or the code of an error means, with queries to paste.
///
/// ```swift
/// for topic in Help.topics(for: "mentions") { print(topic.kind, topic.meaning) }
/// ```
public struct HelpTopic: Sendable, Hashable {
    /// The words that it explains, the first as its heading.
    public let words: [String]
    /// What they are.
    public let kind: Kind
    /// How it is written; the word itself if there is no more to it.
    public let form: String
    /// What it means, in a sentence or two.
    public let meaning: String
    /// Queries that show it on the open sample corpus, or what stands at ``place`` instead.
    public let examples: [String]
    /// For the code of an error, a text that has it.
    public let wrong: String?
    /// Where the texts are meant to stand.
    public let place: Place

    /// What a word can be.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case statement, stage, condition, sign, function, aggregate, word, type, collection, field, error,
            command
    }

    /// Where a text to paste goes.
    public enum Place: Sendable, Hashable {
        /// To the prompt, or into a script.
        case query
        /// Into a file of a corpus, by its name.
        case file(String)
        /// To a shell.
        case shell
    }

    init(
        _ kind: Kind, _ words: String, _ form: String?, _ meaning: String, _ examples: String...
    ) {
        self.kind = kind
        self.words = words.split(separator: " ").map(String.init)
        self.form = form ?? words
        self.meaning = meaning
        self.examples = examples
        wrong = nil
        place = .query
    }
}

extension HelpTopic {
    /// What can be said of a field that only a corpus knows.
    package init(ownField name: String, of collection: Collection) {
        self.init(
            .field, name, "a field of \(collection.rawValue)", "A field of this corpus.",
            "\(collection.rawValue) where \(name) known show \(name) limit 3")
    }

    /// A command of the program around.
    package init(command name: String, usage: String, help: String) {
        self.init(.command, name, usage, help)
    }
}

/// Help on every word of the language, every field and every error, for the prompt, the command line and editors.
public enum Help {
    /// Everything that is said of a word; of a field, once for each collection that has it. Empty if nothing is.
    public static func topics(for word: String) -> [HelpTopic] {
        let word = word.hasPrefix("error[") ? String(word.dropFirst(6).prefix { $0 != "]" }) : word
        let language = table.filter { $0.words.contains(word) }
        let code = DiagnosticCode(rawValue: word).map { [topic(for: $0)] } ?? []
        return language + collections(word) + fields(word) + code
    }

    /// Every word that there is help for.
    public static var words: [String] {
        distinct(
            table.flatMap(\.words) + Noun.all.map(\.name) + fieldNames
                + DiagnosticCode.allCases.map(\.rawValue))
    }

    /// The words of one kind.
    package static func words(of kind: HelpTopic.Kind) -> [String] {
        switch kind {
        case .collection: Noun.all.map(\.name)
        case .field: distinct(fieldNames)
        case .error: DiagnosticCode.allCases.map(\.rawValue)
        default: distinct(table.filter { $0.kind == kind }.flatMap(\.words))
        }
    }

    private static func distinct(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }

    /// The words of the language, without fields and errors.
    static let table = statements + stages + conditions + signs + functions + particles
}

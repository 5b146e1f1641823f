extension Parser {
    /// The tokens of a text, the last of kind `end`; for completion and highlighting in editors.
    public static func tokens(of source: SourceText) -> [Token] {
        var lexer = Lexer(source)
        lexer.run()
        return lexer.tokens
    }
}

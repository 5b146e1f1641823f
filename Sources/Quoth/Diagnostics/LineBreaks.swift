/// Where a line may be broken inside a word: at the sides of wide characters, such as Han and kana, which are written
/// without blanks, but not between a sign and what it clings to.
enum LineBreaks {
    /// The parts of a word that stay whole; a single empty one if the word is empty.
    static func pieces(_ word: Substring) -> [Substring] {
        if word.utf8.allSatisfy({ $0 < 0x80 }) { return [word] }
        var pieces: [Substring] = []
        var start = word.startIndex
        for index in word.indices.dropFirst()
        where isAllowed(between: word[word.index(before: index)], word[index]) {
            pieces.append(word[start..<index])
            start = index
        }
        return pieces + [word[start...]]
    }

    private static func isAllowed(between left: Character, _ right: Character) -> Bool {
        guard DisplayWidth.of(left) == 2 || DisplayWidth.of(right) == 2 else { return false }
        return !endsNoLine.contains(left) && !beginsNoLine.contains(right)
    }

    /// What opens something.
    private static let endsNoLine = Set("「『（【〔〈《［｛｟“‘([{")
    /// What closes something, ends a sentence, or goes on with the sound before it.
    private static let beginsNoLine = Set(
        "」』）】〕〉》］｝｠”’)]}、。，．・：；？！‥…‼⁇々〻ー～゛゜ヽヾゝゞ％‰℃,.:;?!%ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ")
}

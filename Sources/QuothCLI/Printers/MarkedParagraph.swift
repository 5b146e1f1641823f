import Quoth

/// Passages of one paragraph, and as much of it as is at hand.
struct MarkedParagraph {
    let article: RecordReference
    private(set) var passages: [Passage]
    private var text: String.UnicodeScalarView
    /// Where the text begins in the article.
    private var start: Int

    /// Nil if the words of the passage aren't at hand.
    private init?(_ passage: Passage) {
        guard let words = passage.text else { return nil }
        article = passage.article
        passages = [passage]
        text = (words.before + words.passage + words.after).unicodeScalars
        start = passage.span.lowerBound - words.before.unicodeScalars.count
    }

    /// Passages with the paragraphs that they stand in, each paragraph once; nil with those whose words aren't at hand.
    static func gathered(_ passages: [Passage]) -> [(passages: [Passage], paragraph: MarkedParagraph?)] {
        var gathered: [(passages: [Passage], paragraph: MarkedParagraph?)] = []
        for passage in passages {
            let place = gathered.firstIndex { $0.paragraph?.takes(passage) ?? false }
            if let place {
                gathered[place].paragraph?.add(passage)
                gathered[place].passages.append(passage)
            } else {
                gathered.append(([passage], MarkedParagraph(passage)))
            }
        }
        return gathered
    }

    var marked: MarkedText {
        MarkedText(
            String(text),
            passages.map { ($0.span.lowerBound - start)..<($0.span.upperBound - start) })
    }

    private var end: Int { start + text.count }

    /// Whether the passage stands in what is at hand of the paragraph.
    private func takes(_ passage: Passage) -> Bool {
        article == passage.article && start <= passage.span.lowerBound && passage.span.upperBound <= end
    }

    private mutating func add(_ passage: Passage) { passages.append(passage) }
}

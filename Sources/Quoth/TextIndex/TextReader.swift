/// Reads the texts of one language into numbers of words.
final class TextReader {
    let language: String
    private(set) var isUsed = false
    // One reader reads one text at a time and is never asked from within, so Swift need not watch over what it keeps.
    @exclusivity(unchecked) private var splitter: WordSplitter
    private let finder: WordFinder
    /// Of each token as it is written: its form + 2, or 1 if it is no word.
    @exclusivity(unchecked) private var tokens = TokenTable()
    /// Of what stands between words and isn't ASCII: 1 if it separates and nothing else, else 2.
    @exclusivity(unchecked) private var gaps = TokenTable()
    @exclusivity(unchecked) private var folded: [UInt8] = []
    /// Where the words of the text stand.
    @exclusivity(unchecked) private var places = BufferBuilder<Place>()

    private struct Place: BitwiseCopyable {
        let start: UInt32
        let end: UInt32
    }

    init(_ language: String) {
        self.language = language
        splitter = WordSplitter(language: language)
        finder = splitter.finder
    }

    /// Appends the forms of a text's words, in their order; says whether it is regular (see ``WordIndex``).
    ///
    /// All words are found before the first is looked up, and their slots brought nearer meanwhile: to wait for each
    /// took two thirds of the time.
    func read(
        _ text: Range<Int>, of bytes: Span<UInt8>, _ vocabulary: inout WordVocabulary,
        into forms: inout BufferBuilder<UInt32>
    ) -> Bool {
        isUsed = true
        var isRegular = find(text, in: bytes)
        for index in 0..<places.count {
            let place = places[index]
            let token = Int(place.start)..<Int(place.end)
            var number = tokens.number(of: token, in: bytes)
            if number == 0 { number = add(token, in: bytes, &vocabulary) }
            if number == 1 { isRegular = false } else { forms.append(number &- 2) }
        }
        return isRegular
    }

    /// Finds where words stand; says whether nothing but separators stands between them.
    private func find(_ text: Range<Int>, in bytes: Span<UInt8>) -> Bool {
        places.removeAll()
        var isRegular = true
        var end = text.lowerBound
        let limit = bytes.extracting(0..<text.upperBound)
        while let token = finder.nextPlace(in: limit, from: end) {
            tokens.prefetch(token, in: bytes)
            if !separates(end..<token.lowerBound, in: bytes) { isRegular = false }
            // A column has at most 4 GiB.
            places.append(
                Place(
                    start: UInt32(truncatingIfNeeded: token.lowerBound),
                    end: UInt32(truncatingIfNeeded: token.upperBound)))
            end = token.upperBound
        }
        return separates(end..<text.upperBound, in: bytes) && isRegular
    }

    private func add(
        _ token: Range<Int>, in bytes: Span<UInt8>, _ vocabulary: inout WordVocabulary
    ) -> UInt32 {
        let (form, stem) = splitter.forms(of: token, in: bytes)
        let number = form.isEmpty || stem.isEmpty ? 1 : vocabulary.form(form, stem, language) + 2
        tokens.set(number, for: token, in: bytes)
        return number
    }

    @inline(__always)
    private func separates(_ gap: Range<Int>, in bytes: Span<UInt8>) -> Bool {
        var high: UInt8 = 0
        for index in gap { high |= bytes[index] }
        return high < 0x80 || separatesBeyondASCII(gap, in: bytes)
    }

    private func separatesBeyondASCII(_ gap: Range<Int>, in bytes: Span<UInt8>) -> Bool {
        var number = gaps.number(of: gap, in: bytes)
        if number == 0 {
            folded.removeAll(keepingCapacity: true)
            Folding.fold(bytes.extracting(gap), into: &folded)
            number = folded.isEmpty || Self.hasLetters(folded) ? 2 : 1
            gaps.set(number, for: gap, in: bytes)
        }
        return number == 1
    }

    private static func hasLetters(_ folded: [UInt8]) -> Bool {
        String(decoding: folded, as: UTF8.self).unicodeScalars.contains { scalar in
            let scalar = Int32(bitPattern: scalar.value)
            return Scalars.isLetterOrNumber(scalar) || Scalars.isMark(scalar)
        }
    }
}

/// The distinct words of a column's texts, and their stems.
struct WordVocabulary: ~Copyable {
    private var forms = FlatTexts()
    private var stems = FlatTexts()
    private var numbersOfForms = ByteInterner()
    private var numbersOfStems = ByteInterner()
    private var stemOfForm: [UInt32] = []

    var formCount: Int { stemOfForm.count }

    /// The number of a form, from 0. Forms of different stems are different, though they be written alike.
    mutating func form(_ form: [UInt8], _ stem: [UInt8], _ language: String) -> UInt32 {
        number(of: form, stem: Array(language.utf8) + [0] + stem)
    }

    /// The same of a stem that its language stands before.
    mutating func number(of form: [UInt8], stem stemKey: [UInt8]) -> UInt32 {
        let formKey = stemKey + [0] + form
        let number = numbersOfForms.insert(formKey.span)
        if number > formCount {
            forms.append(form)
            let stem = numbersOfStems.insert(stemKey.span)
            if stem > stems.count { stems.append(stemKey) }
            stemOfForm.append(stem)
        }
        return number - 1
    }

    /// Lends a form, and its stem with the language before it.
    func withForm<Result>(_ form: Int, _ body: (_ form: [UInt8], _ stem: [UInt8]) -> Result) -> Result {
        body(forms[form], stems[Int(stemOfForm[form]) - 1])
    }

    var formColumn: TextColumn { forms.column }
    var stemColumn: TextColumn { stems.column }

    /// For each stem the forms that have it, as forms + 1.
    var formsOfStem: Lists {
        var offsets = [UInt32](repeating: 0, count: stems.count + 1)
        for stem in stemOfForm { offsets[Int(stem)] += 1 }
        for stem in 0..<stems.count { offsets[stem + 1] += offsets[stem] }
        var places = offsets
        var values = [UInt32](repeating: 0, count: formCount)
        for (form, stem) in stemOfForm.enumerated() {
            values[Int(places[Int(stem) - 1])] = UInt32(form + 1)
            places[Int(stem) - 1] += 1
        }
        return Lists(offsets: Buffer(offsets), values: Codes(values, limit: formCount))
    }
}

/// Texts that come one after the other.
struct FlatTexts {
    private var bytes: [UInt8] = []
    private var offsets: [UInt32] = [0]

    var count: Int { offsets.count - 1 }

    mutating func append(_ text: [UInt8]) {
        bytes += text
        offsets.append(UInt32(bytes.count))
    }

    subscript(index: Int) -> [UInt8] { Array(bytes[Int(offsets[index])..<Int(offsets[index + 1])]) }

    var column: TextColumn { TextColumn(bytes: Buffer(bytes), offsets: Buffer(offsets), valid: nil) }
}

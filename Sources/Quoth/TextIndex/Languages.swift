/// The language of each row's text, where it is known.
struct Languages: Sendable {
    var names: [String] = []
    /// The language of every article, if there is only one.
    var common: String?
    var codes: Codes?

    func of(_ row: Int) -> String? {
        guard let codes else { return common }
        let code = codes[row]
        return code == 0 ? nil : names[Int(code) - 1]
    }
}

extension Corpus {
    /// The languages of the articles that a collection's records stand in.
    func languages(_ collection: Collection?) -> Languages {
        let articles = table(.articles)
        guard let position = articles.position(of: "language"),
            case .codes(let codes, .terms(let dictionary, _)) = articles.columns[position].data
        else { return Languages() }
        var languages = Languages()
        languages.names = dictionary.terms
        if dictionary.count == 1, Kernel.nonzero(codes).population == articles.rowCount {
            languages.common = languages.names[0]
        }
        guard let collection else { return languages }
        if collection == .articles {
            languages.codes = codes
        } else if let link = table(collection).position(of: "article"),
            case .codes(let rows, _) = table(collection).columns[link].data
        {
            languages.codes = codes.taking(rows.rows)
        }
        return languages
    }
}

import QuothSyntax

// Comparisons that come out alike for every row, and so were meant otherwise.
extension Checker {
    /// Shares are fractions, although tables show them as per cent.
    mutating func checkShare(_ value: Operand, _ left: Operand, _ scope: Scope) {
        guard case .path(let path) = left.kind, case .table(let columns)? = scope.shape(of: path),
            path.columns.count == 1, columns[path.columns[0]].isShare,
            let number = value.literalNumber, number > 1
        else { return }
        var warning = error(.shareOutOfRange, at: value.span, found: value.text)
        warning.severity = .warning
        // Read anew, since a hundredth of a decimal needn't be the nearest one.
        if number <= 100, let fraction = Double(value.text + "e-2") {
            warning.fix = .init(value.span, fraction.description)
        }
        warnings.append(warning)
    }

    /// Nothing lies in a range whose ends are the wrong way round.
    mutating func checkRange(_ from: Operand, _ to: Operand) {
        let isEmpty: Bool
        if case .constant(.period(let first)) = from.kind, case .constant(.period(let last)) = to.kind {
            isEmpty = last.last < first.first
        } else if let low = from.literalNumber, let high = to.literalNumber {
            isEmpty = high < low
        } else {
            return
        }
        guard isEmpty else { return }
        let span = from.span.joined(to.span)
        var warning = error(.emptyRange, at: span, found: "\(from.text) to \(to.text)")
        warning.severity = .warning
        warning.fix = .init(span, "\(to.text) to \(from.text)")
        warnings.append(warning)
    }
}

extension Scope {
    /// What the rows are at which a path begins.
    fileprivate func shape(of path: ResolvedPath) -> RowShape? { path.isOuter ? outer : shape }
}

extension Operand {
    /// The number that stands in the query.
    fileprivate var literalNumber: Double? {
        switch kind {
        case .constant(.integer(let number)): Double(number)
        case .constant(.real(let number)): number
        case .negation(let inner): inner.literalNumber.map { -$0 }
        default: nil
        }
    }
}

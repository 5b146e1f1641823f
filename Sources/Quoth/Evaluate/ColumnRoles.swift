extension Plan {
    /// What a shown column is to the rows of a grouped answer.
    func role(of operand: Operand) -> Answer.ColumnInfo.Role {
        let groupings = operations.compactMap { operation -> Grouping? in
            switch operation {
            case .group(let grouping), .pairCount(_, let grouping): grouping
            default: nil
            }
        }
        guard let grouping = groupings.last, case .path(let path) = operand.kind, path.columns.count == 1,
            let column = path.columns.first
        else { return .value }
        if column < grouping.keys.count { return .group }
        let aggregate = grouping.aggregates[column - grouping.keys.count]
        guard aggregate.operand == nil else { return .value }
        return aggregate.function == .count ? .count : .share
    }
}

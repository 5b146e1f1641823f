import QuothSyntax

extension Evaluation {
    /// Counts pairs by what each of the two is.
    func count(
        _ pairs: Plan.Pairs, _ grouping: Plan.Grouping, _ progress: inout Progress
    ) throws(Diagnostic) {
        try pair(pairs, &progress)
    }
}

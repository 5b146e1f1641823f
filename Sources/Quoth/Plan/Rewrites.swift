/// Rewrites of plans: each has a name, changes no answer and no accounting, and goes from a plan to a plan.
package struct Rewrite: Sendable {
    package let name: String
    package let apply: @Sendable ([Plan.Operation]) -> [Plan.Operation]

    /// Every rewrite, in the order in which they are applied.
    package static let all = [topInsteadOfSort]

    /// A sort whose rows are then limited keeps only the first rows.
    static let topInsteadOfSort = Rewrite(name: "top instead of sort") { operations in
        var result: [Plan.Operation] = []
        for operation in operations {
            if case .limit(let count) = operation, case .sort(let keys)? = result.last {
                result[result.count - 1] = .top(keys, count)
            } else {
                result.append(operation)
            }
        }
        return result
    }
}

extension Plan {
    /// The plan after every rewrite.
    package var rewritten: Plan {
        var plan = self
        for rewrite in Rewrite.all { plan.operations = rewrite.apply(plan.operations) }
        return plan
    }
}

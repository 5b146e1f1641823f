/// Rewrites of plans: each has a name, changes no answer and no accounting, and goes from a plan to a plan.
package struct Rewrite: Sendable {
    package let name: String
    package let apply: @Sendable (inout Plan, Corpus) -> Void

    /// Every rewrite, in the order in which they are applied.
    package static let all = [
        copyInsteadOfLink, topInsteadOfSort, groupsUpToLimit, countInsteadOfPairs,
    ]

    /// What a row has a copy of isn't fetched over the link.
    package static let copyInsteadOfLink = Rewrite(name: "copy instead of link") { plan, corpus in
        guard plan.mayFollowLinks else { return }
        var rewriter = PathRewriter(corpus)
        plan = rewriter.rewritten(plan)
    }

    /// A sort whose rows are then limited keeps only the first rows.
    package static let topInsteadOfSort = Rewrite(name: "top instead of sort") { plan, _ in
        plan.join { first, second in
            guard case .sort(let keys) = first, case .limit(let count) = second else { return nil }
            return [.top(keys, count)]
        }
    }

    /// Of groups that are then limited only the first are made.
    package static let groupsUpToLimit = Rewrite(name: "groups up to the limit") { plan, _ in
        plan.join { first, second in
            guard case .group(var grouping) = first, case .limit(let count) = second else { return nil }
            grouping.limit = count
            return [.group(grouping), second]
        }
    }

    /// Pairs that are only counted, by what each of the two is, aren't made.
    package static let countInsteadOfPairs = Rewrite(name: "count instead of pairs") { plan, _ in
        plan.join { first, second in
            guard case .pairs(let pairs) = first, case .group(let grouping) = second, grouping.isCount,
                grouping.keys.allSatisfy({ $0.operand.pairSide != nil })
            else { return nil }
            return [.pairCount(pairs, grouping)]
        }
    }
}

extension Plan {
    /// The plan after some rewrites, its inner plans too.
    package consuming func rewritten(for corpus: Corpus, by rewrites: [Rewrite] = Rewrite.all) -> Plan {
        for rewrite in rewrites { rewrite.apply(&self, corpus) }
        // The operations of a `let` may have been joined with others.
        base = nil
        return self
    }

    /// Replaces two operations that follow each other, wherever something may take their place; nil leaves them.
    fileprivate mutating func join(_ replacement: (Operation, Operation) -> [Operation]?) {
        var place = 1
        while place < operations.count {
            if let joined = replacement(operations[place - 1], operations[place]) {
                operations.replaceSubrange(place - 1...place, with: joined)
                place += joined.count - 1
            } else {
                place += 1
            }
        }
    }
}

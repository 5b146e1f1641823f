package import QuothSyntax

/// A query with its names and types settled: where its rows come from, and what is done to them in turn.
package struct Plan: Sendable {
    package var source: Source
    package var operations: [Operation]
    /// What the rows are after the last operation.
    package var shape: RowShape
    /// What is shown, if `show` says so.
    package var shown: [ShownColumn]?
    package var layout: Answer.Layout
    /// For a timeline, where its rows stand.
    package var timeline: Timeline?
    /// What a row is called before any grouping.
    package var noun: Noun
    /// The `let` that it begins with.
    package var base: Base?
    /// How many queries stand in one another's conditions, this one included.
    package var depth = 1
    /// Whether some row of it can raise an error, if it stands in a condition. Kept, since the same `let` may stand in
    /// many conditions, and they in one another.
    package var canFail = false

    /// A `let` to which operations may have been added.
    package struct Base: Sendable {
        package var name: String
        /// Tells it from another `let` of that name.
        package var number: Int
        /// How many of the operations are its own.
        package var operations: Int
        /// What its rows are.
        package var shape: RowShape
    }

    package enum Source: Sendable, Hashable {
        case records(Noun)
        /// The records behind the last answer.
        case it(Collection)
        /// The records that `it` was when a `let` captured it.
        case captured(Int, Collection)
    }

    package indirect enum Operation: Sendable {
        case filter(Filter)
        case sort([SortKey])
        case limit(Int)
        case skip(Int)
        case distinct([Operand])
        case group(Grouping)
        case pairs(Pairs)
        /// A count of pairs by what each of the two is, without the pairs themselves.
        case pairCount(Pairs, Grouping)
        /// A sort of which only the first rows are kept.
        case top([SortKey], Int)
    }

    package struct Filter: Sendable {
        package var condition: Condition
        /// The condition as written.
        package var text: String
        package var relativePeriods: [Accounting.RelativePeriod] = []
        /// What the parameters in it are bound to.
        package var bindings: [Accounting.Binding] = []
    }

    package struct SortKey: Sendable {
        package var operand: Operand
        package var isDescending: Bool
    }

    package struct ShownColumn: Sendable {
        package var name: String
        package var operand: Operand
    }

    package struct Grouping: Sendable {
        package var keys: [ShownColumn]
        package var aggregates: [Aggregate]
        /// Whether this is `count`: the largest first, with shares if there are groups.
        package var isCount: Bool
        /// How many groups are wanted, the first in their order; nil for all.
        package var limit: Int?
    }

    /// What makes a pair of two records.
    package struct Pairs: Sendable {
        /// What the two agree in.
        package var keys: [Operand]
        package var relation: PairRelation?
        /// The positions, if they matter.
        package var position: Operand?
        /// The dates, by which the two are told apart and the pairs are ordered.
        package var date: Operand
        package var within: Stage.Duration?
        /// What is paired.
        package var collection: Collection
        /// The stage as written.
        package var text: String
    }

    /// Where the rows of a timeline stand.
    package struct Timeline: Sendable {
        /// Nil until it is known which columns are shown.
        package var date: Operand?
        package var lane: Operand?
    }

    package struct Aggregate: Sendable {
        package var name: String
        package var function: AggregateFunction
        /// Nil for `count` of the rows.
        package var operand: Operand?
        package var type: ValueType
    }
}

/// What one value is made of many.
package enum AggregateFunction: String, Sendable, CaseIterable {
    case count, distinct
    case minimum = "min"
    case maximum = "max"
    case sum
    case average = "avg"
    case median
}

/// What the rows of a query are.
package enum RowShape: Sendable {
    case records(Collection)
    case table([TableColumn])
}

/// A column made by `count` or `summarize`.
package struct TableColumn: Sendable {
    package var name: String
    /// The expression as written, which names the column too.
    package var text: String
    package var type: ValueType
    /// Whether its days form an extent, of which one is enough.
    package var isExtent = false
    /// Whether it is the share of a group, a fraction of 1.
    package var isShare = false
}

/// An expression that has values: none, one or many for each row.
package struct Operand: Sendable {
    package var kind: Kind
    package var type: ValueType
    package var isMany: Bool
    /// The expression as written.
    package var text: String
    package var span: Span

    package indirect enum Kind: Sendable {
        case path(ResolvedPath)
        case constant(Constant)
        case condition(Condition)
        case function(Function, Operand)
        case negation(Operand)
        case arithmetic(Operand, ArithmeticOperator, Operand)
        /// A date moved by so many units, backwards if negative.
        case shifted(Operand, Int, DurationUnit)
        /// The number of ends of a path for which a condition holds.
        case count(ResolvedPath, Condition?)
        /// An aggregate over the values at the ends of a path.
        case reduction(AggregateFunction, ResolvedPath)
        /// How well texts fit the words looked for in them; the better, the less, so that the best sort first.
        case relevance([Mention])
    }
}

/// Words that a condition looks for in a text.
package struct Mention: Sendable {
    package var operand: Operand
    package var wanted: String
}

/// Functions of one value.
package enum Function: String, Sendable, CaseIterable {
    case year, month, week, day, weekday, length, words, lower, upper, abs, round
}

/// A value that stands in the query.
package enum Constant: Sendable, Hashable {
    case text(String)
    case integer(Int)
    case real(Double)
    case truth(Bool)
    case period(Period)
    case record(Collection, row: Int)
    /// A name that nothing has, where that is allowed; equal to no value.
    case nothing
}

/// A way from a row over links to records or to the values of one field of them.
package struct ResolvedPath: Sendable, Hashable {
    /// Whether it begins at the row outside the quantifier.
    package var isOuter: Bool
    /// Positions of columns: each in the table that the one before leads to. None: the row itself.
    package var columns: [Int]
    /// As written, for the accounting.
    package var text: String
    /// Whether its days form an extent, of which one is enough.
    package var isExtent: Bool
    /// Whether its last link goes from a stance to its quote and isn't written, since each stance has the quote's fields.
    package var impliesQuote = false
}

/// A truth about a row.
package indirect enum Condition: Sendable {
    case and([Condition])
    case or([Condition])
    case not(Condition)
    case test(Test)
    /// A field or an expression that is a truth value itself.
    case isTrue(Operand)
    case quantified(Quantifier, ResolvedPath, Condition?)
}

/// A condition on values that has no condition inside.
package struct Test: Sendable {
    package var kind: Kind
    /// The test as written.
    package var text: String
    package var span: Span

    package indirect enum Kind: Sendable {
        case compare(Operand, ComparisonOperator, Operand, possibly: Bool)
        case oneOf(Operand, [Operand], isNegated: Bool, possibly: Bool)
        case between(Operand, Operand, Operand, possibly: Bool)
        /// The operand's records are among the rows of a query.
        case among(Operand, Plan, isNegated: Bool)
        /// The operand's values are among the values of the only column of a query.
        case amongValues(Operand, Plan, isNegated: Bool)
        case underRecord(Operand, Collection, row: Int?, parent: Int)
        case underTerm(Operand, String)
        case text(Operand, TextOperator, Operand, Pattern?)
        case presence(Operand, isKnown: Bool)
        /// One of the operand's values is this very one, or it has none: the row is in that group.
        case inGroup(Operand, Constant?)
    }
}

import QuothSyntax

struct Evaluation { let corpus: Corpus
  init(_ corpus: Corpus, limits: Limits, source: String) { self.corpus = corpus }
  mutating func selection(_ plan: Plan) throws(Diagnostic) -> [Int32] { [] } }

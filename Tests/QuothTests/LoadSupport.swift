import Quoth
import QuothSyntax

/// A small corpus in which every collection has a record, as a document.
enum SmallCorpus {
    static let json = """
        {
          "$schema": "../grammar/corpus.schema.json",
          "title": "A small corpus",
          "actors": [
            {"id": "khamenei", "name": "Ali Khamenei", "other_names": ["Ayatollah Khamenei"], "kind": "person",
             "memberships": [
               {"faction": "hardliner", "during": "2020/2024", "basis": "stated"},
               {"faction": "reformist", "basis": "inferred"},
               {"id": "m3", "faction": "hardliner", "basis": "implied"}],
             "roles": [{"title": "Supreme Leader", "status": "current", "basis": "stated"}]},
            {"id": "editor", "name": "an editor", "kind": "person", "parent": "paper", "score": 3, "seen": "2025-02"},
            {"id": "paper", "name": "The Paper", "kind": "organization", "classification": "media/newspaper",
             "score": 2.5, "seen": "2025-03-04", "tags": ["x", "y"], "checked": true}
          ],
          "articles": [
            {"id": "a1", "headline": "Talks", "authors": ["editor"], "outlet": "paper", "published": "2025-02-07",
             "language": "en", "body": "سلام دنیا، he said no. And “no” again."}
          ],
          "factions": [{"id": "hardliner", "name": "hardliner"}, {"id": "reformist", "name": "reformist"}],
          "topics": [{"id": "t1", "name": "talks"}, {"id": "t2", "name": "direct talks", "parent": "t1"}],
          "claims": [{"id": "c1", "name": "talks are ruled out", "topic": "t1"}],
          "events": [{"id": "e1", "name": "speech", "date": "2025-02-07", "place": "p1",
                      "participants": [{"actor": "khamenei", "role": "speaker"}]}],
          "places": [{"id": "p1", "name": "Tehran"}],
          "quotes": [
            {"id": "q1", "article": "a1", "speaker": "khamenei", "kind": "direct", "text": "no",
             "said": {"date": "2022-05", "expression": "last spring", "basis": "implied", "anchor": "published"},
             "topics": ["t2", "t1", "t2"], "span": {"start": 19, "end": 21, "exact": "no"},
             "same_utterance": ["q2"], "confidence": 0.5, "paragraph": 1,
             "stances": [{"claim": "c1", "position": "support", "basis": "inferred"}]},
            {"id": "q2", "article": "a1", "speaker": "khamenei", "kind": "indirect", "text": "refused",
             "within": "q1", "evidence": [{"start": 0, "end": 4, "exact": "سلام"}]},
            {"id": "q3", "article": "a1", "kind": "mixed", "text": "nobody", "note": null}
          ],
          "relations": [{"id": "r1", "subject": "editor", "predicate": "admires", "object": "khamenei"}],
          "mentions": [{"id": "w1", "article": "a1", "actor": "khamenei", "words": "he", "form": "pronoun"}]
        }
        """
}

extension Corpus {
    /// What a column holds in a row, as a text: terms and texts as they are, links as ids, lists with commas.
    func text(_ collection: Collection, _ column: String, _ row: Int) -> String? {
        let table = table(collection)
        guard let position = table.position(of: column) else { return "no column \(column)" }
        switch table.columns[position].data {
        case .codes(let codes, let domain): return codes[row] == 0 ? nil : text(codes[row], domain)
        case .lists(let lists, let domain):
            return lists.range(row).map { text(lists.values[$0], domain) }.joined(separator: ", ")
        case .texts(let texts): return texts[row]
        case .integers(let values, let valid): return valid?[row] ?? true ? "\(values[row])" : nil
        case .reals(let values, let valid): return valid?[row] ?? true ? "\(values[row])" : nil
        case .truths(let values, let valid): return valid?[row] ?? true ? "\(values[row])" : nil
        case .dates(let dates, _): return dates[row]?.description
        }
    }

    private func text(_ code: UInt32, _ domain: Domain) -> String {
        switch domain {
        case .terms(let dictionary, _): dictionary.term(code)
        case .rows(let target): text(target, "id", Int(code) - 1) ?? "no id"
        }
    }

    /// The judged bits of a column, as digits.
    func judged(_ collection: Collection, _ column: String) -> String? {
        let table = table(collection)
        guard let position = table.position(of: column), let bits = table.columns[position].judged else {
            return nil
        }
        return (0..<bits.count).map { bits[$0] ? "1" : "0" }.joined()
    }
}

/// The faults with which a document is refused; none if it is accepted.
func faults(_ json: String) -> [Diagnostic] {
    faults(Array(json.utf8))
}

func faults(_ json: [UInt8]) -> [Diagnostic] {
    do throws(LoadFailure) {
        _ = try Corpus.load(json: json, name: "test.json")
        return []
    } catch {
        return error.diagnostics
    }
}

extension Diagnostic {
    /// A fault in short: `bad-term 3 quotes[0].kind`.
    var short: String { "\(code.rawValue) \(record?.line ?? 0) \(record?.field ?? "-")" }
}

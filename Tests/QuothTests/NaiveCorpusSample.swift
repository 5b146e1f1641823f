/// A corpus small enough that its answers can be found by reading.
enum NaiveSample {
    static let json = """
        {
          "articles": [{"id": "a1", "headline": "Talks", "published": "2025-02-08"}],
          "actors": [
            {"id": "k", "name": "Ali Khamenei", "kind": "person", "country": "Iran",
             "memberships": [{"faction": "hard", "basis": "stated"},
                             {"faction": "old", "basis": "implied", "during": "2025-01/2025-02"}]},
            {"id": "d", "name": "Abdolreza Davari", "kind": "person",
             "memberships": [{"faction": "mod", "basis": "implied", "during": "2020/.."}]},
            {"id": "j", "name": "Javan", "kind": "organization", "country": "Iran"}
          ],
          "factions": [
            {"id": "hard", "name": "hardliner"}, {"id": "mod", "name": "moderate"},
            {"id": "old", "name": "old guard", "parent": "hard"}
          ],
          "claims": [{"id": "c1", "name": "talks are ruled out"}],
          "topics": [{"id": "t1", "name": "talks"}, {"id": "t2", "name": "sanctions"}],
          "quotes": [
            {"id": "q1", "article": "a1", "speaker": "k", "kind": "direct", "text": "No talks at all",
             "said": "2025-02-07", "topics": ["t2", "t1"], "paragraph": 1, "weight": 2,
             "stances": [{"claim": "c1", "position": "support", "basis": "stated"}]},
            {"id": "q2", "article": "a1", "speaker": "d", "kind": "direct", "text": "Some talks",
             "said": "2025", "topics": ["t1"], "paragraph": 2, "within": "q1", "weight": 0,
             "stances": [{"claim": "c1", "position": "oppose", "basis": "implied"}]},
            {"id": "q3", "article": "a1", "speaker": "k", "kind": "indirect", "text": "Later",
             "said": {"expression": "this week"}, "paragraph": 4},
            {"id": "q4", "article": "a1", "kind": "indirect", "text": "Rumour",
             "said": {"date": "2024-12-30/2025-01-02", "basis": "inferred"}, "weight": 5}
          ]
        }
        """
}

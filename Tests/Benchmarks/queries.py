"""The queries that are compared: each in Quoth's language and in SQL, and what makes two answers the same."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Callable

Rows = list[list[str]]


def ordered(rows: Rows):
    return rows


def unordered(rows: Rows):
    return sorted(rows)


def top(rows: Rows):
    """The counts, and the names of those that are surely among the first."""
    counts = [int(row[-1]) for row in rows]
    return counts, sorted(row for row in rows if int(row[-1]) > counts[-1])


def ranked(word: str):
    """How often the word is in each text, and how long that is: texts alike in both are equally relevant."""

    def key(rows: Rows):
        words = [re.findall(r"\w+", row[-1].lower()) for row in rows]
        return sorted((Counter(text)[word], len(text)) for text in words)

    return key


@dataclass
class Query:
    name: str
    title: str
    quoth: str
    sqlite: str
    # None if it is the same as for sqlite3, nothing if DuckDB can't answer it.
    duckdb: str | None = None
    # With DuckDB's extension for full text; None if the query isn't about words.
    fts: str | None = None
    same: Callable[[Rows], object] = ordered
    # What speed.md asks for at a million quotes, in milliseconds.
    goal: float | None = None
    # The largest number of quotes at which the peers are asked.
    most: int = 1 << 60

    def text(self, peer: str, quotes: int) -> str | None:
        texts = {"quoth": self.quoth, "sqlite": self.sqlite, "duckdb_fts": self.fts}
        text = texts.get(peer, self.sqlite if self.duckdb is None else self.duckdb)
        places = {"{middle}": quotes // 2, "{speaker}": quotes // 40}
        for place, number in places.items():
            text = text and text.replace(place, str(number))
        return text and " ".join(text.split())


RECORD = """
    select a.name, q.kind, q.said, q.text from quotes q left join actors a on a.key = q.speaker
"""

QUERIES = [
    Query(
        "Q1c", "quotes of a faction, count",
        "quotes where faction = hardliner count",
        "select count(*) from quotes where faction = 'hardliner'",
        goal=0.10),
    Query(
        "Q1r", "its first 20 quotes, with text",
        "quotes where faction = hardliner limit 20",
        RECORD + "where q.faction = 'hardliner' order by q.key limit 20",
        goal=0.05),
    Query(
        "Q2", "a faction's stances against, in three months",
        "stances where faction = hardliner and position = oppose and said from 2021-03-01 to 2021-05-31 count",
        """select count(*) from stances where faction = 'hardliner' and position = 'oppose'
           and said between '2021-03-01' and '2021-05-31'""",
        goal=0.15),
    Query(
        "Q3", "stances by faction and position",
        "stances count by faction, position",
        "select faction, position, count(*) from stances group by faction, position",
        same=unordered, goal=0.35),
    Query(
        "Q4", "one topic by month",
        "quotes where topics = t3 count by month(said)",
        "select substr(said, 1, 7), count(*) from quote_topics where topic = 't3' group by 1",
        "select strftime(said, '%Y-%m'), count(*) from quote_topics where topic = 't3' group by 1",
        same=unordered, goal=0.10),
    Query(
        "Q5", "the 20 most quoted of a faction",
        "quotes where faction = hardliner count by speaker limit 20",
        """select a.name, n from (select speaker, count(*) n from quotes where faction = 'hardliner'
           group by speaker order by n desc limit 20) join actors a on a.key = speaker order by n desc""",
        same=top, goal=0.5),
    Query(
        "Q6c", "text mentions a word, count",
        'quotes where text mentions "zofa" count',
        "select count(*) from quotes_text where quotes_text match 'zofa'",
        r"select count(*) from quotes where regexp_matches(text, '\bzofa\b', 'i')",
        "select count(*) from (select fts_main_quotes.match_bm25(key, 'zofa') s from quotes) where s is not null",
        goal=0.02),
    Query(
        "Q6r", "the ten best matches (BM25)",
        'quotes where text mentions "zofa" show id, text sort by relevance limit 10',
        """select q.id, q.text from (select rowid, rank from quotes_text where quotes_text match 'zofa'
           order by rank limit 10) t join quotes q on q.key = t.rowid order by t.rank""",
        "",
        """select id, text from (select id, text, fts_main_quotes.match_bm25(key, 'zofa') s from quotes)
           where s is not null order by s desc limit 10""",
        same=ranked("zofa"), goal=0.25),
    Query(
        "Q7", "text mentions a phrase, count",
        'quotes where text mentions "guva letu" count',
        """select count(*) from quotes_text where quotes_text match '"guva letu"'""",
        r"select count(*) from quotes where regexp_matches(text, '\bguva\W+letu\b', 'i')",
        goal=0.4),
    Query(
        "Q7a", "text mentions both words, count",
        'quotes where text mentions "guva" and text mentions "letu" count',
        "select count(*) from quotes_text where quotes_text match 'guva AND letu'",
        r"""select count(*) from quotes
            where regexp_matches(text, '\bguva\b', 'i') and regexp_matches(text, '\bletu\b', 'i')"""),
    Query(
        "Q8", "text contains a substring, count",
        'quotes where text contains "gamo" count',
        "select count(*) from quotes where text like '%gamo%'",
        "select count(*) from quotes where contains(lower(text), 'gamo')",
        goal=16),
    Query(
        "Q9", "opposed within 7 days, by faction pair",
        "stances pairs by claim opposed within 7 days count by a.faction, b.faction",
        """select a.faction, b.faction, count(*) from stances a join stances b
           on b.claim = a.claim and b.position = case a.position when 'support' then 'oppose' else 'support' end
           and b.day between a.day and a.day + 7 and (b.day > a.day or b.key > a.key)
           where a.position in ('support', 'oppose') group by 1, 2""",
        same=unordered, most=100_000),
    Query(
        "Q10", "two links away, count",
        "quotes where article.outlet = p3 and any speaker.roles (organization.classification under media) count",
        """select count(*) from articles r join quotes q on q.article = r.key
           where r.outlet = 3 and exists (select 1 from roles o join actors g on g.key = o.organization
           where o.holder = q.speaker and g.classification like 'media/%')""",
        goal=0.25),
    Query(
        "Q11", "one record by id",
        "quotes where id = q{middle}",
        RECORD + "where q.id = 'q{middle}'",
        goal=0.02),
    Query(
        "Q12", "the largest groups of two fields",
        "quotes count by speaker, faction limit 10",
        """select a.name, t.faction, n from (select speaker, faction, count(*) n from quotes group by 1, 2
           order by n desc limit 10) t left join actors a on a.key = t.speaker order by n desc""",
        same=top),
    Query(
        "Q13", "how many speak in each faction",
        "quotes summarize distinct(speaker) by faction",
        "select faction, count(distinct speaker) from quotes group by faction",
        same=unordered),
    Query(
        "Q14", "the latest of each kind and channel",
        "quotes summarize max(said) by kind, channel",
        "select kind, channel, max(said) from quotes group by 1, 2",
        same=unordered),
    Query(
        "Q15", "stances by the topic of their claim",
        "stances count by claim.topic",
        """select t.name, count(*) from stances s join claims c on c.key = s.claim
           join topics t on t.id = c.topic group by 1""",
        same=unordered),
    Query(
        "Q16", "the latest ten",
        "quotes sort by said desc limit 10 show id",
        "select id from quotes order by said desc nulls last, key limit 10"),
    Query(
        "Q17", "who is quoted often, count",
        "actors where count(quotes) > 30 count",
        """select count(*) from (select speaker from quotes where speaker is not null
           group by speaker having count(*) > 30)"""),
    Query(
        "Q18", "quotes of one speaker, count",
        "quotes where speaker = p{speaker} count",
        "select count(*) from quotes where speaker = {speaker}"),
]

#!/usr/bin/env python3
"""The databases that Quoth is compared with.

peers.py load PEER FOLDER FILE   loads the JSON lines of a folder and indexes them
peers.py warm PEER FILE          answers lines with a number of runs, a tab and a query, as `Benchmarks warm` does
peers.py ask PEER FILE SQL       answers one query

The records have whole numbers as keys, and each quote the faction of its speaker on its day as a column of its own,
which is what somebody would do who wants these queries fast. The time to work it out is part of loading.
"""

import datetime
import json
import os
import sys
import time


def main(command: str, peer: str, path: str, *rest: str):
    database = {"sqlite": SQLite, "duckdb": DuckDB, "duckdb_all": DuckDB, "duckdb_enum": EnumDuckDB,
                "duckdb_fts": TextDuckDB}[peer]
    if command == "load":
        database(rest[0], writes=True).load(path)
    elif command == "ask":
        for row in database(path).rows(rest[0]):
            print("|".join(row))
    else:
        warm(database(path, threads=None if peer == "duckdb_all" else 1), wall=peer == "duckdb_all")


def warm(database, wall: bool):
    # With several threads it is the time that passes that they are there for.
    clock = time.perf_counter_ns if wall else time.process_time_ns
    print("{}", flush=True)
    for line in sys.stdin:
        times, query = line.rstrip("\n").split("\t", 1)
        report = {"times": []}
        try:
            for _ in range(int(times)):
                start = clock()
                rows = database.fetch(query)
                report["times"].append((clock() - start) / 1e6)
            report["rows"] = [[text(value) for value in row] for row in rows]
        except database.error as error:
            report["refused"] = str(error)
        with open("/proc/self/statm") as statm:
            report["resident"] = int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE")
        print(json.dumps(report), flush=True)


def text(value) -> str:
    return "" if value is None else str(value)


class Database:
    def fetch(self, query: str) -> list[tuple]:
        return self.connection.execute(query).fetchall()

    def rows(self, query: str) -> list[list[str]]:
        return [[text(value) for value in row] for row in self.fetch(query)]


class SQLite(Database):
    """With the indexes that serve the queries, and FTS5 with the Porter stemmer."""

    tables = """
        create table factions (id text, name text, axis text);
        create table topics (id text, name text, parent text);
        create table claims (key integer primary key, id text, name text, text text, topic text);
        create table actors (key integer primary key, id text, name text, kind text, classification text,
            country text);
        create table memberships (member integer, faction text, first text, last text, basis text);
        create table roles (holder integer, title text, organization integer, status text);
        create table articles (key integer primary key, id text, headline text, outlet integer, published text,
            section text, language text);
        create table quotes (key integer primary key, id text, article integer, speaker integer, kind text,
            text text, cue text, channel text, said text, within integer, faction text);
        create table quote_topics (quote integer, topic text, said text);
        create table stances (key integer primary key, quote integer, claim integer, position text, basis text,
            faction text, said text, day integer);
        create virtual table quotes_text using fts5 (text, content = 'quotes', content_rowid = 'key',
            tokenize = 'porter unicode61 remove_diacritics 2');
    """
    indexes = """
        create unique index actors_id on actors (id);
        create unique index quotes_id on quotes (id);
        create index articles_outlet on articles (outlet);
        create index roles_holder on roles (holder, organization);
        create index quotes_article on quotes (article, speaker);
        create index quotes_faction on quotes (faction, speaker);
        create index quote_topics_topic on quote_topics (topic, said);
        create index stances_faction on stances (faction, position, said);
        create index stances_claim on stances (claim, position, day, faction);
        insert into quotes_text (quotes_text) values ('rebuild');
        analyze;
    """

    def __init__(self, path: str, threads=1, writes=False):
        import sqlite3

        self.error = sqlite3.Error
        self.connection = sqlite3.connect(path, isolation_level=None)
        # All of it may stay in memory.
        self.connection.execute("pragma cache_size = -8000000")

    def load(self, folder: str):
        self.connection.executescript("pragma journal_mode = off; pragma synchronous = off;" + self.tables)
        self.connection.execute("begin")
        self.memberships: dict[int, list[tuple]] = {}
        for collection in ["factions", "topics", "claims", "actors", "articles", "quotes"]:
            with open(f"{folder}/{collection}.jsonl", encoding="utf-8") as lines:
                batch: dict[str, list] = {}
                for line in lines:
                    add = lambda table, *row: batch.setdefault(table, []).append(row)
                    getattr(self, collection)(json.loads(line), add)
                    if sum(map(len, batch.values())) > 50_000:
                        self.insert(batch)
                self.insert(batch)
        self.connection.execute("commit")
        self.connection.executescript(self.indexes)

    def insert(self, batch: dict[str, list]):
        for table, rows in batch.items():
            self.connection.executemany(f"insert into {table} values ({', '.join('?' * len(rows[0]))})", rows)
        batch.clear()

    def factions(self, record, add):
        add("factions", record["id"], record["name"], record["axis"])

    def topics(self, record, add):
        add("topics", record["id"], record["name"], record.get("parent"))

    def claims(self, record, add):
        add("claims", key(record["id"]), record["id"], record["name"], record["text"], record["topic"])

    def articles(self, record, add):
        add("articles", key(record["id"]), record["id"], record["headline"], key(record["outlet"]),
            record["published"], record["section"], record["language"])

    def actors(self, record, add):
        actor = key(record["id"])
        add("actors", actor, record["id"], record["name"], record["kind"], record.get("classification"),
            record.get("country"))
        for membership in record.get("memberships", []):
            first, last = membership.get("during", "/").replace("..", "").split("/")
            row = (membership["faction"], first or None, last or None)
            self.memberships.setdefault(actor, []).append(row)
            add("memberships", actor, *row, membership["basis"])
        for role in record.get("roles", []):
            add("roles", actor, role["title"], key(role["organization"]), role["status"])

    def quotes(self, record, add):
        quote, said = key(record["id"]), record.get("said")
        speaker = key(record["speaker"]) if "speaker" in record else None
        faction = self.faction(speaker, said)
        add("quotes", quote, record["id"], key(record["article"]), speaker, record["kind"], record["text"],
            record["cue"], record["channel"], said, key(record["within"]) if "within" in record else None, faction)
        for topic in record["topics"]:
            add("quote_topics", quote, topic, said)
        day = said and datetime.date.fromisoformat(said).toordinal()
        for stance in record.get("stances", []):
            add("stances", None, quote, key(stance["claim"]), stance["position"], stance.get("basis"), faction,
                said, day)

    def faction(self, speaker: int | None, said: str | None) -> str | None:
        for faction, first, last in self.memberships.get(speaker, []):
            if first is last is None or said and (first or said) <= said <= (last or said):
                return faction
        return None


def key(id: str) -> int:
    return int(id[1:])


class DuckDB(Database):
    terms = dict.fromkeys("faction kind position channel topic basis classification".split(), "VARCHAR")
    member = "STRUCT(faction VARCHAR, during VARCHAR, basis VARCHAR)[]"
    role = "STRUCT(title VARCHAR, organization VARCHAR, status VARCHAR)[]"
    stance = "STRUCT(claim VARCHAR, position VARCHAR, basis VARCHAR)[]"

    def __init__(self, path: str, threads: int | None = 1, writes=False):
        import duckdb

        self.error = duckdb.Error
        config = {"threads": threads} if threads and not writes else {}
        self.connection = duckdb.connect(path, read_only=not writes, config=config)

    def load(self, folder: str):
        self.folder = folder
        for statement in self.statements():
            self.connection.execute(statement)
        self.connection.execute("checkpoint")

    def read(self, collection: str, fields: str, types: dict[str, str] = {}) -> str:
        columns = ", ".join(f"{name}: '{types.get(name, 'VARCHAR')}'" for name in fields.split())
        return (f"read_json('{self.folder}/{collection}.jsonl', format = 'newline_delimited',"
                f" columns = {{{columns}}})")

    def statements(self):
        to_key = "cast(substr({}, 2) as integer)".format
        term = lambda name, expression=None: f"cast({expression or name} as {self.terms[name]}) as {name}"
        yield f"create table factions as from {self.read('factions', 'id name axis')}"
        yield f"create table topics as from {self.read('topics', 'id name parent')}"
        yield f"""create table claims as select {to_key('id')} as key, *
            from {self.read('claims', 'id name text topic')}"""
        yield f"""create temp table raw_actors as select {to_key('id')} as key, * from {self.read(
            'actors', 'id name kind classification country memberships roles',
            dict(memberships=self.member, roles=self.role))}"""
        yield f"""create table actors as select key, id, name, {term('kind')}, {term('classification')}, country
            from raw_actors"""
        yield f"""create table memberships as select member, {term('faction', 'm.faction')},
            try_cast(nullif(split_part(m.during, '/', 1), '..') as date) as first,
            try_cast(nullif(split_part(m.during, '/', 2), '..') as date) as last, m.basis
            from (select key as member, unnest(memberships) as m from raw_actors)"""
        yield f"""create table roles as select holder, r.title, {to_key('r.organization')} as organization, r.status
            from (select key as holder, unnest(roles) as r from raw_actors)"""
        yield f"""create table articles as select {to_key('id')} as key, id, headline, {to_key('outlet')} as outlet,
            cast(published as date) as published, section, language
            from {self.read('articles', 'id headline outlet published section language')}"""
        yield f"""create temp table raw_quotes as select {to_key('id')} as key, {to_key('speaker')} as speaker_key, *
            from {self.read('quotes', 'id article speaker kind text cue channel said topics within stances',
                            dict(said='DATE', topics='VARCHAR[]', stances=self.stance))}"""
        yield f"""create table quotes as select q.key, q.id, {to_key('article')} as article, speaker_key as speaker,
            {term('kind')}, text, cue, {term('channel')}, said, {to_key('within')} as within,
            {term('faction', 'm.faction')}
            from raw_quotes q left join memberships m on m.member = q.speaker_key and (
            m.first is null and m.last is null or
            said >= coalesce(m.first, '0001-01-01'::date) and said <= coalesce(m.last, '9999-12-31'::date))
            order by q.key"""
        yield f"""create table quote_topics as select key as quote, {term('topic', 'unnest(topics)')}, said
            from raw_quotes"""
        yield f"""create table stances as select row_number() over () as key, quote, {to_key('s.claim')} as claim,
            {term('position', 's.position')}, {term('basis', 's.basis')}, faction, said,
            cast(said - date '0001-01-01' as integer) as day
            from (select r.key as quote, unnest(r.stances) as s, q.faction, r.said
            from raw_quotes r join quotes q using (key) order by r.key)"""
        yield "create unique index quotes_id on quotes (id)"
        yield "drop table raw_actors"
        yield "drop table raw_quotes"
        yield "analyze"


class EnumDuckDB(DuckDB):
    """Terms in columns of an ENUM type, which DuckDB keeps as small numbers."""

    values = {
        "faction": "select id from {factions}",
        "topic": "select id from {topics}",
        "classification": "select distinct classification from {actors} where classification is not null",
        "kind": "select unnest(['person', 'organization', 'group', 'direct', 'mixed', 'indirect'])",
        "position": "select unnest(['support', 'oppose', 'neutral', 'unclear'])",
        "channel": "select unnest(['speech', 'interview', 'editorial', 'post/x', 'post/telegram', 'statement'])",
        "basis": "select unnest(['stated', 'implied', 'inferred', 'external'])",
    }
    terms = {name: f"{name}_term" for name in values}

    def statements(self):
        fields = {"factions": "id", "topics": "id", "actors": "classification"}
        files = {name: self.read(name, field) for name, field in fields.items()}
        for name, query in self.values.items():
            yield f"create type {name}_term as enum ({query.format(**files)})"
        yield from super().statements()


class TextDuckDB(DuckDB):
    """With the extension for full text, which PyPI has for an older DuckDB only."""

    def __init__(self, path: str, threads: int | None = 1, writes=False):
        super().__init__(path, threads, writes)
        from pathlib import Path

        import duckdb_ext

        extension = next(Path(duckdb_ext.__path__[0]).rglob("fts.duckdb_extension"))
        self.connection.execute(f"load '{extension}'")

    def statements(self):
        yield from super().statements()
        yield "pragma create_fts_index('quotes', 'key', 'text')"


if __name__ == "__main__":
    main(*sys.argv[1:])

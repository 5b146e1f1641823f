"""The programs that are compared, and the corpus that they are given."""

import json
import os
import re
import shlex
import subprocess
import sys
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TITLES = {"quoth": "Quoth", "sqlite": "sqlite3", "duckdb": "DuckDB", "duckdb_enum": "DuckDB, ENUM",
          "duckdb_all": "DuckDB, elapsed", "duckdb_fts": "DuckDB 1.4, FTS"}
# The last version for which PyPI has the extension for full text.
PACKAGES = {"duckdb": ["duckdb==2.0.1"], "duckdb_fts": ["duckdb==1.4.4", "duckdb-ext-fts==1.4.4.20260205"]}


def say(text: str):
    print(text, file=sys.stderr, flush=True)


def run(command, **options):
    subprocess.run(command, check=True, stdout=sys.stderr, **options)


class Programs:
    """What is run: Quoth as it is installed, and Python with DuckDB."""

    def __init__(self, data: Path, debug: bool):
        self.data = data
        self.folder = ROOT / (".build/debug" if debug else ".build-static/release")
        prepare, command, install = (
            (":", "swift build --product quoth", ":") if debug else self.install_commands())
        run(prepare, cwd=ROOT, shell=True)
        for product in ["quoth", "Benchmarks"]:
            say(f"building {product}")
            run(command.replace("--product quoth", f"--quiet --product {product}"), cwd=ROOT, shell=True)
        self.program = self.folder / "quoth" if debug else data.resolve() / "bin/quoth"
        self.program.parent.mkdir(parents=True, exist_ok=True)
        run(f"prefix={shlex.quote(str(self.program.parent.parent))}; {install}", cwd=ROOT, shell=True)

    @staticmethod
    def install_commands() -> tuple[str, str, str]:
        """What the README says makes the archive of simdjson and the program, and puts that where it belongs."""
        text = (ROOT / "README.md").read_text()
        prepare, _ = re.findall(r"^```bash$(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        build = re.search(r"^.*swift build -c release(.*\\\n)*.*$", text, re.MULTILINE)[0]
        return prepare, build, re.search(r"^strip .*$", text, re.MULTILINE)[0]

    def quoth(self, *arguments) -> list[str]:
        return [str(self.program), *map(str, arguments)]

    def benchmarks(self, *arguments) -> list[str]:
        return [str(self.folder / "Benchmarks"), *map(str, arguments)]

    def peer(self, command: str, peer: str, *arguments) -> list[str]:
        return [str(self.python(peer)), str(HERE / "peers.py"), command, peer, *map(str, arguments)]

    def python(self, peer: str) -> Path:
        kind = "duckdb_fts" if peer == "duckdb_fts" else "duckdb"
        folder = self.data / f"python-{kind}"
        python = folder / "bin/python"
        if not (folder / "ready").exists():
            say(f"installing {', '.join(PACKAGES[kind])}")
            venv.create(folder, clear=True, with_pip=True)
            run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES[kind]])
            (folder / "ready").touch()
        return python


class Contender:
    """A program with the corpus in a form of its own."""

    def __init__(self, name: str, programs: Programs, corpus: Path):
        self.name, self.programs, self.corpus = name, programs, corpus
        kind = "duckdb" if name == "duckdb_all" else name
        self.file = corpus.with_suffix(".quothdb" if name == "quoth" else f".{kind}")
        self.is_ready = name != "duckdb_all"

    def load(self, reuse: bool = False) -> "Cost":
        """Makes the file, or takes that of an earlier run with what it cost then."""
        if self.name == "quoth":
            return self.build()
        record = Path(f"{self.file}.cost")
        if reuse and record.exists():
            return Cost(*json.loads(record.read_text()))
        self.file.unlink(missing_ok=True)
        cost = Cost.of(self.programs.peer("load", self.name, self.corpus, self.file), speaks=True)
        record.write_text(json.dumps([cost.elapsed, cost.cpu]))
        return cost

    def build(self) -> "Cost":
        new = self.file.with_suffix(".new")
        try:
            cost = Cost.of(self.programs.quoth("build", self.corpus, "-o", new))
            new.rename(self.file)
            return cost
        except subprocess.CalledProcessError:
            say("quoth has no snapshots yet: it reads the folder each time")
            self.file = self.corpus
            return Cost.of(self.programs.quoth(self.corpus, "-c", "factions count"))

    def open(self):
        command = self.programs.benchmarks("warm", self.file)
        if self.name != "quoth":
            command = self.programs.peer("warm", self.name, self.file)
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.reply()

    def reply(self) -> dict:
        line = self.process.stdout.readline()
        if line:
            return json.loads(line)
        raise ChildProcessError(f"{TITLES[self.name]} ended with status {self.process.wait()}")

    def ask(self, times: int, query: str) -> dict:
        print(times, query, sep="\t", file=self.process.stdin, flush=True)
        try:
            return self.reply()
        except ChildProcessError as error:
            self.open()
            return {"refused": str(error)}

    def close(self):
        self.process.stdin.close()
        self.process.wait()

    def once(self, query: str) -> list[str]:
        """The command that answers one query from the start of a process."""
        if self.name == "quoth":
            return self.programs.quoth(self.file, "--format", "csv", "-c", query)
        if self.name == "sqlite":
            return ["sqlite3", str(self.file), query]
        return self.programs.peer("ask", self.name, self.file, query)

    @property
    def size(self) -> int:
        files = self.file.glob("*") if self.file.is_dir() else [self.file]
        return sum(file.stat().st_size for file in files)


class Cost:
    """What a process took, in seconds."""

    def __init__(self, elapsed: float | None = None, cpu: float | None = None):
        self.elapsed, self.cpu = elapsed, cpu

    @staticmethod
    def of(command: list[str], speaks=False) -> "Cost":
        start = time.perf_counter()
        nowhere = subprocess.DEVNULL
        process = subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=None if speaks else nowhere)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise subprocess.CalledProcessError(process.returncode, command)
        return Cost(time.perf_counter() - start, usage.ru_utime + usage.ru_stime)


def generate(programs: Programs, quotes: int) -> Path:
    corpus = programs.data / f"q{quotes}"
    if not (corpus / "quotes.jsonl").exists():
        say(f"writing {quotes:,} quotes")
        new = corpus.with_suffix(".new")
        run(programs.benchmarks("generate", new, "--quotes", quotes))
        new.rename(corpus)
    return corpus

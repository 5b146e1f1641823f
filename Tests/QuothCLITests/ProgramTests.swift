import TestSupport
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("The built program")
struct ProgramTests {
    private let folder = TemporaryFolder()
    private var corpus: String {
        folder.write(
            "corpus.json",
            """
            {"articles": [{"id": "a", "headline": "Talks"}],
             "actors": [{"id": "x", "name": "X", "kind": "person"}],
             "quotes": [{"id": "q", "article": "a", "speaker": "x", "kind": "direct", "text": "no"}]}
            """)
    }

    // MARK: The command line

    @Test(arguments: [
        [], ["--nope"], ["c.json", "-c"], ["fmt"], ["check"], ["c.json", "--timeout"],
    ]) func `A bad command line is 2`(_ arguments: [String]) throws {
        let result = try Program.run(arguments)
        #expect(result.code == 2)
        #expect(result.err.hasPrefix("Error: "))
        #expect(result.out.isEmpty)
    }

    @Test(arguments: [
        ("--timeout 1ms", "'1ms' is not a time", "a number of seconds, such as 30 or 0.5"),
        ("--timeout 0", "'0' is not a time", "a number of seconds"),
        ("--timeout -1", "'-1' is not a time", "a number of seconds"),
        ("--timeout --safe", "'--safe' is not a time", "a number of seconds"),
        ("--max-memory 1MB", "'1MB' is not a size", "such as 65536, 512K, 64M or 2G"),
        ("--max-rows none", "'none' is not a number of rows", "a whole number from 1"),
        ("--max-rows -3", "'-3' is not a number of rows", "a whole number from 1"),
        ("--format crad", "'crad' is not a format", "did you mean 'card'? it may be table, card, csv"),
        ("--color maybe", "'maybe' is not a choice of colours", "it may be auto, always or never"),
        ("--errors xml", "'xml' is not a form of errors", "it may be text or json"),
        ("--param year", "'year' is not a parameter with its value", "such as year=2025"),
    ]) func `A value that an option can't have is told with what it may be`(
        _ options: String, _ wrong: String, _ hint: String
    ) throws {
        let words = options.split(separator: " ").map(String.init)
        let result = try Program.run([corpus] + words)
        #expect(result.code == 2)
        #expect(
            result.err.hasPrefix("error[bad-option]: \(wrong)\n  \(words[0])\n  hint: "), "\(result.err)")
        #expect(result.err.contains(hint), "\(result.err)")
        #expect(result.out.isEmpty)
        let json = try Program.run([corpus, "--errors", "json"] + words)
        #expect(json.code == 2 && (json.err.hasPrefix("{") || words[0] == "--errors"), "\(json.err)")
    }

    @Test func `So are those of other commands`() throws {
        for arguments in [
            ["fmt", "--errors", "xml", "x"], ["verify", "x", "--color", "red"],
            ["check", corpus, "--errors", "xml"], ["build", corpus, "-o", "x", "--color", "red"],
        ] {
            let result = try Program.run(arguments)
            #expect(result.code == 2)
            #expect(result.err.hasPrefix("error[bad-option]: "), "\(result.err)")
        }
    }

    @Test func `Without arguments the forms of a command line are told`() throws {
        let result = try Program.run([])
        #expect(result.code == 2 && result.out.isEmpty)
        #expect(
            result.err.hasPrefix("Error: a corpus is missing\n\nUSAGE:\n  quoth CORPUS  "), "\(result.err)")
        for command in ["fmt", "check", "build", "verify", "schema", "help"] {
            #expect(result.err.contains("\n  quoth \(command)"))
        }
        let lines = (result.err + (try Program.run(["--help"]).out)).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test func `A misspelt command is told as one`() throws {
        for arguments in [["chek", corpus], ["chek", folder.path], ["buidl", corpus, "-o", "x"]] {
            let result = try Program.run(arguments)
            #expect(result.code == 3)
            #expect(result.err.contains("no such file or folder\n  \(arguments[0])\n"), "\(result.err)")
            #expect(
                result.err.contains(
                    "did you mean the command '\(arguments[0] == "chek" ? "check" : "build")'?"))
        }
    }

    @Test func `Help and version are no failures`() throws {
        for arguments in [
            ["--help"], ["-h"], ["help"], ["help", "fmt"], ["check", "--help"], ["--version"],
        ] {
            let result = try Program.run(arguments)
            #expect(result.code == 0)
            #expect(!result.out.isEmpty)
            #expect(result.err.isEmpty)
        }
        #expect(try Program.run(["--help"]).out.contains("--keep-going"))
        #expect(try Program.run(["--version"]).out.split(separator: "\n").count == 1)
    }

    @Test func `A parameter that no script declares is 2`() throws {
        let script = folder.write("s.quoth", "param day: date = 2025\nquotes where said = $day\n")
        let result = try Program.run([corpus, script, "--param", "dya=2024"])
        #expect(result.code == 2)
        #expect(result.err.contains("did you mean 'day'?"))
    }

    // MARK: Files

    @Test func `What can't be read is 3, and told by its name`() throws {
        let missing = try Program.run([folder.path + "/none.json", "-c", "quotes"])
        #expect(missing.code == 3)
        #expect(missing.err.contains("error[unreadable]: there is no such file or folder\n"))
        let bytes = try Program.run(
            "/bin/sh",
            [
                "-c", #""$0" "$1" -c "$(printf 'quotes where text contains "\377"')""#,
                BuiltProgram.path("quoth"), corpus,
            ],
            input: [])
        #expect(bytes.code == 1 && bytes.err.contains("error[invalid-utf8]"), "\(bytes)")
        let query = try Program.run([corpus, "quotes count"])
        #expect(query.code == 3 && query.err.contains("a query stands behind -c"))
        #expect(missing.err.contains("/none.json"))
        #expect(try Program.run([corpus, folder.path + "/none.quoth"]).code == 3)
        let turned = try Program.run([corpus, folder.path])
        #expect(turned.code == 3 && turned.err.contains("the corpus comes first"))
        #expect(try Program.run([folder.path, "-c", "quotes"]).err.contains("error[not-a-corpus]"))
    }

    @Test func `A faulty corpus is told fault by fault`() throws {
        let path = folder.write(
            "bad.json",
            """
            {"quotes": [
              {"id": "q", "article": "b", "kind": "drect", "text": "no"}]}
            """)
        let result = try Program.run(["check", path])
        #expect(result.code == 3)
        #expect(result.err.contains("\(path):2: quotes[0].kind\n"))
        #expect(result.err.contains("error[bad-term]: 'drect' is not one of the words for this field\n"))
        let json = try Program.run(["check", path, "--errors", "json"]).err.split(separator: "\n")
        #expect(json.allSatisfy { $0.hasPrefix("{\"code\":\"") && $0.hasSuffix("}") })
        #expect(
            json.contains {
                $0.contains("\"line\":2,\"byte\":") && $0.contains("\"field\":\"quotes[0].kind\"")
            })
    }

    @Test func `A sound corpus is summed up`() throws {
        let result = try Program.run(["check", corpus])
        #expect(result.code == 0)
        #expect(result.out.isEmpty)
    }

    @Test func `The schema is printed`() throws {
        let result = try Program.run(["schema"])
        #expect(result.code == 0)
        #expect(result.out.hasPrefix("{\n") && result.out.hasSuffix("}\n"))
    }

    @Test func `A full disk is 3 and a closed pipe 141`() throws {
        let full = try Program.run(["schema"], to: .path("/dev/full"))
        #expect(full.code == 3)
        #expect(full.err.contains("error[unwritable]: the disk is full"))
        let closed = try Program.run(["schema"], to: .closedPipe)
        #expect(closed.code == 141)
        #expect(closed.err.isEmpty)
        #expect(try Program.run(["--help"], to: .path("/dev/full")).code == 3)
    }

    @Test func `Standard files that are closed are told, and nothing else takes their places`() throws {
        for arguments in [[corpus, "-c", "quotes"], ["schema"], ["--version"]] {
            let result = try Program.run(
                "/bin/sh", ["-c", #"exec "$0" "$@" >&-"#, BuiltProgram.path("quoth")] + arguments, input: [])
            #expect(result.code == 3 && result.err.contains("standard output"), "\(arguments) \(result.err)")
        }
        let quiet = try Program.run(
            "/bin/sh",
            ["-c", #"exec "$0" "$@" 2>&-"#, BuiltProgram.path("quoth"), corpus, "-c", "quotes count"],
            input: [])
        #expect(quiet.code == 3 && quiet.out.contains("count"))
    }

    @Test func `No control character of a name reaches the terminal`() throws {
        let evil = "/tmp/\u{1B}]0;owned\u{07}\u{202E}none\u{9B}31m"
        for arguments in [
            [evil, "-c", "quotes"], ["fmt", evil], ["fmt", "--check", evil], ["check", evil],
        ] {
            let result = try Program.run(arguments)
            #expect(result.code == 3)
            #expect(result.err.contains("\\u{1B}]0;owned\\u{07}\\u{202E}none\\u{9B}31m"))
            #expect(
                !result.err.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" || $0 == "\u{202E}" })
        }
        let option = try Program.run(["--\u{1B}[2J", evil])
        #expect(option.code == 2)
        #expect(!option.err.contains("\u{1B}"))
    }

    // MARK: Formatting

    @Test func `Scripts are rewritten in the canonical form with their comments`() throws {
        let path = folder.write(
            "s.quoth", "# hawks\nquotes|where kind==direct # only these\n\n\n\ncount   by speaker\n")
        let check = try Program.run(["fmt", "--check", path])
        #expect(check.code == 1)
        #expect(check.out == path + "\n")
        #expect(try Program.run(["fmt", path]).code == 0)
        let expected = "# hawks\nquotes where kind = direct  # only these\n\ncount by speaker\n"
        #expect(folder.read("s.quoth") == expected)
        #expect(try Program.run(["fmt", "--check", path]).code == 0)
        #expect(folder.names == ["s.quoth"])
    }

    @Test func `A script with errors is left alone and the others are rewritten`() throws {
        let bad = folder.write("a.quoth", "quotes   whre x = 1\n")
        let good = folder.write("b.quoth", "quotes   count\n")
        let result = try Program.run(["fmt", bad, good])
        #expect(result.code == 1)
        #expect(result.err.hasPrefix("error[unknown-stage]: 'whre' is not a stage\n  \(bad):1:10\n"))
        #expect(folder.read("a.quoth") == "quotes   whre x = 1\n")
        #expect(folder.read("b.quoth") == "quotes count\n")
    }

    // MARK: Scripts

    @Test func `A script with errors doesn't run, and every error is told`() throws {
        let script = folder.write("s.quoth", "quotes whre kind = direct\nquotes where (kind = direct\n")
        for arguments in [
            [corpus, script], [corpus, "-c", "quotes whre kind = direct\nquotes where (x = 1"],
        ] {
            let result = try Program.run(arguments)
            #expect(result.code == 1)
            #expect(result.out.isEmpty)
            #expect(result.err.contains("error[unknown-stage]"))
            #expect(result.err.contains("error[unclosed-bracket]"))
        }
        let input = try Program.run([corpus], input: "select * from quotes")
        #expect(input.code == 1)
        #expect(input.err.contains("  <standard input>:1:1\n"))
    }

    @Test func `An unknown command is told before anything runs`() throws {
        let result = try Program.run([corpus], input: ".read none.quoth\n.tmier on\n")
        #expect(result.code == 1)
        #expect(
            result.err == """
                error[bad-option]: '.tmier' is not a command
                  <standard input>:2:1
                2 | .tmier on
                  | ^^^^^^^^^
                  hint: did you mean '.timer'?

                """)
    }

    @Test func `A script reaches no file outside of its folder`() throws {
        let other = TemporaryFolder()
        let secret = other.write("secret.quoth", "quotes whre\n")
        try #require(symlink(secret, folder.path + "/link.quoth") == 0)
        for name in [secret, "../x.quoth", "link.quoth", "a/../../x"] {
            let script = folder.write("s.quoth", ".read \(name)\n")
            let result = try Program.run([corpus, script])
            #expect(result.code == 3)
            #expect(result.err.contains("a script only reaches files below its own folder"))
        }
        let script = folder.write("s.quoth", ".read inner.quoth\n")
        folder.write("inner.quoth", "quotes whre\n")
        let inner = try Program.run([corpus, script])
        #expect(inner.code == 1)
        #expect(inner.err.contains("\(folder.path)/inner.quoth:1:8"))
        // The user's own hand may reach further, unless it was tied.
        #expect(try Program.run([corpus, "-c", ".read \(secret)"]).code == 1)
        let safe = try Program.run([corpus, "-c", ".read \(secret)", "--safe"])
        #expect(safe.code == 3)
        #expect(safe.err.contains("the program was started with --safe"))
    }

    @Test func `A script that reads itself comes to an end`() throws {
        let script = folder.write("s.quoth", ".read s.quoth\n")
        let result = try Program.run([corpus, script])
        #expect(result.code == 1)
        #expect(result.err.contains("error[too-deep]"))
    }

    @Test func `The first failure is the status when going on`() throws {
        let missing = folder.path + "/none.quoth"
        let script = folder.write("s.quoth", ".read none.quoth\n.read bad.quoth\n")
        folder.write("bad.quoth", "quotes whre\n")
        let result = try Program.run([corpus, script, "--keep-going"])
        #expect(result.code == 3)
        #expect(result.err.contains(missing))
        #expect(result.err.contains("error[unknown-stage]"))
    }

    @Test func `An output file is there whole or not at all`() throws {
        let target = folder.path + "/answers.txt"
        #expect(try Program.run([corpus, "-c", "quotes whre", "--output", target]).code == 1)
        #expect(folder.names == ["corpus.json"])
        #expect(try Program.run([corpus, "-c", ".schema", "--output", folder.path + "/none/x"]).code == 3)
        #expect(try Program.run([corpus, "-c", "", "--output", "/dev/full"]).code == 0)
        #expect(try Program.run([corpus, "-c", "", "--output", folder.path]).code == 3)
    }
}

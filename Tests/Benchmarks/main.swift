// Makes corpora of any size and measures queries over them; `compare` beside this file runs both against databases.
//
//     swift run -c release Benchmarks generate /tmp/q1m --quotes 1000000
//     swift run -c release Benchmarks warm /tmp/q1m --brief 'quotes where faction = hardliner count'

import ArgumentParser

struct Benchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes corpora of any size, and measures queries over them.",
        subcommands: [GenerateCommand.self, WarmCommand.self])
}

Benchmarks.main()

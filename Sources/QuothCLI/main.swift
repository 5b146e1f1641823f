#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

exit(QuothProgram.run(Array(CommandLine.arguments.dropFirst())).rawValue)

import Quoth

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

Allocator.keepFreedMemory()

exit(QuothProgram.run(Array(CommandLine.arguments.dropFirst())).rawValue)

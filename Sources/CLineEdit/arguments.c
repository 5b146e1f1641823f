#ifdef __linux__

// Where the program's arguments lie. Swift's own function reads all of /proc/self/maps to find them whenever the program
// starts, which takes a thirtieth of a small query; the C library hands them to constructors.

static int count;
static char **arguments;

__attribute__((constructor)) static void keep_arguments(int argc, char **argv) {
    count = argc;
    arguments = argv;
}

char **_swift_stdlib_getUnsafeArgvArgc(int *argc) {
    *argc = count;
    return arguments;
}

void _swift_stdlib_overrideUnsafeArgvArgc(char **argv, int argc) { keep_arguments(argc, argv); }

#endif

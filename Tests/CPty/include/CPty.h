#ifndef CPTY_H
#define CPTY_H

#include <sys/types.h>

/// Starts a program in a session of its own, on a new terminal that is its standard input, output and error.
/// Returns the terminal's other end, or -1 with `errno` set; `pid` is stored on success.
int pty_spawn(const char *path, char *const arguments[], char *const environment[],
              unsigned short rows, unsigned short columns, pid_t *pid);

/// Changes the terminal's size, of which the program hears by a signal. Returns 0, or -1.
int pty_resize(int terminal, unsigned short rows, unsigned short columns);

/// Whether the terminal echoes what is typed: the ordinary state a program must leave behind.
int pty_echoes(int terminal);

/// Whether a status from `waitpid` tells of an exit, and its code; else minus the signal's number.
int pty_exit_code(int status);

#endif

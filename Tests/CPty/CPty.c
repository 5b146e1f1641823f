#define _GNU_SOURCE
#include "CPty.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static int spawn(const char *path, char *const arguments[], char *const environment[],
              unsigned short rows, unsigned short columns, pid_t *pid) {
    int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0) return -1;
    fcntl(terminal, F_SETFD, FD_CLOEXEC);
    const char *slave = NULL;
    if (grantpt(terminal) != 0 || unlockpt(terminal) != 0 || (slave = ptsname(terminal)) == NULL
        || pty_resize(terminal, rows, columns) != 0) {
        close(terminal);
        return -1;
    }
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    // Opened first by a session's leader, the slave becomes its controlling terminal.
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, slave, O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions, 0, 1);
    posix_spawn_file_actions_adddup2(&actions, 0, 2);
    int failure = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failure != 0) {
        close(terminal);
        errno = failure;
        return -1;
    }
    return terminal;
}

int pty_spawn(const char *path, char *const arguments[], char *const environment[],
              unsigned short rows, unsigned short columns, pid_t *pid) {
    // One at a time: the slave's name is static storage, and a program must not inherit the end of a
    // terminal that another thread is just opening.
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    int terminal = spawn(path, arguments, environment, rows, columns, pid);
    int failure = errno;
    pthread_mutex_unlock(&lock);
    errno = failure;
    return terminal;
}

int pty_resize(int terminal, unsigned short rows, unsigned short columns) {
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    return ioctl(terminal, TIOCSWINSZ, &size);
}

int pty_echoes(int terminal) {
    struct termios state;
    return tcgetattr(terminal, &state) == 0 && (state.c_lflag & ECHO) != 0;
}

int pty_exit_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status); }

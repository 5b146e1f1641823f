#define _GNU_SOURCE
#include "CLineEdit.h"

#include <errno.h>
#include <fcntl.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

struct lineedit {
    EditLine *el;
    FILE *complaints;
    lineedit_callbacks callbacks;
};

static struct termios terminal_before;
static int terminal_known;
// How the terminal is while what was read is carried out: nothing that is typed is shown.
static struct termios terminal_between;
static atomic_int is_between;

const char *const lineedit_command = "quoth-key";
const char *const lineedit_vi_command = "quoth-vi-key";

int lineedit_use_locale(const char *name) {
    return setlocale(LC_CTYPE, name) != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int lineedit_width(wchar_t character) {
    if (!iswprint((wint_t)character)) return -1;
    int width = wcwidth(character);
    return width < 0 ? 0 : width;
}

static lineedit *handle_of(EditLine *el) {
    void *data = NULL;
    el_get(el, EL_CLIENTDATA, &data);
    return data;
}

static int read_key(EditLine *el, wchar_t *key) {
    lineedit *editor = handle_of(el);
    return editor->callbacks.read_key(editor->callbacks.context, key);
}

static wchar_t *prompt(EditLine *el) {
    lineedit *editor = handle_of(el);
    // libedit only reads the prompt, though its type doesn't say so.
    return (wchar_t *)editor->callbacks.prompt(editor->callbacks.context);
}

static unsigned char run(EditLine *el, wint_t key) {
    lineedit *editor = handle_of(el);
    switch (editor->callbacks.run(editor->callbacks.context, (wchar_t)key)) {
    case LINEEDIT_UNCHANGED: return CC_NORM;
    case LINEEDIT_END: return CC_EOF;
    case LINEEDIT_REFRESH: return CC_REFRESH;
    case LINEEDIT_CURSOR: return CC_CURSOR;
    case LINEEDIT_REDISPLAY: return CC_REDISPLAY;
    case LINEEDIT_BELL: break;
    }
    return CC_ERROR;
}

static unsigned char run_vi(EditLine *el, wint_t key) { return run(el, key | LINEEDIT_VI); }

void lineedit_close(lineedit *editor) {
    if (editor->el != NULL) {
        // libedit would throw away what has been typed ahead, so it isn't given the terminal to restore.
        el_set(editor->el, EL_SETFP, 0, editor->complaints);
        el_end(editor->el);
        lineedit_give_back();
    }
    if (editor->complaints != NULL) fclose(editor->complaints);
    free(editor);
}

// Where libedit 3.1 has a terminal shift what stands in a line that fills the window, it clears what it has just written
// of the next one. Without these capabilities it writes such lines anew.
static void write_lines_whole(EditLine *el) {
    static const char *const shifting[] = {"ic", "IC", "im", "ei", "dc", "DC", "dm", "ed"};
    for (size_t place = 0; place < sizeof shifting / sizeof *shifting; place++) {
        el_set(el, EL_SETTC, shifting[place], "", NULL);
    }
}

lineedit *lineedit_open(const char *program, const lineedit_callbacks *callbacks) {
    lineedit *editor = calloc(1, sizeof *editor);
    if (editor == NULL) return NULL;
    editor->callbacks = *callbacks;
    editor->complaints = fopen("/dev/null", "we");
    if (editor->complaints != NULL) editor->el = el_init(program, stdin, stdout, editor->complaints);
    if (editor->el == NULL) {
        lineedit_close(editor);
        return NULL;
    }
    el_set(editor->el, EL_CLIENTDATA, editor);
    el_set(editor->el, EL_SIGNAL, 0);
    el_set(editor->el, EL_EDITOR, "emacs");
    write_lines_whole(editor->el);
    el_wset(editor->el, EL_PROMPT, prompt);
    el_wset(editor->el, EL_GETCFN, read_key);
    el_set(editor->el, EL_ADDFN, lineedit_command, "a key of the query shell", run);
    el_set(editor->el, EL_ADDFN, lineedit_vi_command, "a vi command of the query shell", run_vi);
    return editor;
}

int lineedit_source(lineedit *editor, const char *path) { return el_source(editor->el, path); }

int lineedit_is_enabled(lineedit *editor) {
    int enabled = 0;
    return el_get(editor->el, EL_EDITMODE, &enabled) == 0 && enabled;
}

int lineedit_is_vi(lineedit *editor) {
    const char *style = NULL;
    return el_get(editor->el, EL_EDITOR, &style) == 0 && style != NULL && strcmp(style, "vi") == 0;
}

void lineedit_bind(lineedit *editor, int in_vi_commands, const char *key, const char *command) {
    if (in_vi_commands) {
        el_set(editor->el, EL_BIND, "-a", key, command, NULL);
    } else {
        el_set(editor->el, EL_BIND, key, command, NULL);
    }
}

int lineedit_is_bound(lineedit *editor, const char *key, const char *command) {
    char *told = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&told, &length);
    if (out == NULL) return 0;
    // libedit only says what a key is bound to where it draws.
    el_set(editor->el, EL_SETFP, 1, out);
    el_set(editor->el, EL_BIND, key, NULL);
    el_set(editor->el, EL_SETFP, 1, stdout);
    fclose(out);
    int is_bound = told != NULL && strstr(told, command) != NULL;
    free(told);
    return is_bound;
}

void lineedit_keys_as_typed(lineedit *editor) {
    el_set(editor->el, EL_SETTY, "-d", "-isig", "-icrnl", "-inlcr", "-ixon", NULL);
    // Between two reads as well: what is typed ahead waits as it was typed, and isn't shown before it is read.
    el_set(editor->el, EL_SETTY, "-x", "-echo", "-icanon", "-icrnl", "-inlcr", NULL);
}

int lineedit_has_capability(lineedit *editor, const char *name) {
    char *value = NULL;
    return el_get(editor->el, EL_GETTC, name, &value) == 0 && value != NULL && *value != '\0';
}

void lineedit_prepare(lineedit *editor, int editing) {
    is_between = 0;
    el_set(editor->el, EL_PREP_TERM, editing);
    if (!editing) is_between = tcgetattr(STDIN_FILENO, &terminal_between) == 0;
}

void lineedit_draw(lineedit *editor, int is_drawn) {
    el_set(editor->el, EL_SETFP, 1, is_drawn ? stdout : editor->complaints);
}

const wchar_t *lineedit_read(lineedit *editor, int *count) { return el_wgets(editor->el, count); }

lineedit_text lineedit_current(lineedit *editor) {
    const LineInfoW *line = el_wline(editor->el);
    return (lineedit_text){
        .start = line->buffer,
        .length = (size_t)(line->lastchar - line->buffer),
        .cursor = (size_t)(line->cursor - line->buffer),
    };
}

int lineedit_insert(lineedit *editor, const wchar_t *text) { return el_winsertstr(editor->el, text); }

void lineedit_delete(lineedit *editor, int count) { el_deletestr(editor->el, count); }

void lineedit_move(lineedit *editor, int count) { el_cursor(editor->el, count); }

void lineedit_push(lineedit *editor, const wchar_t *keys) { el_wpush(editor->el, keys); }

void lineedit_redraw(lineedit *editor) { el_set(editor->el, EL_REFRESH, NULL); }

void lineedit_resize(lineedit *editor) { el_resize(editor->el); }

int lineedit_write(const char *bytes, size_t count) {
    return fwrite(bytes, 1, count, stdout) == count && fflush(stdout) == 0 ? 0 : -1;
}

// The handlers only set flags and write one byte to a pipe, so that a wait wakes up even if the
// signal came just before it or in another thread.
static int wake_pipe[2] = {-1, -1};
static atomic_int interrupted, resized, resumed;

static void note(int signal_number) {
    int saved = errno;
    if (signal_number == SIGINT) interrupted = 1;
    if (signal_number == SIGWINCH) resized = 1;
    if (signal_number == SIGCONT) resumed = 1;
    ssize_t ignored = write(wake_pipe[1], "", 1);
    (void)ignored;
    errno = saved;
}

static int is_in_foreground(void) { return tcgetpgrp(STDIN_FILENO) == getpgrp(); }

static void leave(int signal_number) {
    static const char paste_off[] = "\033[?2004l";
    // A process in the background would be stopped by touching the terminal, and has no need to.
    if (terminal_known && is_in_foreground()) {
        ssize_t ignored = write(STDOUT_FILENO, paste_off, sizeof paste_off - 1);
        (void)ignored;
        tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
    }
    // The handler was installed with SA_RESETHAND: this time the signal has its usual effect.
    raise(signal_number);
}

static void handle(int signal_number, void (*handler)(int), int flags);

// Stops with the terminal as others expect it, and takes it over again when continued.
static void stop(int signal_number) {
    int saved = errno;
    if (terminal_known && is_in_foreground()) tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
    // The handler was installed with SA_RESETHAND and SA_NODEFER: this time the signal has its usual effect.
    raise(signal_number);
    handle(signal_number, stop, SA_RESETHAND | SA_NODEFER);
    if (is_between && is_in_foreground()) tcsetattr(STDIN_FILENO, TCSANOW, &terminal_between);
    errno = saved;
}

static void handle(int signal_number, void (*handler)(int), int flags) {
    struct sigaction before, action = {.sa_handler = handler, .sa_flags = SA_RESTART | flags};
    if (sigaction(signal_number, NULL, &before) == 0 && before.sa_handler == SIG_IGN) return;
    sigemptyset(&action.sa_mask);
    sigaction(signal_number, &action, NULL);
}

static void open_pipe(void) {
    if (wake_pipe[0] >= 0 || pipe(wake_pipe) != 0) return;
    for (int end = 0; end < 2; end++) {
        fcntl(wake_pipe[end], F_SETFD, FD_CLOEXEC);
        fcntl(wake_pipe[end], F_SETFL, O_NONBLOCK);
    }
}

void lineedit_catch_interrupt(void) { handle(SIGINT, note, 0); }

int lineedit_interrupt_pending(void) { return interrupted; }

void lineedit_clear_interrupt(void) { interrupted = 0; }

void lineedit_watch_terminal(void) {
    open_pipe();
    // The second time the terminal may be as the first has left it.
    if (!terminal_known) terminal_known = tcgetattr(STDIN_FILENO, &terminal_before) == 0;
    handle(SIGWINCH, note, 0);
    handle(SIGCONT, note, 0);
    handle(SIGTSTP, stop, SA_RESETHAND | SA_NODEFER);
    handle(SIGTERM, leave, SA_RESETHAND);
    handle(SIGHUP, leave, SA_RESETHAND);
    handle(SIGQUIT, leave, SA_RESETHAND);
}

int lineedit_take_keys(void) {
    if (!terminal_known) return 0;
    terminal_between = terminal_before;
    terminal_between.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
    terminal_between.c_cc[VMIN] = 1;
    terminal_between.c_cc[VTIME] = 0;
    is_between = tcsetattr(STDIN_FILENO, TCSANOW, &terminal_between) == 0;
    return (terminal_before.c_lflag & ECHO) != 0;
}

void lineedit_give_back(void) {
    is_between = 0;
    if (terminal_known) tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal_before);
}

char **lineedit_environment(void) { return environ; }

int lineedit_take_resumed(void) { return atomic_exchange(&resumed, 0); }

lineedit_event lineedit_wait(int milliseconds) {
    for (;;) {
        struct pollfd watched[2] = {{STDIN_FILENO, POLLIN, 0}, {wake_pipe[0], POLLIN, 0}};
        if (interrupted) return LINEEDIT_INTERRUPTED;
        if (lineedit_take_resumed()) return LINEEDIT_RESUMED;
        if (atomic_exchange(&resized, 0)) return LINEEDIT_RESIZED;
        int ready = poll(watched, 2, milliseconds);
        if (ready == 0) return LINEEDIT_TIMEOUT;
        if (ready < 0 && errno != EINTR) return LINEEDIT_FAILED;
        if (ready > 0 && watched[1].revents != 0) {
            char drained[64];
            while (read(wake_pipe[0], drained, sizeof drained) > 0) continue;
        } else if (ready > 0) {
            return LINEEDIT_INPUT;
        }
    }
}

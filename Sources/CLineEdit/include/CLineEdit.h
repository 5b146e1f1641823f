#ifndef CLINEEDIT_H
#define CLINEEDIT_H

#include <stddef.h>
#include <wchar.h>

/// libedit for Swift: one plain function for each operation that is used, because libedit's own
/// are variadic and its streams are C globals. What the keys mean is decided in Swift.
///
/// A handle belongs to the thread that opened it. Only the interrupt functions may be called
/// from any thread.

/// An open line editor on standard input and standard output.
typedef struct lineedit lineedit;

/// What a command tells libedit to do next.
typedef enum lineedit_outcome {
    /// Nothing on the screen changed.
    LINEEDIT_UNCHANGED,
    /// Reading ends as at the end of a file.
    LINEEDIT_END,
    /// The text changed.
    LINEEDIT_REFRESH,
    /// Only the cursor moved.
    LINEEDIT_CURSOR,
    /// Everything is to be drawn again in place.
    LINEEDIT_REDISPLAY,
    /// The key meant nothing here: a bell.
    LINEEDIT_BELL,
} lineedit_outcome;

/// What libedit calls while it reads; `context` is handed to each.
typedef struct lineedit_callbacks {
    void *context;
    /// Stores the next key. Returns 1, or 0 at the end of input, or -1 after an error.
    int (*read_key)(void *context, wchar_t *key);
    /// Runs the command bound to `key`.
    lineedit_outcome (*run)(void *context, wchar_t key);
    /// The prompt, which must stay valid until the next call. It holds no
    /// escape sequences: libedit 3.1 stops the program over them in a narrow window.
    const wchar_t *(*prompt)(void *context);
} lineedit_callbacks;

/// The text being edited; valid until it is next changed.
typedef struct lineedit_text {
    const wchar_t *start;
    size_t length;
    size_t cursor;
} lineedit_text;

/// Takes the named locale's character type (`""` is the user's). Returns 1 if it is now UTF-8.
int lineedit_use_locale(const char *name);

/// The cells a character takes as libedit draws it, or -1 if libedit spells it out.
int lineedit_width(wchar_t character);

/// Opens an editor, or returns NULL. libedit's own complaints about the terminal are not shown.
lineedit *lineedit_open(const char *program, const lineedit_callbacks *callbacks);

/// Puts the terminal back as it was found and frees the editor.
void lineedit_close(lineedit *editor);

/// Reads settings from a file such as `~/.editrc`. Returns 0, or -1 if there is none.
int lineedit_source(lineedit *editor, const char *path);

/// Whether editing is on, which settings may have changed.
int lineedit_is_enabled(lineedit *editor);

/// Whether the keys are vi's, which settings may have chosen.
int lineedit_is_vi(lineedit *editor);

/// Whether a key is bound to a libedit command in the main map.
int lineedit_is_bound(lineedit *editor, const char *key, const char *command);

/// Binds a key (`"^A"`, `"\\200"`) to a libedit command, in the main map or in that of vi's commands.
void lineedit_bind(lineedit *editor, int in_vi_commands, const char *key, const char *command);

/// The command that calls `run`.
extern const char *const lineedit_command;

/// The command that calls `run` with this added to the key, for keys that mean something else to vi.
extern const char *const lineedit_vi_command;
enum { LINEEDIT_VI = 1 << 24 };

/// Makes Ctrl-C, Ctrl-Z and Ctrl-\ arrive as keys, in order with the others, while a line is read, and a
/// return not arrive as a newline. Between two reads they are signals, and nothing that is typed is shown.
void lineedit_keys_as_typed(lineedit *editor);

/// Whether the terminal has a capability, named as in termcap.
int lineedit_has_capability(lineedit *editor, const char *name);

/// Switches the terminal to editing (1), or to how it is between two reads (0).
void lineedit_prepare(lineedit *editor, int editing);

/// Whether libedit draws the text (1), or goes through the motions only (0).
void lineedit_draw(lineedit *editor, int is_drawn);

/// Edits one line until it is accepted. Returns its text, or NULL at the end of input.
const wchar_t *lineedit_read(lineedit *editor, int *count);

/// The text as it stands.
lineedit_text lineedit_current(lineedit *editor);

/// Inserts text at the cursor. Returns 0, or -1 if there is no memory for it.
int lineedit_insert(lineedit *editor, const wchar_t *text);

/// Deletes characters before the cursor.
void lineedit_delete(lineedit *editor, int count);

/// Moves the cursor by a number of characters.
void lineedit_move(lineedit *editor, int count);

/// Puts keys in front of the input.
void lineedit_push(lineedit *editor, const wchar_t *keys);

/// Draws prompt and text anew, from where the terminal's cursor stands.
void lineedit_redraw(lineedit *editor);

/// Asks the terminal for its size again.
void lineedit_resize(lineedit *editor);

/// Writes bytes behind what libedit has written, and flushes. Returns 0, or -1.
int lineedit_write(const char *bytes, size_t count);

/// What `lineedit_wait` woke up for.
typedef enum lineedit_event {
    LINEEDIT_INPUT,
    LINEEDIT_TIMEOUT,
    LINEEDIT_INTERRUPTED,
    LINEEDIT_RESIZED,
    LINEEDIT_RESUMED,
    LINEEDIT_FAILED,
} lineedit_event;

/// Handles SIGINT with a flag, and no system call elsewhere fails because of it. Calling it again
/// does nothing. A SIGINT that was ignored stays ignored.
void lineedit_catch_interrupt(void);

/// Whether SIGINT has come since the flag was last cleared. Safe from any thread.
int lineedit_interrupt_pending(void);

/// Clears the flag.
void lineedit_clear_interrupt(void);

/// Watches for a change of window size, for being continued after a stop, and for signals that end
/// the program: before they do, the terminal is put back as it is at the time of this call.
void lineedit_watch_terminal(void);

/// For a terminal that libedit can't use: from now on each key arrives as it is typed, and none is shown. Returns
/// whether keys were shown before.
int lineedit_take_keys(void);

/// Gives the terminal back as it was.
void lineedit_give_back(void);

/// The environment, for a program that is started.
char **lineedit_environment(void);

/// Whether the program was continued since this was last asked for.
int lineedit_take_resumed(void);

/// Waits for input or for a signal; a negative time waits for ever.
lineedit_event lineedit_wait(int milliseconds);

#endif

// The one C interface over the C and C++ libraries that Quoth stands on: simdjson, libcsv, RE2,
// Snowball, utf8proc, libmd and xxHash. It adapts types and nothing else; every decision is taken in Swift.
//
// Conventions: a buffer is a pointer and a length in bytes and is never kept past the call; a handle
// belongs to the caller, who frees it once; no C++ exception leaves a function, and failure to
// allocate is an ordinary result. A handle may be used by one thread at a time unless said otherwise.

#ifndef CNATIVE_H
#define CNATIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#define NATIVE_NOEXCEPT noexcept
#else
#define NATIVE_NOEXCEPT
#endif

// MARK: JSON (simdjson)

/// How many readable bytes must follow a text; what they hold doesn't matter.
extern const size_t native_json_padding;

/// Why a text was refused. The numbers are ours and don't change with simdjson's.
typedef enum native_json_status {
    NATIVE_JSON_OK = 0,
    NATIVE_JSON_EMPTY = 1,          // nothing but white space
    NATIVE_JSON_STRUCTURE = 2,      // brackets, commas, colons; truncated; something after the value
    NATIVE_JSON_STRING = 3,         // an escape, a lone surrogate, a raw control character, no end
    NATIVE_JSON_NUMBER = 4,         // ill-formed, or out of range
    NATIVE_JSON_LITERAL = 5,        // not quite true, false or null
    NATIVE_JSON_UTF8 = 6,           // not UTF-8
    NATIVE_JSON_DEPTH = 7,          // nested more deeply than the parser was made for
    NATIVE_JSON_TOO_LARGE = 8,      // over 4 GB
    NATIVE_JSON_OUT_OF_MEMORY = 9,
    NATIVE_JSON_OTHER = 10,         // a defect in the library or in its use
} native_json_status;

/// A reusable parser, with the memory of the text it read last.
typedef struct native_json_parser native_json_parser;

/// What a parse left behind. It belongs to the parser and holds until its next parse.
typedef struct native_json_view {
    /// One word a node (numbers take two): the type, an ASCII letter, in the high 8 bits, the payload
    /// in the low 56. Laid out as in simdjson's doc/tape.md; word 0 is the root.
    const uint64_t *tape;
    size_t tape_count;
    /// Unescaped strings: a native 32-bit length, the bytes, a NUL. Strings on the tape are offsets.
    const uint8_t *strings;
    /// Byte offsets, in the text, of every bracket, colon, comma, and start of a scalar, in order.
    const uint32_t *structurals;
    size_t structural_count;
} native_json_view;

/// A parser that refuses more than `max_depth` - 1 containers inside each other; NULL if out of memory.
native_json_parser *native_json_new(size_t max_depth) NATIVE_NOEXCEPT;
void native_json_free(native_json_parser *parser) NATIVE_NOEXCEPT;

/// Reads one value that fills `text`, `length` bytes with `native_json_padding` readable ones after
/// them. `view` is set on success only. The text isn't needed afterwards.
native_json_status native_json_parse(
    native_json_parser *parser, const uint8_t *text, size_t length, native_json_view *view) NATIVE_NOEXCEPT;

/// What should have stood where a text's structure is wrong.
typedef enum native_json_expected {
    NATIVE_JSON_EXPECTED_VALUE = 0,
    NATIVE_JSON_EXPECTED_NAME = 1,            // of a member
    NATIVE_JSON_EXPECTED_COLON = 2,           // after a name
    NATIVE_JSON_EXPECTED_AFTER_ELEMENT = 3,   // a comma or the end of the array
    NATIVE_JSON_EXPECTED_AFTER_MEMBER = 4,    // a comma or the end of the object
    NATIVE_JSON_EXPECTED_NOTHING = 5,         // after the text's one value
    NATIVE_JSON_EXPECTED_QUOTATION_MARK = 6,  // at the end of the text's last string
} native_json_expected;

/// What is wrong with a text that `native_json_parse` refused.
typedef struct native_json_fault {
    /// OK if simdjson's other reader finds nothing wrong but integers beyond 64 bits.
    native_json_status status;
    /// For NATIVE_JSON_STRUCTURE only.
    native_json_expected expected;
    /// The byte where the unfit token begins, or `length` if the text ends too early.
    size_t offset;
    /// How many integers beyond 64 bits stand before the fault.
    size_t wide_count;
} native_json_fault;

/// Reads a refused text again, from a copy, to tell where it fails. Sets where the first `capacity`
/// integers beyond 64 bits end.
void native_json_explain(
    const native_json_parser *parser, const uint8_t *text, size_t length, native_json_fault *fault,
    size_t *wide_ends, size_t capacity) NATIVE_NOEXCEPT;

/// Whether a text is UTF-8; any thread may ask.
bool native_is_utf8(const uint8_t *text, size_t length) NATIVE_NOEXCEPT;

// MARK: CSV (libcsv)

/// What came of reading a row.
typedef enum native_csv_status {
    NATIVE_CSV_ROW = 0,           // a row, with its line's end or the text's
    NATIVE_CSV_END = 1,           // nothing but blank lines
    NATIVE_CSV_QUOTE = 2,         // a quotation mark in a bare cell, or something after a closing one
    NATIVE_CSV_OPEN = 3,          // the text ends in a cell whose quotation mark isn't closed
    NATIVE_CSV_OUT_OF_MEMORY = 4,
} native_csv_status;

/// A reusable reader, with the memory of the row it read last. After a fault it can't be used again.
typedef struct native_csv native_csv;

/// A row, which belongs to the reader and holds until its next one.
typedef struct native_csv_row {
    /// The cells end to end, without quotation marks and without the blanks around them, and where each
    /// ends. NULL if there are none.
    const uint8_t *bytes;
    const size_t *ends;
    /// How many cells there are; at a fault, how many stand before the one that is wrong.
    size_t count;
    /// How many bytes of the text were read; at a fault, where it is.
    size_t length;
    /// The byte that ended the row, or -1 if the text did.
    int terminator;
} native_csv_row;

/// A reader; NULL if out of memory.
native_csv *native_csv_new(void) NATIVE_NOEXCEPT;
void native_csv_free(native_csv *csv) NATIVE_NOEXCEPT;

/// Reads the first row of a text, and blank lines before it.
native_csv_status native_csv_next(
    native_csv *csv, const uint8_t *text, size_t length, native_csv_row *row) NATIVE_NOEXCEPT;

/// Passes over `cells` cells of a text, as many as there are up to a fault. Returns how many bytes that
/// takes, and sets how many cells it passed. Slow, for messages only.
size_t native_csv_skip(
    const uint8_t *text, size_t length, size_t cells, size_t *passed) NATIVE_NOEXCEPT;

// MARK: Regular expressions (RE2)

/// A compiled pattern. It doesn't change, and any number of threads may match with it at once.
typedef struct native_regex native_regex;

/// What is wrong with a pattern: a clause, and the part of the pattern that it is about.
typedef struct native_regex_fault {
    char message[96];
    size_t offset;
    size_t length;
} native_regex_fault;

/// Compiles a UTF-8 pattern. Its program and the states that matching remembers stay within `max_memory`
/// bytes. NULL if the pattern is refused, and then `fault` is set.
native_regex *native_regex_new(
    const uint8_t *pattern, size_t length, size_t max_memory, native_regex_fault *fault) NATIVE_NOEXCEPT;
void native_regex_free(native_regex *regex) NATIVE_NOEXCEPT;

/// 1 if the pattern matches anywhere in the text, 0 if it doesn't, -1 if out of memory.
int native_regex_matches(const native_regex *regex, const uint8_t *text, size_t length) NATIVE_NOEXCEPT;

/// The same for the part of the text from `start`; sets where the first match begins and ends.
int native_regex_find(
    const native_regex *regex, const uint8_t *text, size_t length, size_t start, size_t *match_start,
    size_t *match_end) NATIVE_NOEXCEPT;

// MARK: Word endings (Snowball)

typedef struct sb_stemmer native_stemmer;

/// A stemmer for a language, by its ISO 639-1 code; NULL if there is none, or out of memory.
native_stemmer *native_stemmer_new(const char *language) NATIVE_NOEXCEPT;
void native_stemmer_free(native_stemmer *stemmer) NATIVE_NOEXCEPT;

/// The stem of a case-folded word in UTF-8, which holds until the stemmer's next word; NULL if out of
/// memory.
const uint8_t *native_stemmer_stem(
    native_stemmer *stemmer, const uint8_t *word, int length, int *stem_length) NATIVE_NOEXCEPT;

// MARK: Unicode (utf8proc); every function may be called by any thread

/// Reads one scalar; its length in bytes, or 0 if none stands there whole.
size_t native_scalar(const uint8_t *text, size_t length, int32_t *scalar) NATIVE_NOEXCEPT;

/// The general category, numbered as in utf8proc_category_t.
typedef enum native_category {
    NATIVE_CATEGORY_LU = 1,  // the first of the letters
    NATIVE_CATEGORY_LO = 5,  // the last of the letters
    NATIVE_CATEGORY_MN = 6,  // the first of the marks
    NATIVE_CATEGORY_ME = 8,  // the last of the marks
    NATIVE_CATEGORY_ND = 9,  // the first of the numbers
    NATIVE_CATEGORY_NO = 11, // the last of the numbers
} native_category;
int native_category_of(int32_t scalar) NATIVE_NOEXCEPT;

/// How many columns of a terminal a scalar takes by itself: 0, 1 or 2.
int native_width(int32_t scalar) NATIVE_NOEXCEPT;

/// Folds case and decomposes for compatibility (NFKD), without default-ignorable scalars. Returns how
/// many scalars there are, which may be more than `capacity` (then none may be read), or a negative
/// number if the text isn't UTF-8.
ptrdiff_t native_fold(
    const uint8_t *text, size_t length, int32_t *scalars, size_t capacity) NATIVE_NOEXCEPT;

/// Composes scalars (NFC) and encodes them in UTF-8 in their own place, which must have room for one
/// scalar more. Returns the length in bytes, or a negative number on failure.
ptrdiff_t native_compose(int32_t *scalars, size_t count) NATIVE_NOEXCEPT;

// MARK: Bytes (libmd, xxHash, libc); every function may be called by any thread

/// The SHA-256 digest in hexadecimal, with a NUL.
void native_sha256(const uint8_t *bytes, size_t length, char digest[65]) NATIVE_NOEXCEPT;

/// The XXH3 hash of 128 bits, its most significant byte first.
void native_xxh128(const uint8_t *bytes, size_t length, uint8_t digest[16]) NATIVE_NOEXCEPT;

/// The XXH3 hash of 64 bits.
uint64_t native_xxh64(const uint8_t *bytes, size_t length) NATIVE_NOEXCEPT;

/// Has memory brought nearer that will be read soon.
static inline void native_prefetch(const void *address) { __builtin_prefetch(address); }

/// How many bits are one in words; and how many are one in both of two runs of them. Built several times, for what
/// the processor can do.
size_t native_population(const uint64_t *words, size_t count) NATIVE_NOEXCEPT;
size_t native_common_population(const uint64_t *words, const uint64_t *others, size_t count) NATIVE_NOEXCEPT;

/// Combines two runs of words, or turns one over, into a third that overlaps neither.
void native_intersect(
    const uint64_t *words, const uint64_t *others, uint64_t *result, size_t count) NATIVE_NOEXCEPT;
void native_unite(const uint64_t *words, const uint64_t *others, uint64_t *result, size_t count) NATIVE_NOEXCEPT;
void native_subtract(
    const uint64_t *words, const uint64_t *others, uint64_t *result, size_t count) NATIVE_NOEXCEPT;
void native_complement(const uint64_t *words, uint64_t *result, size_t count) NATIVE_NOEXCEPT;

/// Whether all numbers are at least the one bound and at most the other, which is no less.
bool native_are_within(const uint32_t *numbers, size_t count, uint32_t least, uint32_t most) NATIVE_NOEXCEPT;

/// Leaves of the ones of words those that others have, or that either of two others has; adds those of others; or removes
/// those of some, or those that others don't have. They don't overlap.
void native_keep(uint64_t *words, const uint64_t *others, size_t count) NATIVE_NOEXCEPT;
void native_keep_either(
    uint64_t *words, const uint64_t *some, const uint64_t *others, size_t count) NATIVE_NOEXCEPT;
void native_add(uint64_t *words, const uint64_t *others, size_t count) NATIVE_NOEXCEPT;
void native_remove(uint64_t *words, const uint64_t *others, size_t count) NATIVE_NOEXCEPT;
void native_remove_but(
    uint64_t *words, const uint64_t *some, const uint64_t *others, size_t count) NATIVE_NOEXCEPT;

/// A bit for each number, the first in the lowest of the first word: whether it is from the least to the most. Bits after
/// the last are zero. Numbers are little-endian, as all that is stored.
void native_mark_within_8(
    const uint8_t *codes, size_t count, uint8_t least, uint8_t most, uint64_t *words) NATIVE_NOEXCEPT;
void native_mark_within_16(
    const uint16_t *codes, size_t count, uint16_t least, uint16_t most, uint64_t *words) NATIVE_NOEXCEPT;
void native_mark_within_32(
    const uint32_t *codes, size_t count, uint32_t least, uint32_t most, uint64_t *words) NATIVE_NOEXCEPT;

/// The same hash over parts that come one after the other: a state, NULL if out of memory, the next part,
/// and the hash of all so far.
typedef struct native_xxh_state native_xxh_state;
native_xxh_state *native_xxh_new(void) NATIVE_NOEXCEPT;
void native_xxh_free(native_xxh_state *state) NATIVE_NOEXCEPT;
void native_xxh_add(native_xxh_state *state, const uint8_t *bytes, size_t length) NATIVE_NOEXCEPT;
void native_xxh_digest(const native_xxh_state *state, uint8_t digest[16]) NATIVE_NOEXCEPT;

/// Makes a block of memory larger or smaller (NULL is one of no size), without a copy where the system can move pages;
/// NULL, and the block as it was, if out of memory.
void *native_resize(void *block, size_t size) NATIVE_NOEXCEPT;

/// A block of zeros, whose pages take no memory until they are written; NULL if out of memory.
void *native_zeros(size_t size) NATIVE_NOEXCEPT;

/// Keeps up to 32 MB that are let go of for the next who asks, where the C library can be told to.
void native_keep_released(void) NATIVE_NOEXCEPT;

void native_release(void *block) NATIVE_NOEXCEPT;

/// The number of characters of UTF-8 all of whose scalars are characters of their own: those before U+0300, where the
/// combining ones begin (Unicode Standard Annex 29), but for a return, which is one character with a line feed. -1 for
/// other text.
ptrdiff_t native_plain_characters(const uint8_t *bytes, size_t length) NATIVE_NOEXCEPT;

/// Whether two runs of bytes are the same. Here, since most are so short that a call costs more than the answer.
static inline bool native_is_same(const uint8_t *left, const uint8_t *right, size_t length) {
    uint64_t a, b, c, d;
    if (length > 16) {
        return memcmp(left, right, length) == 0;
    }
    if (length >= 8) {
        memcpy(&a, left, 8);
        memcpy(&b, right, 8);
        memcpy(&c, left + length - 8, 8);
        memcpy(&d, right + length - 8, 8);
        return ((a ^ b) | (c ^ d)) == 0;
    }
    for (size_t index = 0; index < length; index++) {
        if (left[index] != right[index]) {
            return false;
        }
    }
    return true;
}

/// Where `needle`, which isn't empty, first stands in `bytes`, or -1.
ptrdiff_t native_find(
    const uint8_t *bytes, size_t length, const uint8_t *needle, size_t needle_length) NATIVE_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif

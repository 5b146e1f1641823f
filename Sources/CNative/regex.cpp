#include "CNative.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <string>

struct native_regex {
    re2::RE2 re2;
};

static void set_fault(
    native_regex_fault *fault, const char *message, size_t count, size_t offset, size_t length) noexcept {
    const size_t kept = std::min(count, sizeof fault->message - 1);
    std::memcpy(fault->message, message, kept);
    fault->message[kept] = 0;
    fault->offset = offset;
    fault->length = length;
}

// RE2 tells the part of the pattern that it refuses, at the end of its message and without its place.
static void describe(const re2::RE2 &re2, size_t pattern_length, native_regex_fault *fault) {
    const std::string &message = re2.error();
    const std::string &part = re2.error_arg();
    const size_t at = part.empty() ? std::string::npos : re2.pattern().find(part);
    const size_t tail = part.empty() ? 0 : part.size() + 2;
    const size_t count = message.size() > tail ? message.size() - tail : message.size();
    const bool found = at != std::string::npos;
    set_fault(fault, message.data(), count, found ? at : 0, found ? part.size() : pattern_length);
}

native_regex *native_regex_new(
    const uint8_t *pattern, size_t length, size_t max_memory, native_regex_fault *fault) noexcept {
    try {
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(static_cast<int64_t>(max_memory));
        const re2::StringPiece text(reinterpret_cast<const char *>(pattern), length);
        auto *regex = new native_regex{{text, options}};
        if (regex->re2.ok()) {
            return regex;
        }
        describe(regex->re2, length, fault);
        delete regex;
    } catch (...) {
        static const char message[] = "not enough memory";
        set_fault(fault, message, sizeof message - 1, 0, length);
    }
    return nullptr;
}

void native_regex_free(native_regex *regex) noexcept { delete regex; }

int native_regex_matches(const native_regex *regex, const uint8_t *text, size_t length) noexcept {
    try {
        const re2::StringPiece piece(reinterpret_cast<const char *>(text), length);
        return regex->re2.Match(piece, 0, length, re2::RE2::UNANCHORED, nullptr, 0);
    } catch (...) {
        return -1;
    }
}

int native_regex_find(
    const native_regex *regex, const uint8_t *text, size_t length, size_t start, size_t *match_start,
    size_t *match_end) noexcept {
    try {
        const re2::StringPiece piece(reinterpret_cast<const char *>(text), length);
        re2::StringPiece match;
        if (!regex->re2.Match(piece, start, length, re2::RE2::UNANCHORED, &match, 1)) return 0;
        *match_start = static_cast<size_t>(match.data() - piece.data());
        *match_end = *match_start + match.size();
        return 1;
    } catch (...) {
        return -1;
    }
}

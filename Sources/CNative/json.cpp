#include "CNative.h"

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <new>

// Texts are read with the library's own padding rule, so its number is the one we hand out.
const size_t native_json_padding = simdjson::SIMDJSON_PADDING;

struct native_json_parser {
    simdjson::dom::parser dom;
    size_t max_depth;
};

static native_json_status status_of(simdjson::error_code code) noexcept {
    switch (code) {
    case simdjson::SUCCESS:
        return NATIVE_JSON_OK;
    case simdjson::EMPTY:
        return NATIVE_JSON_EMPTY;
    case simdjson::TAPE_ERROR:
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
    case simdjson::TRAILING_CONTENT:
        return NATIVE_JSON_STRUCTURE;
    case simdjson::STRING_ERROR:
    case simdjson::UNESCAPED_CHARS:
    case simdjson::UNCLOSED_STRING:
        return NATIVE_JSON_STRING;
    case simdjson::NUMBER_ERROR:
    case simdjson::NUMBER_OUT_OF_RANGE:
        return NATIVE_JSON_NUMBER;
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR:
        return NATIVE_JSON_LITERAL;
    case simdjson::UTF8_ERROR:
        return NATIVE_JSON_UTF8;
    case simdjson::DEPTH_ERROR:
        return NATIVE_JSON_DEPTH;
    case simdjson::CAPACITY:
        return NATIVE_JSON_TOO_LARGE;
    case simdjson::MEMALLOC:
        return NATIVE_JSON_OUT_OF_MEMORY;
    default:
        return NATIVE_JSON_OTHER;
    }
}

// simdjson grows to exactly the length it meets; lines that get longer bit by bit would make it
// allocate again for each, so capacity doubles instead. Pages that aren't touched cost nothing.
static simdjson::error_code reserve(native_json_parser *parser, size_t length) noexcept {
    if (length > simdjson::SIMDJSON_MAXSIZE_BYTES) {
        return simdjson::CAPACITY;
    }
    if (parser->dom.implementation && parser->dom.capacity() >= length &&
        parser->dom.doc.capacity() >= length) {
        return simdjson::SUCCESS;
    }
    size_t capacity = 4096;
    while (capacity < length) {
        capacity *= 2;
    }
    if (capacity > simdjson::SIMDJSON_MAXSIZE_BYTES) {
        capacity = simdjson::SIMDJSON_MAXSIZE_BYTES;
    }
    const auto code = parser->dom.allocate(capacity, parser->max_depth);
    return code ? code : parser->dom.doc.allocate(capacity);
}

native_json_parser *native_json_new(size_t max_depth) noexcept {
    auto *parser = new (std::nothrow) native_json_parser;
    if (parser) {
        parser->max_depth = max_depth;
    }
    return parser;
}

void native_json_free(native_json_parser *parser) noexcept { delete parser; }

native_json_status native_json_parse(
    native_json_parser *parser, const uint8_t *text, size_t length, native_json_view *view) noexcept {
    if (const auto code = reserve(parser, length)) {
        return status_of(code);
    }
    if (const auto code = parser->dom.parse(text, length, false).error()) {
        return status_of(code);
    }
    const auto &document = parser->dom.doc;
    const auto &stages = *parser->dom.implementation;
    view->tape = document.tape.get();
    view->tape_count = static_cast<size_t>(document.tape[0] & simdjson::internal::JSON_VALUE_MASK);
    view->strings = document.string_buf.get();
    view->structurals = stages.structural_indexes.get();
    view->structural_count = stages.n_structural_indexes;
    return NATIVE_JSON_OK;
}

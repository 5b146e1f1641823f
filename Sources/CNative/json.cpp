#include "CNative.h"

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>

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

bool native_is_utf8(const uint8_t *text, size_t length) noexcept {
    return simdjson::validate_utf8(reinterpret_cast<const char *>(text), length);
}

// MARK: Faults

namespace {

namespace ondemand = simdjson::ondemand;

// The document reader says only that a text is refused. The on-demand reader stops at the token that is
// wrong, but trusts the text to end with the bracket it began with and treats a lone scalar differently.
// So it is given the text as the middle one of three elements: then every text begins and ends well, and
// whatever ends too early meets the comma that follows it.
constexpr std::string_view before_text = "[0,";
constexpr std::string_view after_text = ",0]";

struct level {
    bool is_object = false;
    bool is_at_first = true;
    ondemand::array_iterator element;
    ondemand::object_iterator member;

    void advance() noexcept {
        if (is_object) {
            ++member;
        } else {
            ++element;
        }
    }

    // An iterator equals any other when its container has been closed.
    bool is_at_end() const noexcept {
        return is_object ? member == ondemand::object_iterator() : element == ondemand::array_iterator();
    }
};

class explainer {
public:
    explainer(
        const uint8_t *text, size_t length, size_t max_depth, native_json_fault *fault,
        size_t *wide_ends, size_t capacity) noexcept
        : text(text), length(length), max_depth(max_depth), fault(fault), wide_ends(wide_ends),
          capacity(capacity), levels(new (std::nothrow) level[max_depth]) {}

    // Whether nothing was found to be wrong.
    bool explain() noexcept;

private:
    const uint8_t *text;
    size_t length;
    size_t max_depth;
    native_json_fault *fault;
    size_t *wide_ends;
    size_t capacity;
    // A string that the text leaves open is closed with these, so that all before it can be read.
    size_t added_quotes = 0;
    std::unique_ptr<char[]> copy;
    std::unique_ptr<level[]> levels;
    size_t depth = 0;
    ondemand::parser parser;
    ondemand::document document;

    simdjson::error_code begin() noexcept;
    bool fail(native_json_status status, native_json_expected expected, size_t offset) noexcept;
    size_t place() noexcept;
    size_t offset_of(const char *location) const noexcept;
    bool step() noexcept;
    bool read_member(level &top, size_t separator) noexcept;
    bool read_value(ondemand::value value) noexcept;
    bool open(ondemand::value &value, bool is_object, size_t start) noexcept;
    bool read_string(simdjson::simdjson_result<std::string_view> string, size_t start) noexcept;
    bool read_number(ondemand::value &value, size_t start) noexcept;
};

bool explainer::fail(
    native_json_status status, native_json_expected expected, size_t offset) noexcept {
    fault->status = status;
    fault->expected = expected;
    fault->offset = std::min(offset, length);
    return false;
}

size_t explainer::offset_of(const char *location) const noexcept {
    const auto *start = copy.get() + before_text.size();
    return location < start ? 0 : std::min(static_cast<size_t>(location - start), length);
}

// Where the next token begins or, once the reader has failed, the token at which it did.
size_t explainer::place() noexcept {
    const char *location = nullptr;
    return document.current_location().get(location) ? length : offset_of(location);
}

simdjson::error_code explainer::begin() noexcept {
    const size_t size = before_text.size() + length + 2 + after_text.size();
    copy.reset(new (std::nothrow) char[size + simdjson::SIMDJSON_PADDING]());
    if (!copy || !levels) {
        return simdjson::MEMALLOC;
    }
    // The reader counts our array too, and from one.
    if (const auto code = parser.allocate(size, max_depth + 4)) {
        return code;
    }
    auto *end = std::copy(before_text.begin(), before_text.end(), copy.get());
    // A raw control character in a string would stop the reader before it has begun. read_string finds
    // it in the text itself; outside strings DEL is as wrong as any other.
    end = std::transform(text, text + length, end, [](uint8_t byte) {
        const bool is_space = byte == '\t' || byte == '\n' || byte == '\r';
        return static_cast<char>(is_space ? ' ' : byte < 0x20 ? 0x7F : byte);
    });
    simdjson::error_code code = simdjson::SUCCESS;
    // The first quotation mark doesn't close a string that ends in a backslash; the second does.
    for (added_quotes = 0; added_quotes <= 2; ++added_quotes) {
        auto *last = std::fill_n(end, added_quotes, '"');
        last = std::copy(after_text.begin(), after_text.end(), last);
        const auto used = static_cast<size_t>(last - copy.get());
        code = parser.iterate(copy.get(), used, used + simdjson::SIMDJSON_PADDING).get(document);
        if (code != simdjson::UNCLOSED_STRING) {
            break;
        }
    }
    return code;
}

bool explainer::explain() noexcept {
    ondemand::array root;
    ondemand::array_iterator element;
    ondemand::value value;
    double zero = 0;
    auto code = begin();
    if (!code) { code = document.get_array().get(root); }
    if (!code) { code = root.begin().get(element); }
    if (!code) { code = (*element).get(value); }
    if (!code) { code = value.get_double().get(zero); }
    if (!code) { code = (*++element).get(value); }
    if (code) {
        return fail(status_of(code), NATIVE_JSON_EXPECTED_VALUE, 0);
    }
    if (!read_value(value)) {
        return false;
    }
    while (depth > 0) {
        if (!step()) {
            return false;
        }
    }
    const size_t end = place();
    return end == length || fail(NATIVE_JSON_STRUCTURE, NATIVE_JSON_EXPECTED_NOTHING, end);
}

// Reads the next element or member of the innermost container, or leaves it.
bool explainer::step() noexcept {
    auto &top = levels[depth - 1];
    const auto expected =
        top.is_object ? NATIVE_JSON_EXPECTED_AFTER_MEMBER : NATIVE_JSON_EXPECTED_AFTER_ELEMENT;
    size_t separator = SIZE_MAX;
    if (!top.is_at_first) {
        separator = place();
        if (separator == length) {
            return fail(NATIVE_JSON_STRUCTURE, expected, length);
        }
        top.advance();
    }
    top.is_at_first = false;
    if (top.is_at_end()) {
        --depth;
        return true;
    }
    if (top.is_object) {
        return read_member(top, separator);
    }
    ondemand::value value;
    if ((*top.element).get(value)) {
        return fail(NATIVE_JSON_STRUCTURE, expected, place());
    }
    return read_value(value);
}

bool explainer::read_member(level &top, size_t separator) noexcept {
    const size_t name = place();
    ondemand::field field;
    if ((*top.member).get(field)) {
        const size_t failed = place();
        if (failed == separator) {
            return fail(NATIVE_JSON_STRUCTURE, NATIVE_JSON_EXPECTED_AFTER_MEMBER, failed);
        }
        if (failed == name) {
            return fail(NATIVE_JSON_STRUCTURE, NATIVE_JSON_EXPECTED_NAME, failed);
        }
        if (failed == length && added_quotes > 0) {
            return fail(NATIVE_JSON_STRUCTURE, NATIVE_JSON_EXPECTED_QUOTATION_MARK, name);
        }
        return fail(NATIVE_JSON_STRUCTURE, NATIVE_JSON_EXPECTED_COLON, failed);
    }
    return read_string(field.unescaped_key(), name) && read_value(field.value());
}

bool explainer::read_value(ondemand::value value) noexcept {
    const size_t start = place();
    ondemand::json_type type;
    if (value.type().get(type)) {
        return fail(NATIVE_JSON_STRUCTURE, NATIVE_JSON_EXPECTED_VALUE, start);
    }
    simdjson::error_code code;
    switch (type) {
    case ondemand::json_type::object:
    case ondemand::json_type::array:
        return open(value, type == ondemand::json_type::object, start);
    case ondemand::json_type::string:
        return read_string(value.get_string(), start);
    case ondemand::json_type::number:
        return read_number(value, start);
    case ondemand::json_type::boolean:
        code = value.get_bool().error();
        break;
    case ondemand::json_type::null:
        // Releases differ in whether they return false or an error for what only begins like null.
        code = value.raw_json_token().substr(0, 4) == "null" ? value.is_null().error()
                                                             : simdjson::N_ATOM_ERROR;
        break;
    default:
        return fail(NATIVE_JSON_STRUCTURE, NATIVE_JSON_EXPECTED_VALUE, start);
    }
    return !code || fail(NATIVE_JSON_LITERAL, NATIVE_JSON_EXPECTED_VALUE, start);
}

bool explainer::open(ondemand::value &value, bool is_object, size_t start) noexcept {
    level opened;
    opened.is_object = is_object;
    simdjson::error_code code;
    if (is_object) {
        ondemand::object object;
        code = value.get_object().get(object);
        if (!code) { code = object.begin().get(opened.member); }
    } else {
        ondemand::array array;
        code = value.get_array().get(array);
        if (!code) { code = array.begin().get(opened.element); }
    }
    if (code) {
        return fail(status_of(code), NATIVE_JSON_EXPECTED_VALUE, start);
    }
    if (opened.is_at_end()) {
        return true;
    }
    if (depth + 1 >= max_depth) {
        return fail(NATIVE_JSON_DEPTH, NATIVE_JSON_EXPECTED_NOTHING, start);
    }
    levels[depth++] = opened;
    return true;
}

bool explainer::read_string(
    simdjson::simdjson_result<std::string_view> string, size_t start) noexcept {
    const size_t next = place();
    if (next == length && added_quotes > 0) {
        return fail(NATIVE_JSON_STRUCTURE, NATIVE_JSON_EXPECTED_QUOTATION_MARK, start);
    }
    if (string.error()) {
        return fail(NATIVE_JSON_STRING, NATIVE_JSON_EXPECTED_VALUE, start);
    }
    // Nothing but spaces and a colon stands between the string's end and the next token.
    const auto *token = reinterpret_cast<const char *>(text) + start;
    const auto inside = std::string_view(token, next - start);
    const auto *end = token + inside.rfind('"');
    const auto *control = std::find_if(
        token, end, [](char byte) { return static_cast<uint8_t>(byte) < 0x20; });
    return control == end
        || fail(NATIVE_JSON_STRING, NATIVE_JSON_EXPECTED_VALUE, start + static_cast<size_t>(control - token));
}

bool explainer::read_number(ondemand::value &value, size_t start) noexcept {
    const auto token = value.raw_json_token();
    const bool is_wide = value.get_number().error();
    if (value.get_double().error()) {
        return fail(NATIVE_JSON_NUMBER, NATIVE_JSON_EXPECTED_VALUE, start);
    }
    if (is_wide) {
        if (fault->wide_count < capacity) {
            wide_ends[fault->wide_count] = start + token.find_last_not_of(' ') + 1;
        }
        ++fault->wide_count;
    }
    return true;
}

} // namespace

void native_json_explain(
    const native_json_parser *parser, const uint8_t *text, size_t length, native_json_fault *fault,
    size_t *wide_ends, size_t capacity) noexcept {
    *fault = {NATIVE_JSON_OK, NATIVE_JSON_EXPECTED_NOTHING, 0, 0};
    explainer(text, length, parser->max_depth, fault, wide_ends, capacity).explain();
}

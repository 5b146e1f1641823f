#include "CNative.h"

#include <string.h>

// Swift builds for a processor without instructions for many words at once, or to count ones, which takes five times as
// long. So each function is there for several kinds of processors. Which of them this is, glibc found out when the
// program began: to ask the processor itself, as the compilers' own means do in every program that has such functions,
// takes longer than to parse a query where a hypervisor answers for it.
#if defined(__x86_64__) && defined(__linux__) && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>

enum processor { UNKNOWN, ANY, WITH_POPCNT, WITH_AVX2, WITH_AVX512_VPOPCNTDQ };

static enum processor processor(void) {
    // Every thread would find the same.
    static _Atomic enum processor found = UNKNOWN;
    enum processor known = found;
    if (known == UNKNOWN) {
        known = CPU_FEATURE_ACTIVE(AVX512_VPOPCNTDQ) ? WITH_AVX512_VPOPCNTDQ
            : CPU_FEATURE_ACTIVE(AVX2)               ? WITH_AVX2
            : CPU_FEATURE_ACTIVE(POPCNT)             ? WITH_POPCNT
                                                     : ANY;
        found = known;
    }
    return known;
}

#define FOR_EACH_PROCESSOR(result, name, parameters, arguments, ...)                                        \
    static inline __attribute__((always_inline)) result name##_body parameters __VA_ARGS__                  \
    __attribute__((target("avx512vpopcntdq,popcnt"))) static result name##_avx512 parameters {              \
        return name##_body arguments;                                                                       \
    }                                                                                                       \
    __attribute__((target("avx2,popcnt"))) static result name##_avx2 parameters {                           \
        return name##_body arguments;                                                                       \
    }                                                                                                       \
    __attribute__((target("popcnt"))) static result name##_popcnt parameters {                              \
        return name##_body arguments;                                                                       \
    }                                                                                                       \
    result name parameters {                                                                                \
        switch (processor()) {                                                                              \
        case WITH_AVX512_VPOPCNTDQ: return name##_avx512 arguments;                                         \
        case WITH_AVX2: return name##_avx2 arguments;                                                       \
        case WITH_POPCNT: return name##_popcnt arguments;                                                   \
        default: return name##_body arguments;                                                              \
        }                                                                                                   \
    }
#else
#define FOR_EACH_PROCESSOR(result, name, parameters, arguments, ...) result name parameters __VA_ARGS__
#endif

FOR_EACH_PROCESSOR(size_t, native_population, (const uint64_t *words, size_t count), (words, count), {
    size_t total = 0;
    for (size_t index = 0; index < count; index++) total += (size_t)__builtin_popcountll(words[index]);
    return total;
})

FOR_EACH_PROCESSOR(
    size_t, native_common_population, (const uint64_t *words, const uint64_t *others, size_t count),
    (words, others, count), {
        size_t total = 0;
        for (size_t index = 0; index < count; index++)
            total += (size_t)__builtin_popcountll(words[index] & others[index]);
        return total;
    })

FOR_EACH_PROCESSOR(
    void, native_intersect,
    (const uint64_t *words, const uint64_t *others, uint64_t *restrict result, size_t count),
    (words, others, result, count),
    { for (size_t index = 0; index < count; index++) result[index] = words[index] & others[index]; })

FOR_EACH_PROCESSOR(
    void, native_unite,
    (const uint64_t *words, const uint64_t *others, uint64_t *restrict result, size_t count),
    (words, others, result, count),
    { for (size_t index = 0; index < count; index++) result[index] = words[index] | others[index]; })

FOR_EACH_PROCESSOR(
    void, native_subtract,
    (const uint64_t *words, const uint64_t *others, uint64_t *restrict result, size_t count),
    (words, others, result, count),
    { for (size_t index = 0; index < count; index++) result[index] = words[index] & ~others[index]; })

FOR_EACH_PROCESSOR(
    void, native_keep, (uint64_t *restrict words, const uint64_t *others, size_t count),
    (words, others, count),
    { for (size_t index = 0; index < count; index++) words[index] &= others[index]; })

FOR_EACH_PROCESSOR(
    void, native_keep_either,
    (uint64_t *restrict words, const uint64_t *some, const uint64_t *others, size_t count),
    (words, some, others, count),
    { for (size_t index = 0; index < count; index++) words[index] &= some[index] | others[index]; })

FOR_EACH_PROCESSOR(
    void, native_add, (uint64_t *restrict words, const uint64_t *others, size_t count),
    (words, others, count),
    { for (size_t index = 0; index < count; index++) words[index] |= others[index]; })

FOR_EACH_PROCESSOR(
    void, native_remove, (uint64_t *restrict words, const uint64_t *others, size_t count),
    (words, others, count),
    { for (size_t index = 0; index < count; index++) words[index] &= ~others[index]; })

FOR_EACH_PROCESSOR(
    void, native_remove_but,
    (uint64_t *restrict words, const uint64_t *some, const uint64_t *others, size_t count),
    (words, some, others, count),
    { for (size_t index = 0; index < count; index++) words[index] &= ~some[index] | others[index]; })

FOR_EACH_PROCESSOR(
    void, native_complement, (const uint64_t *words, uint64_t *restrict result, size_t count),
    (words, result, count),
    { for (size_t index = 0; index < count; index++) result[index] = ~words[index]; })

FOR_EACH_PROCESSOR(
    bool, native_are_within, (const uint32_t *numbers, size_t count, uint32_t least, uint32_t most),
    (numbers, count, least, most), {
        uint32_t outside = 0;
        for (size_t index = 0; index < count; index++) outside |= numbers[index] - least > most - least;
        return !outside;
    })

// Eight marks, each a byte of 0 or 1, are made eight bits by one multiplication, which moves each to a place of its own in
// the highest byte.
#define MARK_WITHIN(name, type)                                                                             \
    FOR_EACH_PROCESSOR(                                                                                     \
        void, name, (const type *codes, size_t count, type least, type most, uint64_t *restrict words),     \
        (codes, count, least, most, words), {                                                               \
            for (size_t start = 0; start < count; start += 64) {                                            \
                uint8_t marks[64] = {0};                                                                    \
                size_t rows = count - start < 64 ? count - start : 64;                                      \
                for (size_t row = 0; row < rows; row++)                                                     \
                    marks[row] = (type)(codes[start + row] - least) <= (type)(most - least);                \
                uint64_t word = 0;                                                                          \
                for (size_t byte = 0; byte < 8; byte++) {                                                   \
                    uint64_t eight;                                                                         \
                    memcpy(&eight, marks + 8 * byte, 8);                                                    \
                    word |= (eight * 0x0102040810204080u >> 56) << 8 * byte;                                \
                }                                                                                           \
                words[start / 64] = word;                                                                   \
            }                                                                                               \
        })

MARK_WITHIN(native_mark_within_8, uint8_t)
MARK_WITHIN(native_mark_within_16, uint16_t)
MARK_WITHIN(native_mark_within_32, uint32_t)

FOR_EACH_PROCESSOR(
    ptrdiff_t, native_plain_characters, (const uint8_t *bytes, size_t length), (bytes, length), {
        size_t characters = 0;
        uint8_t others = 0;
        // So many bytes that eight bits can count them.
        for (size_t start = 0; start < length; start += 255) {
            size_t end = length - start < 255 ? length : start + 255;
            uint8_t begun = 0;
            for (size_t index = start; index < end; index++) {
                // All bytes but those that go on with a scalar; U+0300 begins with 0xCC.
                begun += (int8_t)bytes[index] >= -0x40;
                others |= (bytes[index] >= 0xCC) | (bytes[index] == '\r');
            }
            characters += begun;
        }
        return others ? -1 : (ptrdiff_t)characters;
    })

#include "CNative.h"

#include <libstemmer.h>
#include <utf8proc.h>

native_stemmer *native_stemmer_new(const char *language) { return sb_stemmer_new(language, NULL); }

void native_stemmer_free(native_stemmer *stemmer) { sb_stemmer_delete(stemmer); }

const uint8_t *native_stemmer_stem(
    native_stemmer *stemmer, const uint8_t *word, int length, int *stem_length) {
    const uint8_t *stem = sb_stemmer_stem(stemmer, word, length);
    *stem_length = stem ? sb_stemmer_length(stemmer) : 0;
    return stem;
}

size_t native_scalar(const uint8_t *text, size_t length, int32_t *scalar) {
    const utf8proc_ssize_t count = utf8proc_iterate(text, (utf8proc_ssize_t)length, scalar);
    return count > 0 ? (size_t)count : 0;
}

int native_category_of(int32_t scalar) { return utf8proc_category(scalar); }

int native_width(int32_t scalar) { return utf8proc_charwidth(scalar); }

ptrdiff_t native_fold(const uint8_t *text, size_t length, int32_t *scalars, size_t capacity) {
    const utf8proc_option_t options =
        UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    return utf8proc_decompose(
        text, (utf8proc_ssize_t)length, scalars, (utf8proc_ssize_t)capacity, options);
}

ptrdiff_t native_compose(int32_t *scalars, size_t count) {
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    return utf8proc_reencode(scalars, (utf8proc_ssize_t)count, options);
}

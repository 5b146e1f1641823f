#define _GNU_SOURCE
#include "CNative.h"

// The whole of xxHash stands in its header, so that no library is loaded for it.
#define XXH_INLINE_ALL
#include <sha2.h>
#include <string.h>
#include <xxhash.h>

void native_sha256(const uint8_t *bytes, size_t length, char digest[65]) {
    SHA256Data(bytes, length, digest);
}

uint64_t native_xxh64(const uint8_t *bytes, size_t length) { return XXH3_64bits(bytes, length); }

void native_xxh128(const uint8_t *bytes, size_t length, uint8_t digest[16]) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes, length));
    memcpy(digest, canonical.digest, sizeof canonical.digest);
}

ptrdiff_t native_find(
    const uint8_t *bytes, size_t length, const uint8_t *needle, size_t needle_length) {
    const uint8_t *found = memmem(bytes, length, needle, needle_length);
    return found ? found - bytes : -1;
}

#define _GNU_SOURCE
#include "CNative.h"

// The whole of xxHash stands in its header, so that no library is loaded for it.
#define XXH_INLINE_ALL
#include <sha2.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
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

struct native_xxh_state {
    XXH3_state_t xxh;
};

native_xxh_state *native_xxh_new(void) {
    native_xxh_state *state = aligned_alloc(64, sizeof *state);
    if (state) {
        XXH3_128bits_reset(&state->xxh);
    }
    return state;
}

void native_xxh_free(native_xxh_state *state) { free(state); }

void native_xxh_add(native_xxh_state *state, const uint8_t *bytes, size_t length) {
    XXH3_128bits_update(&state->xxh, bytes, length);
}

void native_xxh_digest(const native_xxh_state *state, uint8_t digest[16]) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state->xxh));
    memcpy(digest, canonical.digest, sizeof canonical.digest);
}

void *native_resize(void *block, size_t size) { return realloc(block, size ? size : 1); }

void *native_zeros(size_t size) { return calloc(size ? size : 1, 1); }

void native_release(void *block) { free(block); }

void native_keep_released(void) {
#ifdef __GLIBC__
    // What lies free between blocks after much has been read is given back once.
    if (mallinfo2().fordblks > 16 << 20) malloc_trim(0);
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 32 << 20);
    mallopt(M_TOP_PAD, 1 << 20);
#endif
}

ptrdiff_t native_find(
    const uint8_t *bytes, size_t length, const uint8_t *needle, size_t needle_length) {
    const uint8_t *found = memmem(bytes, length, needle, needle_length);
    return found ? found - bytes : -1;
}

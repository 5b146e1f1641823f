#define _GNU_SOURCE
#include "CNative.h"

#include <sha2.h>
#include <string.h>

void native_sha256(const uint8_t *bytes, size_t length, char digest[65]) {
    SHA256Data(bytes, length, digest);
}

ptrdiff_t native_find(
    const uint8_t *bytes, size_t length, const uint8_t *needle, size_t needle_length) {
    const uint8_t *found = memmem(bytes, length, needle, needle_length);
    return found ? found - bytes : -1;
}

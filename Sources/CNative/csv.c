#include "CNative.h"

#include <csv.h>
#include <string.h>

struct native_csv {
    struct csv_parser parser;
    // The cells of the row that is being read, end to end, and where each of them ends.
    uint8_t *bytes;
    size_t length;
    size_t capacity;
    size_t *ends;
    size_t count;
    size_t end_capacity;
    int terminator;
    bool has_ended;
    bool is_out_of_memory;
};

// Makes room for `wanted` elements; the block that was there stays if there is no memory.
static void *reserve(void *block, size_t *capacity, size_t wanted, size_t size) {
    if (block && wanted <= *capacity) {
        return block;
    }
    size_t grown = *capacity ? *capacity : 256;
    while (grown < wanted) {
        if (grown > SIZE_MAX / size / 2) {
            return NULL;
        }
        grown *= 2;
    }
    void *moved = realloc(block, grown * size);
    if (moved) {
        *capacity = grown;
    }
    return moved;
}

static void end_cell(void *cell, size_t length, void *data) {
    native_csv *csv = data;
    void *bytes = reserve(csv->bytes, &csv->capacity, csv->length + length, 1);
    csv->bytes = bytes ? bytes : csv->bytes;
    void *ends = reserve(csv->ends, &csv->end_capacity, csv->count + 1, sizeof(size_t));
    csv->ends = ends ? ends : csv->ends;
    if (!bytes || !ends) {
        csv->is_out_of_memory = true;
        return;
    }
    if (length > 0) {
        memcpy(csv->bytes + csv->length, cell, length);
    }
    csv->length += length;
    csv->ends[csv->count++] = csv->length;
}

static void end_row(int terminator, void *data) {
    native_csv *csv = data;
    csv->terminator = terminator;
    csv->has_ended = true;
}

native_csv *native_csv_new(void) {
    native_csv *csv = calloc(1, sizeof(native_csv));
    if (csv && csv_init(&csv->parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        free(csv);
        return NULL;
    }
    if (csv) {
        // libcsv grows by steps, and by the byte a long cell would be moved again and again.
        csv_set_blk_size(&csv->parser, 1 << 16);
    }
    return csv;
}

void native_csv_free(native_csv *csv) {
    if (csv) {
        csv_free(&csv->parser);
        free(csv->bytes);
        free(csv->ends);
        free(csv);
    }
}

static bool ends_line(uint8_t byte) { return byte == CSV_LF || byte == CSV_CR; }

// libcsv doesn't tell where a row ends, but it ends with a line. So it is given a line at a time.
native_csv_status native_csv_next(
    native_csv *csv, const uint8_t *text, size_t length, native_csv_row *row) {
    csv->length = 0;
    csv->count = 0;
    csv->has_ended = false;
    csv->is_out_of_memory = false;
    size_t start = 0;
    bool is_refused = false;
    while (start < length && !csv->has_ended && !is_refused) {
        size_t end = start;
        while (end < length && !ends_line(text[end])) {
            end++;
        }
        end += end < length;
        const size_t read = csv_parse(&csv->parser, text + start, end - start, end_cell, end_row, csv);
        is_refused = read < end - start;
        start += read;
    }
    if (!csv->has_ended && !is_refused) {
        is_refused = csv_fini(&csv->parser, end_cell, end_row, csv) != 0;
    }
    row->bytes = csv->bytes;
    row->ends = csv->ends;
    row->count = csv->count;
    row->length = start;
    row->terminator = csv->terminator;
    if (csv->is_out_of_memory || (is_refused && csv_error(&csv->parser) != CSV_EPARSE)) {
        return NATIVE_CSV_OUT_OF_MEMORY;
    }
    if (is_refused) {
        return start < length ? NATIVE_CSV_QUOTE : NATIVE_CSV_OPEN;
    }
    return csv->has_ended ? NATIVE_CSV_ROW : NATIVE_CSV_END;
}

size_t native_csv_skip(const uint8_t *text, size_t length, size_t cells, size_t *passed) {
    native_csv *csv = native_csv_new();
    size_t offset = 0;
    // Byte by byte, since only so can it be seen with which byte a cell ends.
    while (csv && csv->count < cells && offset < length && !csv->is_out_of_memory) {
        if (csv_parse(&csv->parser, text + offset, 1, end_cell, end_row, csv) == 0) {
            break;
        }
        offset++;
    }
    *passed = csv ? csv->count : 0;
    native_csv_free(csv);
    return offset;
}

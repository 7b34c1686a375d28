// A plain C face of the part of FAISS that is used: an inverted file of whole vectors, L2.
//
// Every function that can fail returns 0 for success and otherwise writes a sentence into
// `message`, cut to `size` bytes with its final zero. No C++ exception leaves this library.
#ifndef LAFA_CFAISS_H
#define LAFA_CFAISS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct lafa_index lafa_index;

// Trains an index for vectors of d floats with this many lists on n vectors.
int lafa_index_train(
    const float *vectors, int64_t n, int32_t d, int64_t lists, lafa_index **index, char *message,
    size_t size);

// Adds n vectors; their numbers go on from those before.
int lafa_index_add(
    lafa_index *index, const float *vectors, int64_t n, char *message, size_t size);

// Finds for each of n queries the nearest `count` vectors of `probes` lists, nearest first.
// Numbers of vectors that are missing are -1.
int lafa_index_search(
    const lafa_index *index, const float *queries, int64_t n, int64_t count, int64_t probes,
    int32_t threads, int64_t *numbers, char *message, size_t size);

int lafa_index_write(const lafa_index *index, const char *path, char *message, size_t size);

// Reads a file whose structure the caller has checked; refuses what does not hold together.
int lafa_index_read(
    const char *path, lafa_index **index, char *message, size_t size);

int64_t lafa_index_count(const lafa_index *index);
int64_t lafa_index_lists(const lafa_index *index);
int32_t lafa_index_dimension(const lafa_index *index);
void lafa_index_free(lafa_index *index);

// How many threads training and adding take.
void lafa_index_set_threads(int32_t threads);

#ifdef __cplusplus
}
#endif

#endif

#include "CFaiss.h"

#include <faiss/IndexFlat.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/index_io.h>

#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>

// The headers of OpenMP are not on every compiler's path; the library is.
extern "C" void omp_set_num_threads(int);

struct lafa_index {
    std::unique_ptr<faiss::IndexIVFFlat> ivf;
};

namespace {

template <typename Body>
int guarded(char *message, size_t size, Body body) {
    try {
        body();
        return 0;
    } catch (const std::exception &error) {
        snprintf(message, size, "%s", error.what());
    } catch (...) {
        snprintf(message, size, "an unknown fault");
    }
    return 1;
}

void check(bool holds, const char *sentence) {
    if (!holds) throw std::runtime_error(sentence);
}

// What searching relies on and reading does not check.
void check_parts(const faiss::IndexIVFFlat &ivf) {
    const auto *quantizer = dynamic_cast<const faiss::IndexFlat *>(ivf.quantizer);
    check(quantizer && quantizer->d == ivf.d && size_t(quantizer->ntotal) == ivf.nlist &&
              quantizer->codes.size() == ivf.nlist * ivf.d * sizeof(float),
          "its centres do not fit its lists");
    check(ivf.metric_type == faiss::METRIC_L2 && quantizer->metric_type == faiss::METRIC_L2 &&
              ivf.is_trained && ivf.code_size == ivf.d * sizeof(float),
          "it is of another kind");
    const auto *lists = dynamic_cast<const faiss::ArrayInvertedLists *>(ivf.invlists);
    check(lists && lists->nlist == ivf.nlist && lists->code_size == ivf.code_size &&
              lists->ids.size() == ivf.nlist && lists->codes.size() == ivf.nlist,
          "its lists do not fit its header");
    size_t total = 0;
    for (size_t list = 0; list < ivf.nlist; list++) {
        check(lists->codes[list].size() == lists->ids[list].size() * ivf.code_size,
              "a list has more numbers than vectors");
        for (auto number : lists->ids[list])
            check(number >= 0 && number < ivf.ntotal, "a vector's number is out of range");
        total += lists->ids[list].size();
    }
    check(total == size_t(ivf.ntotal), "its lists do not hold all vectors");
}

}  // namespace

int lafa_index_train(
    const float *vectors, int64_t n, int32_t d, int64_t lists, lafa_index **index, char *message,
    size_t size) {
    return guarded(message, size, [&] {
        auto quantizer = std::make_unique<faiss::IndexFlatL2>(d);
        auto ivf = std::make_unique<faiss::IndexIVFFlat>(quantizer.get(), d, lists);
        ivf->own_fields = true;
        quantizer.release();
        ivf->cp.niter = 10;
        ivf->cp.seed = 1;
        ivf->cp.min_points_per_centroid = 1;
        ivf->train(n, vectors);
        *index = new lafa_index{std::move(ivf)};
    });
}

int lafa_index_add(
    lafa_index *index, const float *vectors, int64_t n, char *message, size_t size) {
    return guarded(message, size, [&] { index->ivf->add(n, vectors); });
}

int lafa_index_search(
    const lafa_index *index, const float *queries, int64_t n, int64_t count, int64_t probes,
    int32_t threads, int64_t *numbers, char *message, size_t size) {
    return guarded(message, size, [&] {
        omp_set_num_threads(threads);
        faiss::SearchParametersIVF parameters;
        parameters.nprobe = size_t(probes);
        std::unique_ptr<float[]> distances(new float[size_t(n) * size_t(count)]);
        static_assert(sizeof(faiss::Index::idx_t) == sizeof(int64_t), "numbers have 64 bits");
        index->ivf->search(
            n, queries, count, distances.get(), reinterpret_cast<faiss::Index::idx_t *>(numbers),
            &parameters);
    });
}

int lafa_index_write(const lafa_index *index, const char *path, char *message, size_t size) {
    return guarded(message, size, [&] { faiss::write_index(index->ivf.get(), path); });
}

int lafa_index_read(
    const char *path, lafa_index **index, char *message, size_t size) {
    return guarded(message, size, [&] {
        std::unique_ptr<faiss::Index> found(faiss::read_index(path));
        auto *ivf = dynamic_cast<faiss::IndexIVFFlat *>(found.get());
        check(ivf != nullptr, "it is of another kind");
        check_parts(*ivf);
        found.release();
        *index = new lafa_index{std::unique_ptr<faiss::IndexIVFFlat>(ivf)};
    });
}

int64_t lafa_index_count(const lafa_index *index) { return index->ivf->ntotal; }
int64_t lafa_index_lists(const lafa_index *index) { return int64_t(index->ivf->nlist); }
int32_t lafa_index_dimension(const lafa_index *index) { return index->ivf->d; }
void lafa_index_free(lafa_index *index) { delete index; }
void lafa_index_set_threads(int32_t threads) { omp_set_num_threads(threads); }

// The limit of one core: multiply-adds in registers, without memory.
#include "bench.h"

#if defined(__x86_64__)
#define OPAQUE(sum) __asm__ volatile("" : "+v"(sum))
#elif defined(__aarch64__)
#define OPAQUE(sum) __asm__ volatile("" : "+w"(sum))
#else
#define OPAQUE(sum)
#endif

#define PEAK_NAME peak_baseline
#define VECTOR_WIDTH 4
#if defined(__x86_64__)
#define SUMS 12  // 16 registers
#else
#define SUMS 24  // 32 registers
#endif
#include "peak_impl.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define PEAK_NAME peak_avx2
#define VECTOR_WIDTH 8
#define SUMS 12
#include "peak_impl.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl"))), apply_to = function)
#define PEAK_NAME peak_avx512
#define VECTOR_WIDTH 16
#define SUMS 24
#include "peak_impl.h"
#pragma clang attribute pop

static int has_avx2(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static int has_avx512(void) {
  __builtin_cpu_init();
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl");
}
#endif

const char *bench_peak_name(void) {
#if defined(__x86_64__)
  return has_avx512() ? "AVX-512" : has_avx2() ? "AVX2" : "SSE2";
#elif defined(__aarch64__)
  return "NEON";
#else
  return "128 bits";
#endif
}

double bench_peak(long long rounds, float *sink) {
#if defined(__x86_64__)
  if (has_avx512()) return peak_avx512(rounds, sink);
  if (has_avx2()) return peak_avx2(rounds, sink);
#endif
  return peak_baseline(rounds, sink);
}

// What a benchmark needs from C: the processor's own limit, and what a child process used.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

// The widest vectors of multiply-add that this processor has: "AVX-512", "AVX2", "NEON", "SSE2".
const char *bench_peak_name(void);
// Runs a loop of independent multiply-adds on floats, in the widest vectors, on this thread.
// `rounds` counts passes over all sums, of which there are enough to hide the latency. Returns the
// number of floating point operations; a multiply-add is two. `sink` receives a sum, so that the
// work cannot be left out.
double bench_peak(long long rounds, float *sink);

// What a child process used.
typedef struct {
  double seconds;            // the wall's
  double processor_seconds;  // user and system
  double waiting_seconds;    // its first thread's, in the run queue; negative if not known
  long long peak_bytes;      // largest resident size; at least this process's own on Linux
  int status;                // what it returned, or 128 + the signal that ended it
} bench_child;

// Runs a program with arguments (NULL at the end) and this environment, without output, and waits
// for it. Returns 0, or an error number if it does not start.
int bench_run(char *const arguments[], bench_child *child);

#ifdef __cplusplus
}
#endif

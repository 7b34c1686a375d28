// Runs a child process and says what it used.
#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

extern char **environ;

static double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds_of(struct timeval time) {
  return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

// The time in the run queue of a process that has ended but is not yet waited for.
static double waiting_seconds(pid_t process) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/schedstat", (int)process);
  FILE *file = fopen(path, "r");
  if (!file) return -1;
  unsigned long long running, waiting;
  int found = fscanf(file, "%llu %llu", &running, &waiting);
  fclose(file);
  return found == 2 ? (double)waiting / 1e9 : -1;
}

int bench_run(char *const arguments[], bench_child *child) {
  posix_spawn_file_actions_t actions;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return error;
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t process;
  double start = seconds_now();
  error = posix_spawn(&process, arguments[0], &actions, NULL, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error) return error;
  siginfo_t information;
  while (waitid(P_PID, (id_t)process, &information, WEXITED | WNOWAIT) != 0) {
    if (errno != EINTR) return errno;
  }
  child->seconds = seconds_now() - start;
  child->waiting_seconds = waiting_seconds(process);
  int status;
  struct rusage usage;
  while (wait4(process, &status, 0, &usage) < 0) {
    if (errno != EINTR) return errno;
  }
  child->processor_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
#if defined(__APPLE__)
  child->peak_bytes = usage.ru_maxrss;
#else
  child->peak_bytes = (long long)usage.ru_maxrss * 1024;
#endif
  child->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return 0;
}

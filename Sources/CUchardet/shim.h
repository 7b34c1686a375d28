#ifndef LAFA_CUCHARDET_SHIM_H
#define LAFA_CUCHARDET_SHIM_H
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <uchardet/uchardet.h>
/* iconv_open gives (iconv_t)-1 for a charset that it does not know, and Swift's errno is a copy. */
static inline iconv_t lafa_iconv_open(const char *from) {
  iconv_t converter = iconv_open("UTF-8", from);
  return (intptr_t)converter == -1 ? NULL : converter;
}
/* 0: all bytes are read; 1: the output is full; 2: the input ends within a character; 3: the bytes
   are not of the charset. */
static inline int lafa_iconv(
    iconv_t converter, char **in, size_t *left, char **out, size_t *room) {
  if (iconv(converter, in, left, out, room) != (size_t)-1) return 0;
  return errno == E2BIG ? 1 : errno == EINVAL ? 2 : 3;
}
#endif

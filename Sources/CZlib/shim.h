#ifndef LAFA_CZLIB_SHIM_H
#define LAFA_CZLIB_SHIM_H
#include <zlib.h>
#endif

/*
 * trial_ext.h
 *		What every file of the server-facing layer includes first.
 */
#ifndef TRIAL_EXT_H
#define TRIAL_EXT_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "compat.h"

/*
 * Are length bytes the same?  Two loads that may overlap do for a name; a call
 * of memcmp would take longer.
 */
static inline bool
te_same_bytes(const char *a, const char *b, size_t length)
{
	uint64 a8[2], b8[2];
	uint32 a4[2], b4[2];

	if (length > 16)
		return memcmp(a, b, length) == 0;
	if (length >= 8)
	{
		memcpy(&a8[0], a, 8);
		memcpy(&b8[0], b, 8);
		memcpy(&a8[1], a + length - 8, 8);
		memcpy(&b8[1], b + length - 8, 8);
		return ((a8[0] ^ b8[0]) | (a8[1] ^ b8[1])) == 0;
	}
	if (length >= 4)
	{
		memcpy(&a4[0], a, 4);
		memcpy(&b4[0], b, 4);
		memcpy(&a4[1], a + length - 4, 4);
		memcpy(&b4[1], b + length - 4, 4);
		return ((a4[0] ^ b4[0]) | (a4[1] ^ b4[1])) == 0;
	}
	return length == 0 ||
		(a[0] == b[0] && a[length / 2] == b[length / 2] &&
		 a[length - 1] == b[length - 1]);
}

#endif /* TRIAL_EXT_H */

/*
 * bilag_sql.h
 *		Values of our enums, by their labels.  Private to src/activity.
 */
#ifndef TE_BILAG_SQL_H
#define TE_BILAG_SQL_H

#include "trial_ext.h"

/* Which of the names the enum value is. */
extern int te_enum_index(Oid value, const char *const *names, int n);
extern Datum te_enum_datum(Oid type, const char *name);

#endif /* TE_BILAG_SQL_H */

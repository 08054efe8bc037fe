/*
 * eval_read.c
 *		Reading facts: columns of every type, derived facts, ages and
 *		reference limits.
 */
#include "criteria/eval_internal.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_type.h"
#include "common/shortest_dec.h"
#include "miscadmin.h"
#include "utils/date.h"
#include "utils/float.h"
#include "utils/numeric.h"
#include "utils/syscache.h"

#include "pathology/pathology.h"

static void read_columns(EvalContext *ctx, EvalFact *fact, EvalValue *v);
static void read_text(EvalValue *v, const FactColumn *column, Datum value);
static void read_enum(EvalValue *v, Oid value);
static void read_age(EvalContext *ctx, EvalFact *fact, EvalValue *v);
static void read_derived(EvalContext *ctx, EvalFact *fact, EvalValue *v);
static void as_boolean(EvalFact *fact, EvalValue *v);
static void limit_from_column(EvalContext *ctx, const EvalValue *v, int which,
							  EvalValue *limit);

void
te_eval_set_unknown(EvalValue *v, EvalWhy why, EvalFact *fact)
{
	memset(v, 0, EVAL_VALUE_CLEARED);
	v->why = why; /* KIND_UNKNOWN is 0 */
	v->fact = fact;
}

void
te_eval_set_number(EvalValue *v, double number, const EvalUnit *unit)
{
	memset(v, 0, EVAL_VALUE_CLEARED);
	v->kind = KIND_NUMBER;
	v->number = number;
	v->unit = unit;
}

/*
 * A float4 stands for the decimal that somebody typed: real 0.4 minus real 0.1
 * is 0.3.
 */
double
te_eval_double(const EvalValue *v)
{
	char text[FLOAT_SHORTEST_DECIMAL_LEN];

	switch ((EvalRep) v->rep)
	{
		case REP_FLOAT8:
			return v->number;
		case REP_INT64:
			return (double) v->integer;
		case REP_NUMERIC:
			return DatumGetFloat8(
				DirectFunctionCall1(numeric_float8_no_overflow, v->numeric));
		case REP_FLOAT4:
			if (!isfinite(v->number))
				return v->number;
			float_to_shortest_decimal_buf((float4) v->number, text);
			return strtod(text, NULL);
	}
	return v->number;
}

/* ---------------------------------------------------------------- facts */

void
te_eval_fact(EvalContext *ctx, EvalFact *fact, CritType want, EvalValue *v)
{
	switch (fact->source)
	{
		case FACT_COLUMN:
			if (likely(fact->n_columns == 1))
				te_eval_read_column(ctx, fact, fact->columns, v);
			else
				read_columns(ctx, fact, v);
			if (want == CRIT_TYPE_BOOLEAN)
				as_boolean(fact, v);
			break;
		case FACT_HISTORY:
			te_eval_history_fact(ctx, fact, want, v);
			break;
		case FACT_DERIVED:
			read_derived(ctx, fact, v);
			break;
		case FACT_AGE:
			read_age(ctx, fact, v);
			break;
		case FACT_ABSENT:
		case FACT_UNBOUND:
			te_eval_set_unknown(v, WHY_NOT_RECORDED, fact);
			break;
	}
	if (v->kind == KIND_UNKNOWN && v->why == WHY_NOT_RECORDED &&
		fact->reading == READ_AGE && fact->source == FACT_HISTORY &&
		fact->birth_date != NULL)
		read_age(ctx, fact, v);
	if (v->kind == KIND_UNKNOWN &&
		(v->why == WHY_NOT_RECORDED || v->why == WHY_NO_VISIT_VALUE) &&
		fact->absent_no && want == CRIT_TYPE_BOOLEAN)
	{
		/* a known no; "why" stays, for the explanation */
		v->kind = KIND_BOOLEAN;
		v->truth = false;
	}
}

/* One fact under several names: they must agree. */
static void
read_columns(EvalContext *ctx, EvalFact *fact, EvalValue *v)
{
	te_eval_set_unknown(v, WHY_NOT_RECORDED, fact);
	for (int i = 0; i < fact->n_columns; i++)
	{
		EvalValue other;

		te_eval_read_column(ctx, fact, &fact->columns[i], &other);
		if (other.kind == KIND_UNKNOWN)
			continue;
		if (v->kind == KIND_UNKNOWN)
			*v = other;
		else if (!te_eval_same_value(ctx, v, &other))
		{
			te_eval_set_unknown(v, WHY_SEVERAL, fact);
			return;
		}
	}
}

void
te_eval_read_column(EvalContext *ctx, EvalFact *fact, const FactColumn *column,
					EvalValue *v)
{
	Datum value;
	Quantity *q;
	int overflow; /* dates past the last timestamp are infinite */

	if (ctx->nulls[column->column])
	{
		te_eval_set_unknown(v, WHY_NOT_RECORDED, fact);
		return;
	}
	value = ctx->values[column->column];
	te_eval_set_number(v, 0, fact->unit);
	v->fact = fact;
	v->given_unit = true;
	v->recorded_as = column->other;
	switch (column->class)
	{
		case COLUMN_BOOLEAN:
			v->kind = KIND_BOOLEAN;
			v->truth = DatumGetBool(value);
			break;
		case COLUMN_INTEGER:
			v->rep = REP_INT64;
			v->integer = column->type == INT8OID ? DatumGetInt64(value) :
				column->type == INT4OID			 ? DatumGetInt32(value) :
												   DatumGetInt16(value);
			break;
		case COLUMN_FLOAT8:
			v->number = DatumGetFloat8(value);
			break;
		case COLUMN_FLOAT4:
			v->rep = REP_FLOAT4;
			v->number = DatumGetFloat4(value);
			break;
		case COLUMN_NUMERIC:
			v->rep = REP_NUMERIC;
			v->numeric = value;
			break;
		case COLUMN_TEXT:
			read_text(v, column, value);
			break;
		case COLUMN_ENUM:
			read_enum(v, DatumGetObjectId(value));
			break;
		case COLUMN_LN_CLASS:
			v->kind = KIND_TEXT;
			v->text = palloc(LN_CLASS_TEXT_SIZE);
			v->length =
				te_ln_class_print(DatumGetUInt32(value), (char *) v->text);
			break;
		case COLUMN_TEXT_ARRAY:
			v->kind = KIND_TEXT_ARRAY;
			v->array = value;
			break;
		case COLUMN_DATE:
			v->kind = KIND_DATE;
			v->first = v->last =
				date2timestamp_opt_overflow(DatumGetDateADT(value), &overflow);
			break;
		case COLUMN_TIMESTAMP:
			v->kind = KIND_DATE;
			v->first = v->last = DatumGetTimestamp(value);
			break;
		case COLUMN_QUANTITY:
			q = DatumGetQuantityP(value);
			v->number = q->value;
			v->given_unit = false;
			v->unit =
				te_eval_fact_unit(ctx->plan, fact, q->unit, q->unit_length);
			break;
		case COLUMN_TIMESTAMPTZ:
		case COLUMN_HISTORY:
		case COLUMN_UNUSABLE:
			v->kind = KIND_PRESENT;
			break;
	}
}

/* char(n) is compared without the blanks that fill it up, as in core. */
static void
read_text(EvalValue *v, const FactColumn *column, Datum value)
{
	v->kind = KIND_TEXT;
	if (column->type == NAMEOID)
	{
		v->text = NameStr(*DatumGetName(value));
		v->length = strlen(v->text);
	}
	else
	{
		text *t = DatumGetTextPP(value);

		v->text = VARDATA_ANY(t);
		v->length = VARSIZE_ANY_EXHDR(t);
		if (column->type == BPCHAROID)
		{
			while (v->length > 0 && v->text[v->length - 1] == ' ')
				v->length--;
		}
	}
}

static void
read_enum(EvalValue *v, Oid value)
{
	HeapTuple tuple = SearchSysCache1(ENUMOID, ObjectIdGetDatum(value));

	if (!HeapTupleIsValid(tuple))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid internal value for enum: %u", value)));
	v->kind = KIND_TEXT;
	v->text = pstrdup(NameStr(((Form_pg_enum) GETSTRUCT(tuple))->enumlabel));
	v->length = strlen(v->text);
	ReleaseSysCache(tuple);
}

/* What a flag's text says. */
static void
as_boolean(EvalFact *fact, EvalValue *v)
{
	TriState flag;

	if (v->kind != KIND_TEXT)
		return;
	flag = te_eval_read_flag(v->text, v->length);
	if (flag == TRI_UNKNOWN)
	{
		v->kind = KIND_UNKNOWN;
		v->why = WHY_TEXT;
		v->fact = fact;
		return;
	}
	v->kind = KIND_BOOLEAN;
	v->truth = flag == TRI_TRUE;
}

/* Completed years on as_of; a partial date of birth may leave two ages. */
static void
read_age(EvalContext *ctx, EvalFact *fact, EvalValue *v)
{
	EvalValue birth;
	int32 first, last;

	if (!ctx->dated)
	{
		te_eval_set_unknown(v, WHY_NO_DATE, fact);
		return;
	}
	te_eval_fact(ctx, fact->birth_date, CRIT_TYPE_DATE, &birth);
	if (birth.kind != KIND_DATE)
	{
		/* what is missing is the age, unless the date of birth is odd */
		te_eval_set_unknown(v,
							birth.kind == KIND_UNKNOWN ? birth.why : WHY_TEXT,
							birth.why == WHY_NOT_RECORDED ? fact :
															fact->birth_date);
		return;
	}
	first = day_of(birth.first);
	last = day_of(birth.last);
	if (first == DAY_NEVER || last == DAY_FOREVER || last > ctx->day)
	{
		te_eval_set_unknown(v,
							first == DAY_NEVER || last == DAY_FOREVER ?
								WHY_PARTIAL_DATE :
								WHY_UNDEFINED,
							fact->birth_date);
		return;
	}
	te_eval_set_number(v, te_eval_age(last, ctx->day), NULL);
	v->fact = fact;
	v->high = te_eval_age(first, ctx->day);
	v->range = v->high != v->number;
}

/*
 * A derived fact: once per evaluation and date, so that facts derived from one
 * another do not multiply.  For a collector what it told is told again: the
 * part that made it first may have been dropped.
 */
static void
read_derived(EvalContext *ctx, EvalFact *fact, EvalValue *v)
{
	Collector *c = ctx->collector;
	CollectorMark start = {0, 0};
	int all = 0;

	CHECK_FOR_INTERRUPTS();
	if (te_visit_nearest(ctx, fact))
	{
		/* not for the memory, which is of the last value on a day */
		te_visit_derived(ctx, fact, v);
		if (v->fact == NULL)
			v->fact = fact;
		v->literal = NULL;
		return;
	}
	if (fact->memo_epoch == ctx->epoch && fact->memo_day == ctx->day &&
		(c == NULL || (fact->memo_told && fact->memo_negated == c->negated)))
	{
		*v = fact->memo;
		if (c != NULL)
			te_collect_again(c, fact);
		return;
	}
	if (c != NULL)
	{
		start = te_collect_mark(c);
		all = c->n_all;
	}
	te_eval_derived(ctx, fact, v);
	if (v->fact == NULL)
		v->fact = fact;
	v->literal = NULL;
	fact->memo = *v;
	fact->memo_epoch = ctx->epoch;
	fact->memo_day = ctx->day;
	fact->memo_told = c != NULL;
	if (c != NULL)
	{
		fact->memo_negated = c->negated;
		te_collect_keep(c, start, all, fact);
	}
}

/* ------------------------------------------------------ reference limits */

bool
te_eval_limit(EvalContext *ctx, const EvalValue *v, int which, EvalValue *limit)
{
	EvalFact *fact = v->fact;

	te_eval_set_unknown(limit, WHY_NO_LIMIT, fact);
	if (v->kind == KIND_UNKNOWN)
	{
		/* the comparison is unknown for its value's sake */
		limit->why = v->why;
		return false;
	}
	if (v->has_limit[which])
	{
		te_eval_set_number(limit, v->limit[which], v->unit);
		return true;
	}
	if (fact == NULL)
		return false;
	if (fact->limit_column[which].column >= 0)
		limit_from_column(ctx, v, which, limit);
	if (limit->kind == KIND_UNKNOWN && fact->has_given_limit[which])
		te_eval_set_number(limit, fact->given_limit[which],
						   fact->given_limit_unit[which]);
	return limit->kind == KIND_NUMBER;
}

/* A limit that is a plain number is in the unit of the value beside it. */
static void
limit_from_column(EvalContext *ctx, const EvalValue *v, int which,
				  EvalValue *limit)
{
	EvalFact *fact = v->fact;

	te_eval_read_column(ctx, fact, &fact->limit_column[which], limit);
	if (limit->kind != KIND_NUMBER)
		te_eval_set_unknown(limit, WHY_NO_LIMIT, fact);
	else if (limit->unit == NULL && v->kind == KIND_NUMBER)
	{
		limit->unit = v->unit;
		limit->given_unit = v->given_unit;
	}
}

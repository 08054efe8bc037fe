/*
 * row_program.c
 *		Criteria over typed columns, worked out as far as a row type allows.
 *
 * The evaluator must be ready for whatever a history holds: censored values,
 * units that change from entry to entry, partial dates.  A column of a table
 * has one type and one unit, so a comparison with a literal comes down to a
 * column number, a limit in the unit of the column, and which of "below, equal,
 * above" make it true.  Whatever is not as plain as that is left to the
 * evaluator, node by node.
 */
#include "trial_ext.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/date.h"

#include "criteria/row_program.h"
#include "criteria/support_compare.h"

typedef enum RowOp
{
	ROW_GENERAL, /* the evaluator's */
	ROW_CONSTANT,
	ROW_AND,
	ROW_OR,
	ROW_NOT,
	ROW_FLAG,
	ROW_INT2,
	ROW_INT4,
	ROW_INT8,
	ROW_FLOAT8,
	ROW_DATE,
	ROW_TEXT
} RowOp;

/* What makes a comparison true. */
#define MASK_BELOW 0x01
#define MASK_EQUAL 0x02
#define MASK_ABOVE 0x04

typedef struct RowNode
{
	uint8 op; /* RowOp */
	uint8 mask;
	bool broken;	   /* the limit is whole + something below 1 */
	TriState constant; /* of a flag: what NULL stands for */
	int column;
	int n_args;
	int64 whole;		  /* limit of integers and dates */
	double number;		  /* limit of floats; never NaN */
	struct RowNode *args; /* of and, or, not */
	int n_texts;
	const char **texts;
	int *lengths;
	PlanNode *general;
} RowNode;

struct RowProgram
{
	RowNode *clauses;
	bool grouped; /* there are "or include"s */
	CriteriaResult *template;
	Size template_size;
};

/* One evaluation; the evaluator's part begins when it is first asked. */
typedef struct RowRun
{
	RowPlan *plan;
	const NullableDatum *columns;
	EvalDate as_of;
	bool begun;
	EvalContext ctx;
} RowRun;

static void compile(Rewrite *rewrite, PlanNode *node, RowNode *to);
static void compile_args(Rewrite *rewrite, PlanNode *node, RowOp op,
						 RowNode *to);
static bool compile_compare(Rewrite *rewrite, CritCompare op, PlanNode *left,
							PlanNode *right, RowNode *to);
static bool compile_between(Rewrite *rewrite, PlanNode *node, RowNode *to);
static bool compile_in(Rewrite *rewrite, PlanNode *node, RowNode *to);
static bool compile_limit(const FactColumn *info, const EvalValue *limit,
						  RowNode *to);
static void compile_text(const EvalValue *limit, RowNode *to, int n_texts);
static void compile_fact(const PlanNode *node, RowNode *to);
static void negate(RowNode *node);
static TriState run(RowRun *r, const RowNode *node);
static TriState run_text(const RowNode *node, Datum value);
static TriState run_general(RowRun *r, const RowNode *node);
static TriState run_grouped(RowRun *r);

static const TriState tri_opposite[] = {TRI_TRUE, TRI_FALSE, TRI_UNKNOWN};

/* ------------------------------------------------------------------- making */

void
te_row_null_facts(EvalPlan *plan)
{
	for (int i = 0; i < plan->n_facts; i++)
	{
		EvalFact *fact = &plan->facts[i];

		if (fact->source != FACT_HISTORY)
			continue;
		/* of a type that nothing short is made of: NULL comes first */
		fact->source = FACT_COLUMN;
		fact->n_columns = 1;
		fact->columns = palloc0_array(FactColumn, 1);
		fact->columns[0].class = COLUMN_BOOLEAN;
		fact->columns[0].type = BOOLOID;
	}
}

void
te_row_program(RowPlan *plan)
{
	const Criteria *c = plan->criteria;
	RowProgram *program = palloc0(sizeof(RowProgram));
	Rewrite rewrite;

	memset(&rewrite, 0, sizeof(rewrite));
	rewrite.criteria = c;
	rewrite.plan = plan->plan;
	rewrite.date.state = EVAL_DATE_NULL; /* differs from call to call */
	rewrite.no_values = plan->values;
	rewrite.all_null = plan->nulls;
	program->clauses = palloc0_array(RowNode, Max(c->n_clauses, 1));
	for (uint32 i = 0; i < c->n_clauses; i++)
	{
		compile(&rewrite, plan->plan->clauses[i], &program->clauses[i]);
		program->grouped |= CRITERIA_CLAUSES(c)[i].alternative;
		plan->holds[i] = plan->passes[i] = TRI_UNKNOWN;
	}
	program->template = te_result_make(c, plan->holds, plan->passes);
	program->template_size = VARSIZE(program->template);
	plan->program = program;
}

static void
compile(Rewrite *rewrite, PlanNode *node, RowNode *to)
{
	bool done = true;

	check_stack_depth();
	memset(to, 0, sizeof(*to));
	switch ((CritOp) node->op)
	{
		case CRIT_AND:
			compile_args(rewrite, node, ROW_AND, to);
			break;
		case CRIT_OR:
			compile_args(rewrite, node, ROW_OR, to);
			break;
		case CRIT_NOT:
			compile_args(rewrite, node, ROW_NOT, to);
			break;
		case CRIT_BOOLEAN:
			to->op = ROW_CONSTANT;
			to->constant = node->sub;
			break;
		case CRIT_COMPARE:
			done = compile_compare(rewrite, node->sub, node->args[0],
								   node->args[1], to);
			break;
		case CRIT_BETWEEN:
			done = compile_between(rewrite, node, to);
			break;
		case CRIT_IN:
			done = compile_in(rewrite, node, to);
			break;
		case CRIT_FACT:
			compile_fact(node, to);
			break;
		default:
			done = false;
			break;
	}
	if (!done)
		memset(to, 0, sizeof(*to)); /* ROW_GENERAL */
	to->general = node;
}

static void
compile_args(Rewrite *rewrite, PlanNode *node, RowOp op, RowNode *to)
{
	to->op = op;
	to->n_args = node->n_args;
	to->args = palloc0_array(RowNode, node->n_args);
	for (int i = 0; i < node->n_args; i++)
		compile(rewrite, node->args[i], &to->args[i]);
}

/* False where the evaluator is to do it. */
static bool
compile_compare(Rewrite *rewrite, CritCompare op, PlanNode *left,
				PlanNode *right, RowNode *to)
{
	static const uint8 masks[] = {
		[CRIT_EQ] = MASK_EQUAL, [CRIT_NE] = MASK_BELOW | MASK_ABOVE,
		[CRIT_LT] = MASK_BELOW, [CRIT_LE] = MASK_BELOW | MASK_EQUAL,
		[CRIT_GT] = MASK_ABOVE, [CRIT_GE] = MASK_ABOVE | MASK_EQUAL,
	};
	const FactColumn *info;
	EvalValue limit;

	if (!te_native_operands(rewrite, &op, left, right, &info, &limit))
		return false;
	to->mask = masks[op];
	to->column = info->column;
	return compile_limit(info, &limit, to);
}

static bool
compile_limit(const FactColumn *info, const EvalValue *limit, RowNode *to)
{
	switch (info->class)
	{
		case COLUMN_INTEGER:
			if (limit->rep != REP_FLOAT8)
				return false;
			to->number = te_eval_rounded(limit);
			if (!(fabs(to->number) < 9.2e18))
				return false;
			to->op = info->type == INT4OID ? ROW_INT4 :
				info->type == INT8OID	   ? ROW_INT8 :
											 ROW_INT2;
			to->whole = (int64) floor(to->number);
			to->broken = to->number != floor(to->number);
			return true;
		case COLUMN_FLOAT8:
			if (limit->rep != REP_FLOAT8)
				return false;
			to->op = ROW_FLOAT8;
			to->number = te_eval_rounded(limit);
			return !isnan(to->number);
		case COLUMN_DATE:
			to->op = ROW_DATE;
			to->whole = day_of(limit->first);
			return to->whole == day_of(limit->last) && to->whole != DAY_NEVER &&
				to->whole != DAY_FOREVER;
		case COLUMN_TEXT:
			if (info->type != TEXTOID && info->type != VARCHAROID)
				return false;
			compile_text(limit, to, 1);
			return true;
		default:
			return false;
	}
}

/* Makes room for n_texts, the first of them the limit. */
static void
compile_text(const EvalValue *limit, RowNode *to, int n_texts)
{
	to->op = ROW_TEXT;
	to->texts = palloc0_array(const char *, n_texts);
	to->lengths = palloc0_array(int, n_texts);
	to->n_texts = 1;
	to->texts[0] = limit->text;
	to->lengths[0] = limit->length;
}

static bool
compile_between(Rewrite *rewrite, PlanNode *node, RowNode *to)
{
	to->op = ROW_AND;
	to->n_args = 2;
	to->args = palloc0_array(RowNode, 2);
	if (!compile_compare(rewrite, CRIT_GE, node->args[0], node->args[1],
						 &to->args[0]) ||
		!compile_compare(rewrite, CRIT_LE, node->args[0], node->args[2],
						 &to->args[1]))
		return false;
	if (node->flags & CRIT_NEGATED)
		negate(to);
	return true;
}

/* Texts are looked up together, other values are each compared. */
static bool
compile_in(Rewrite *rewrite, PlanNode *node, RowNode *to)
{
	RowNode *items = palloc0_array(RowNode, node->n_args);
	int n_items = node->n_args - 1;

	for (int i = 0; i < n_items; i++)
	{
		if (!compile_compare(rewrite, CRIT_EQ, node->args[0], node->args[i + 1],
							 &items[i]))
			return false;
	}
	if (n_items > 0 && items[0].op == ROW_TEXT)
	{
		EvalValue first;

		first.text = items[0].texts[0];
		first.length = items[0].lengths[0];
		*to = items[0];
		compile_text(&first, to, n_items);
		for (; to->n_texts < n_items; to->n_texts++)
		{
			to->texts[to->n_texts] = items[to->n_texts].texts[0];
			to->lengths[to->n_texts] = items[to->n_texts].lengths[0];
		}
	}
	else
	{
		to->op = ROW_OR;
		to->n_args = n_items;
		to->args = items;
	}
	if (node->flags & CRIT_NEGATED)
		negate(to);
	return true;
}

static void
negate(RowNode *node)
{
	RowNode *inner = palloc(sizeof(RowNode));

	*inner = *node;
	memset(node, 0, sizeof(*node));
	node->op = ROW_NOT;
	node->n_args = 1;
	node->args = inner;
}

/* A bare flag; in a boolean column a flag is what it is. */
static void
compile_fact(const PlanNode *node, RowNode *to)
{
	const FactColumn *info = te_plain_column(node);

	if (info == NULL || info->class != COLUMN_BOOLEAN)
		return;
	to->op = ROW_FLAG;
	to->column = info->column;
	to->constant = node->fact->absent_no ? TRI_FALSE : TRI_UNKNOWN;
}

/* ------------------------------------------------------------------ running */

static inline TriState
masked(const RowNode *node, int cmp)
{
	return (node->mask >> (cmp + 1)) & 1 ? TRI_TRUE : TRI_FALSE;
}

static inline TriState
run_whole(const RowNode *node, int64 value)
{
	if (value == node->whole && !node->broken)
		return masked(node, 0);
	return masked(node, value > node->whole ? 1 : -1);
}

/* PostgreSQL's order: NaN is above all, and no limit is NaN. */
static inline TriState
run_float8(const RowNode *node, double value)
{
	return masked(node, value < node->number ? -1 : value != node->number);
}

static TriState
run_junction(RowRun *r, const RowNode *node, TriState decisive)
{
	TriState result = tri_opposite[decisive];

	check_stack_depth();
	for (int i = 0; i < node->n_args; i++)
	{
		TriState one = run(r, &node->args[i]);

		if (one == decisive)
			return decisive;
		if (one == TRI_UNKNOWN)
			result = TRI_UNKNOWN;
	}
	return result;
}

static TriState
run(RowRun *r, const RowNode *node)
{
	const NullableDatum *column = &r->columns[node->column];

	switch ((RowOp) node->op)
	{
		case ROW_INT2:
			return column->isnull ?
				TRI_UNKNOWN :
				run_whole(node, DatumGetInt16(column->value));
		case ROW_INT4:
			return column->isnull ?
				TRI_UNKNOWN :
				run_whole(node, DatumGetInt32(column->value));
		case ROW_INT8:
			return column->isnull ?
				TRI_UNKNOWN :
				run_whole(node, DatumGetInt64(column->value));
		case ROW_FLOAT8:
			return column->isnull ?
				TRI_UNKNOWN :
				run_float8(node, DatumGetFloat8(column->value));
		case ROW_DATE:
			return column->isnull ?
				TRI_UNKNOWN :
				run_whole(node, DatumGetDateADT(column->value));
		case ROW_TEXT:
			return column->isnull ? TRI_UNKNOWN : run_text(node, column->value);
		case ROW_FLAG:
			if (column->isnull)
				return node->constant;
			return DatumGetBool(column->value) ? TRI_TRUE : TRI_FALSE;
		case ROW_AND:
			return run_junction(r, node, TRI_FALSE);
		case ROW_OR:
			return run_junction(r, node, TRI_TRUE);
		case ROW_NOT:
			return tri_opposite[run(r, &node->args[0])];
		case ROW_CONSTANT:
			return node->constant;
		case ROW_GENERAL:
			return run_general(r, node);
	}
	return TRI_UNKNOWN;
}

/* Byte by byte, whatever the collation. */
static TriState
run_text(const RowNode *node, Datum value)
{
	text *stored = DatumGetTextPP(value);
	const char *data = VARDATA_ANY(stored);
	int length = VARSIZE_ANY_EXHDR(stored);

	for (int i = 0; i < node->n_texts; i++)
	{
		if (node->lengths[i] == length &&
			memcmp(node->texts[i], data, length) == 0)
			return masked(node, 0);
	}
	return masked(node, 1);
}

static TriState
run_general(RowRun *r, const RowNode *node)
{
	if (!r->begun)
	{
		te_row_spread(r->plan);
		te_eval_begin(&r->ctx, r->plan->plan, r->plan->values, r->plan->nulls,
					  NULL, r->as_of);
		r->begun = true;
	}
	return te_eval_bool(&r->ctx, node->general);
}

static inline void
begin(RowRun *r, RowPlan *plan, EvalDate as_of)
{
	r->plan = plan;
	r->columns = plan->columns;
	r->as_of = as_of;
	r->begun = false;
}

TriState
te_row_eligible(RowPlan *plan, EvalDate as_of)
{
	const Criteria *c = plan->criteria;
	RowProgram *program = plan->program;
	TriState verdict = TRI_TRUE;
	RowRun r;

	begin(&r, plan, as_of);
	if (program->grouped)
		return run_grouped(&r);
	for (uint32 i = 0; i < c->n_clauses; i++)
	{
		uint8 kind = CRITERIA_CLAUSES(c)[i].kind;
		TriState passes;

		if (kind == CRIT_REPORT)
			continue;
		passes = run(&r, &program->clauses[i]);
		if (kind == CRIT_EXCLUDE)
			passes = tri_opposite[passes];
		if (passes == TRI_FALSE)
			return TRI_FALSE;
		if (passes == TRI_UNKNOWN)
			verdict = TRI_UNKNOWN;
	}
	return verdict;
}

int
te_row_chosen(RowPlan *plan, EvalDate as_of)
{
	RowRun r;

	begin(&r, plan, as_of);
	for (uint32 i = 0; i < plan->criteria->n_clauses; i++)
	{
		TriState holds = run(&r, &plan->program->clauses[i]);

		if (holds != TRI_FALSE)
			return holds == TRI_TRUE ? (int) i : -1;
	}
	return -1;
}

/* With "or include"s: every clause into holds and passes; the verdict. */
static TriState
run_grouped(RowRun *r)
{
	RowPlan *plan = r->plan;

	for (uint32 i = 0; i < plan->criteria->n_clauses; i++)
		plan->holds[i] = run(r, &plan->program->clauses[i]);
	return te_eval_verdict(plan->criteria, plan->holds, plan->passes);
}

static inline uint8
clause_byte(uint8 shape, TriState holds, TriState passes)
{
	return (shape & CLAUSE_SHAPE_MASK) | (holds << CLAUSE_HOLDS_SHIFT) |
		(passes << CLAUSE_PASSES_SHIFT);
}

/* Only the clauses' bytes and the verdict change from row to row. */
CriteriaResult *
te_row_result(RowPlan *plan, EvalDate as_of)
{
	RowProgram *program = plan->program;
	CriteriaResult *result = palloc(program->template_size);
	TriState verdict = TRI_TRUE;
	RowRun r;

	memcpy(result, program->template, program->template_size);
	begin(&r, plan, as_of);
	if (program->grouped)
		verdict = run_grouped(&r);
	for (int i = 0; i < result->n_clauses; i++)
	{
		uint8 shape = result->data[i];
		TriState holds;
		TriState passes;

		if (program->grouped)
		{
			result->data[i] =
				clause_byte(shape, plan->holds[i], plan->passes[i]);
			continue;
		}
		holds = passes = run(&r, &program->clauses[i]);
		if (CLAUSE_KIND(shape) == CRIT_EXCLUDE)
			passes = tri_opposite[holds];
		else if (CLAUSE_KIND(shape) == CRIT_REPORT)
			passes = TRI_TRUE;
		result->data[i] = clause_byte(shape, holds, passes);
		if (passes == TRI_FALSE)
			verdict = TRI_FALSE;
		else if (passes == TRI_UNKNOWN && verdict == TRI_TRUE)
			verdict = TRI_UNKNOWN;
	}
	result->verdict = verdict;
	return result;
}

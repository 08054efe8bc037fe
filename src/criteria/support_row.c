/*
 * support_row.c
 *		The row argument of eligible() and its kin, taken apart into columns.
 *
 * A column of a named row type is a FieldSelect on the row argument, which
 * eval_const_expressions turns into a plain column reference where it may.
 * Making such references here from a whole-row reference would be wrong for
 * rows of an outer query: by then its target list has been built.  Only rows
 * without a named type are resolved here, and only those of the same query
 * level.
 */
#include "trial_ext.h"

#include "access/htup_details.h"
#include "access/relation.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "parser/parse_relation.h"
#include "parser/parsetree.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/typcache.h"

#include "criteria/support.h"

static bool row_beside_aggregates(Node *node, void *context);
static bool named_source(Node *row, RowSource *source);
static bool row_expr_source(RowExpr *row, RowSource *source);
static bool record_var_source(PlannerInfo *root, Var *row, RowSource *source);
static bool may_repeat(const Node *row);
static Node *field_select(Node *row, Form_pg_attribute att, int number);
static void lists_source(List *names, List *fields, RowSource *source);

bool
te_row_source(PlannerInfo *root, Node *row, RowSource *source)
{
	if (root != NULL && root->parse->groupingSets != NIL &&
		(row_beside_aggregates((Node *) root->parse->targetList, NULL) ||
		 row_beside_aggregates(root->parse->havingQual, NULL)))
		return false;
	if (IsA(row, RowExpr))
		return row_expr_source((RowExpr *) row, source);
	if (IsA(row, Var) && ((Var *) row)->vartype == RECORDOID)
		return record_var_source(root, (Var *) row, source);
	return may_repeat(row) && named_source(row, source);
}

/*
 * Grouping sets make a grouped row NULL where a set is without it, and columns
 * of it where a set is without them, but not the columns of the one nor the
 * row of the others: "GROUP BY ROLLUP (p)".  Above the grouping, then, a row
 * must stay whole.  Which clause a call stands in is not told, so a row found
 * there leaves those of the WHERE whole too.
 */
static bool
row_beside_aggregates(Node *node, void *context)
{
	if (node == NULL || IsA(node, Aggref))
		return false;
	if (IsA(node, RowExpr) ||
		(IsA(node, Var) && type_is_rowtype(((Var *) node)->vartype)))
		return true;
	return expression_tree_walker(node, row_beside_aggregates, context);
}

/*
 * Expressions that cost next to nothing: each criterion gets its own copy of
 * the row argument.
 */
static bool
may_repeat(const Node *row)
{
	while (IsA(row, FieldSelect))
		row = (const Node *) ((const FieldSelect *) row)->arg;
	return IsA(row, Var) || IsA(row, Param) || IsA(row, Const) ||
		IsA(row, PlaceHolderVar);
}

/* A row of a named type, or of a domain over one. */
static bool
named_source(Node *row, RowSource *source)
{
	Oid type = getBaseType(exprType(row));
	TupleDesc desc;
	int *attribute;

	if (type == RECORDOID || !OidIsValid(get_typ_typrelid(type)))
		return false;
	desc = lookup_rowtype_tupdesc_copy(type, -1);
	source->columns = te_row_columns(desc, &source->n_columns, &attribute);
	source->fields = palloc_array(Node *, Max(source->n_columns, 1));
	for (int i = 0; i < source->n_columns; i++)
		source->fields[i] = field_select(row, TupleDescAttr(desc, attribute[i]),
										 attribute[i] + 1);
	return true;
}

static Node *
field_select(Node *row, Form_pg_attribute att, int number)
{
	FieldSelect *field = makeNode(FieldSelect);

	field->arg = (Expr *) row;
	field->fieldnum = number;
	field->resulttype = att->atttypid;
	field->resulttypmod = att->atttypmod;
	field->resultcollid = att->attcollation;
	return (Node *) field;
}

/*
 * A row put together: a view or sub-query that was pulled up, a join, or
 * ROW(...).  For a named type the arguments stand for its attributes, dropped
 * ones included, and missing ones at the end are NULL.
 */
static bool
row_expr_source(RowExpr *row, RowSource *source)
{
	TupleDesc desc;
	int *attribute;

	if (row->row_typeid == RECORDOID)
	{
		if (list_length(row->colnames) != list_length(row->args))
			return false;
		lists_source(row->colnames, row->args, source);
		return true;
	}

	desc = lookup_rowtype_tupdesc_copy(getBaseType(row->row_typeid), -1);
	source->columns = te_row_columns(desc, &source->n_columns, &attribute);
	source->fields = palloc_array(Node *, Max(source->n_columns, 1));
	for (int i = 0; i < source->n_columns; i++)
	{
		Form_pg_attribute att = TupleDescAttr(desc, attribute[i]);

		if (attribute[i] < list_length(row->args))
			source->fields[i] = list_nth(row->args, attribute[i]);
		else
			source->fields[i] =
				(Node *) makeNullConst(att->atttypid, att->atttypmod,
									   att->attcollation);
		if (exprType(source->fields[i]) != att->atttypid)
			return false;
	}
	return true;
}

static void
lists_source(List *names, List *fields, RowSource *source)
{
	ListCell *name;
	ListCell *field;

	source->n_columns = 0;
	source->columns = palloc0_array(EvalColumn, Max(list_length(fields), 1));
	source->fields = palloc_array(Node *, Max(list_length(fields), 1));
	forboth(name, names, field, fields)
	{
		Node *node = lfirst(field);
		EvalColumn *column = &source->columns[source->n_columns];

		column->name = strVal(lfirst(name));
		column->type = exprType(node);
		column->typmod = exprTypmod(node);
		column->collation = exprCollation(node);
		source->fields[source->n_columns++] = node;
	}
}

/*
 * The whole row of a sub-query, CTE, VALUES list or function without a named
 * type.  Joins come back as a RowExpr once their aliases are resolved.
 */
static bool
record_var_source(PlannerInfo *root, Var *row, RowSource *source)
{
	RangeTblEntry *rte;
	List *names;
	List *fields;
	ListCell *cell;

	if (root == NULL || row->varlevelsup != 0 ||
		row->varattno != InvalidAttrNumber || row->varno <= 0 ||
		row->varno > list_length(root->parse->rtable))
		return false;
	rte = rt_fetch(row->varno, root->parse->rtable);
	if (rte->rtekind != RTE_SUBQUERY && rte->rtekind != RTE_FUNCTION &&
		rte->rtekind != RTE_TABLEFUNC && rte->rtekind != RTE_VALUES &&
		rte->rtekind != RTE_CTE)
		return false;
	TE_EXPAND_RTE(rte, row, &names, &fields);
	foreach (cell, fields)
	{
		if (!IsA(lfirst(cell), Var))
			return false;
		TE_COPY_NULLING((Var *) lfirst(cell), row);
	}
	lists_source(names, fields, source);
	return true;
}

void
te_table_source(Oid table, RowSource *source)
{
	Relation relation = relation_open(table, AccessShareLock);
	int *attribute;

	source->columns = te_row_columns(RelationGetDescr(relation),
									 &source->n_columns, &attribute);
	source->fields = palloc_array(Node *, Max(source->n_columns, 1));
	for (int i = 0; i < source->n_columns; i++)
		source->fields[i] =
			(Node *) makeVar(1, attribute[i] + 1, source->columns[i].type,
							 source->columns[i].typmod,
							 source->columns[i].collation, 0);
	relation_close(relation, NoLock);
}

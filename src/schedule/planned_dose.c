/*
 * planned_dose.c
 *		Rows of the composite type planned_dose.
 *
 * Forming a tuple costs more than all the arithmetic of a dose.  So each phase
 * has one tuple whose columns of fixed length, which come first and are never
 * NULL, are overwritten in place for every dose.
 */
#include "trial_ext.h"

#include "miscadmin.h"
#include "utils/tuplestore.h"

#include "schedule/schedule_plan.h"

/* The first columns of planned_dose, as they lie in a tuple. */
typedef struct FixedColumns
{
	int32 dose_no;
	int32 day_offset;
	int32 study_day;
	DateADT planned_on;
	double amount;
	double amount_max;
	DateADT window_start;
	DateADT window_end;
} FixedColumns;

StaticAssertDecl(sizeof(FixedColumns) == 40,
				 "columns of planned_dose without padding");

#define FIXED_COLUMNS 8
#define DOSE_COLUMNS 12

static void check_columns(TupleDesc desc);
static HeapTuple make_template(const PlannedRows *rows, int phase);
static Datum name_column(const DoseSchedule *schedule, uint32 name, bool *null);

PlannedRows *
te_planned_rows(FunctionCallInfo fcinfo, const DoseSchedule *schedule)
{
	PlannedRows *rows = (PlannedRows *) fcinfo->flinfo->fn_extra;
	Size size = VARSIZE(schedule);
	MemoryContext caller;

	if (rows != NULL && rows->size == size &&
		memcmp(rows->schedule, schedule, size) == 0)
		return rows;

	caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	if (rows == NULL)
	{
		rows = (PlannedRows *) palloc0(sizeof(PlannedRows));
		if (get_call_result_type(fcinfo, NULL, &rows->desc) !=
			TYPEFUNC_COMPOSITE)
			elog(ERROR, "planned_dose is not a composite type");
		rows->desc = BlessTupleDesc(CreateTupleDescCopy(rows->desc));
		check_columns(rows->desc);
		rows->context =
			AllocSetContextCreate(CurrentMemoryContext, "planned doses",
								  ALLOCSET_SMALL_SIZES);
		fcinfo->flinfo->fn_extra = rows;
	}
	rows->size = 0;
	MemoryContextReset(rows->context);
	MemoryContextSwitchTo(rows->context);
	rows->schedule = (DoseSchedule *) palloc(size);
	memcpy(rows->schedule, schedule, size);
	rows->templates = palloc0_array(HeapTuple, (Size) schedule->n_phases);
	rows->size = size;
	MemoryContextSwitchTo(caller);
	return rows;
}

HeapTuple
te_planned_row(PlannedRows *rows, const DosePlan *plan, const PhaseRun *run,
			   int64 k, DateADT day, double low, double high)
{
	int phase = (int) (run - plan->runs);
	HeapTuple row = rows->templates[phase];
	int32 offset = day - plan->start;
	FixedColumns *columns;

	if (row == NULL)
	{
		MemoryContext caller = MemoryContextSwitchTo(rows->context);

		row = rows->templates[phase] = make_template(rows, phase);
		MemoryContextSwitchTo(caller);
	}
	columns = (FixedColumns *) ((char *) row->t_data + row->t_data->t_hoff);
	columns->dose_no = (int32) (run->before + k + 1);
	columns->day_offset = offset;
	columns->study_day = offset >= 0 ? offset + 1 : offset;
	columns->planned_on = day;
	columns->amount = low;
	columns->amount_max = high;
	columns->window_start = day - run->phase->window_before;
	columns->window_end = day + run->phase->window_after;
	return row;
}

void
te_check_window(const PhaseRun *run, DateADT day)
{
	te_date_add(day, (ScheduleSpan){-run->phase->window_before, SPAN_DAY});
	te_date_add(day, (ScheduleSpan){run->phase->window_after, SPAN_DAY});
}

/* The columns of fixed length must be where FixedColumns has them. */
static void
check_columns(TupleDesc desc)
{
	static const Oid types[FIXED_COLUMNS] = {
		INT4OID,   INT4OID,	  INT4OID, DATEOID,
		FLOAT8OID, FLOAT8OID, DATEOID, DATEOID,
	};

	if (desc->natts != DOSE_COLUMNS)
		elog(ERROR, "type planned_dose has %d columns, not %d", desc->natts,
			 DOSE_COLUMNS);
	for (int i = 0; i < FIXED_COLUMNS; i++)
		if (TupleDescAttr(desc, i)->atttypid != types[i])
			elog(ERROR, "column %d of type planned_dose has another type",
				 i + 1);
}

static HeapTuple
make_template(const PlannedRows *rows, int phase)
{
	const DosePhase *p = &SCHEDULE_PHASES(rows->schedule)[phase];
	Datum values[DOSE_COLUMNS] = {0};
	bool nulls[DOSE_COLUMNS] = {false};

	values[4] = values[5] = Float8GetDatum(0);
	values[8] = name_column(rows->schedule, p->unit, &nulls[8]);
	values[9] = name_column(rows->schedule, p->drug, &nulls[9]);
	values[10] = name_column(rows->schedule, p->route, &nulls[10]);
	values[11] = Int32GetDatum(p->per_day);
	return heap_form_tuple(rows->desc, values, nulls);
}

static Datum
name_column(const DoseSchedule *schedule, uint32 name, bool *null)
{
	const char *text = SCHEDULE_TEXT(schedule, name);

	*null = *text == '\0';
	return *null ? (Datum) 0 : CStringGetTextDatum(text);
}

/*
 * As InitMaterializedSRF without a copy of the row type for every call, which
 * for a few doses costs as much as they do: the executor knows the type from
 * the catalogue and only compares it with what a function returns.
 */
Tuplestorestate *
te_result_store(FunctionCallInfo fcinfo)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext caller;
	Tuplestorestate *store;

	if (rsinfo == NULL || !IsA(rsinfo, ReturnSetInfo) ||
		!(rsinfo->allowedModes & SFRM_Materialize))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("set-valued function called in context that cannot "
						"accept a set")));
	caller = MemoryContextSwitchTo(rsinfo->econtext->ecxt_per_query_memory);
	store = tuplestore_begin_heap((rsinfo->allowedModes &
								   SFRM_Materialize_Random) != 0,
								  false, work_mem);
	MemoryContextSwitchTo(caller);
	rsinfo->returnMode = SFRM_Materialize;
	rsinfo->setResult = store;
	rsinfo->setDesc = NULL;
	return store;
}

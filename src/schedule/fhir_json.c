/*
 * fhir_json.c
 *		Elements of a FHIR Dosage in jsonb: members, lists and primitive values,
 *		each with the path that an error names.
 *
 * Two kinds of mistake are told apart: JSON that is no FHIR (22P02: a number
 * where an object belongs), and FHIR that no dose_schedule can say (22023).
 * An element that nobody here knows is the second: what is not understood is
 * never passed over.
 */
#include "trial_ext.h"

#include <math.h>

#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/datetime.h"
#include "utils/float.h"
#include "utils/numeric.h"

#include "schedule/fhir.h"

/* Longest piece of a user's text in a message, in bytes. */
#define SHOWN_MAX 80

static const char *member_path(const FhirNode *object, const char *name);
static bool name_in(const char *name, int length, const char *const *names);
static char *shown(const char *text, int length);

FhirNode
te_fhir_root(Jsonb *json)
{
	FhirNode node;

	if (JB_ROOT_IS_SCALAR(json))
		JsonbExtractScalar(&json->root, &node.value);
	else
		JsonbToJsonbValue(json, &node.value);
	node.path = "";
	return node;
}

bool
te_fhir_member(const FhirNode *object, const char *name, FhirNode *member)
{
	JsonbValue *found;

	te_fhir_want_object(object);
	found = getKeyJsonValueFromContainer(object->value.val.binary.data, name,
										 strlen(name), NULL);
	if (found == NULL || found->type == jbvNull)
	{
		if (member != object)
			member->path = "";
		return false;
	}
	member->value = *found;
	member->path = member_path(object, name);
	return true;
}

void
te_fhir_check_members(const FhirNode *object, const char *const *read,
					  const char *const *ignored)
{
	JsonbIterator *it;
	JsonbValue v;
	JsonbIteratorToken token;

	te_fhir_want_object(object);
	it = JsonbIteratorInit(object->value.val.binary.data);
	while ((token = JsonbIteratorNext(&it, &v, true)) != WJB_DONE)
	{
		const char *name;
		int length;

		CHECK_FOR_INTERRUPTS();
		if (token != WJB_KEY)
			continue;
		name = v.val.string.val;
		length = v.val.string.len;
		if (length == 17 && memcmp(name, "modifierExtension", 17) == 0)
			te_fhir_refuse(
				object, "modifierExtension",
				"It may change the meaning of everything beside it.");
		if (length > 1 && name[0] == '_')
		{
			name++;
			length--;
		}
		if (!name_in(name, length, read) && !name_in(name, length, ignored) &&
			!(length == 2 && memcmp(name, "id", 2) == 0) &&
			!(length == 9 && memcmp(name, "extension", 9) == 0))
			te_fhir_refuse(object, shown(v.val.string.val, v.val.string.len),
						   "It is not among the elements that are read here.");
	}
}

int
te_fhir_list(const FhirNode *list, int limit, FhirNode **entries)
{
	JsonbContainer *array;
	int n;

	if (list->value.type != jbvBinary ||
		!JsonContainerIsArray(list->value.val.binary.data))
	{
		*entries = palloc(sizeof(FhirNode));
		**entries = *list;
		return 1;
	}
	array = list->value.val.binary.data;
	n = JsonContainerSize(array);
	if (n > limit)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many entries in FHIR element \"%s\"", list->path),
				 errdetail("It has %d, at most %d are read.", n, limit)));
	*entries = palloc_array(FhirNode, Max(n, 1));
	for (int i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		(*entries)[i].value = *getIthJsonbValueFromContainer(array, i);
		(*entries)[i].path = psprintf("%s[%d]", list->path, i);
	}
	return n;
}

/* An object without members or a list without entries. */
bool
te_fhir_is_empty(const FhirNode *node)
{
	return node->value.type == jbvBinary &&
		JsonContainerSize(node->value.val.binary.data) == 0;
}

void
te_fhir_want_object(const FhirNode *node)
{
	if (node->value.type != jbvBinary ||
		!JsonContainerIsObject(node->value.val.binary.data))
		te_fhir_misshapen(node, "an object");
}

bool
te_fhir_number(const FhirNode *object, const char *name, double *number)
{
	FhirNode node;

	if (!te_fhir_member(object, name, &node))
		return false;
	if (node.value.type != jbvNumeric)
		te_fhir_misshapen(&node, "a number");
	*number = DatumGetFloat8(
		DirectFunctionCall1(numeric_float8,
							NumericGetDatum(node.value.val.numeric)));
	return true;
}

/* positiveInt and unsignedInt. */
bool
te_fhir_whole(const FhirNode *object, const char *name, int *number)
{
	FhirNode node;
	double value;

	if (!te_fhir_number(object, name, &value))
		return false;
	te_fhir_member(object, name, &node);
	if (!(value >= 0 && value <= PG_INT32_MAX) || value != floor(value))
		te_fhir_misshapen(&node, "a whole number");
	*number = (int) value;
	return true;
}

bool
te_fhir_bool(const FhirNode *object, const char *name, bool *value)
{
	FhirNode node;

	if (!te_fhir_member(object, name, &node))
		return false;
	if (node.value.type != jbvBool)
		te_fhir_misshapen(&node, "true or false");
	*value = node.value.val.boolean;
	return true;
}

const char *
te_fhir_string(const FhirNode *object, const char *name)
{
	FhirNode node;

	return te_fhir_member(object, name, &node) ? te_fhir_text_of(&node) : NULL;
}

const char *
te_fhir_text_of(const FhirNode *node)
{
	if (node->value.type != jbvString)
		te_fhir_misshapen(node, "text");
	return pnstrdup(node->value.val.string.val, node->value.val.string.len);
}

/*
 * YYYY-MM-DD[Thh:mm[:ss[.s]][Z or zone]].  A year or a month alone is no day;
 * the day is the one that is written, in the zone in which it is written.
 */
DateADT
te_fhir_date(const FhirNode *node, int *minute)
{
	const char *text = te_fhir_text_of(node);
	const char *at = text;
	int part[3];

	for (int i = 0; i < 3; i++)
	{
		int digits = i == 0 ? 4 : 2;

		part[i] = 0;
		for (int d = 0; d < digits; d++, at++)
		{
			if (*at < '0' || *at > '9')
				te_fhir_misshapen(node, "a date or dateTime");
			part[i] = part[i] * 10 + (*at - '0');
		}
		if (i < 2 && *at == '\0')
			te_fhir_refuse(node, NULL,
						   "A date without its day begins no schedule.");
		if (i < 2 && *at++ != '-')
			te_fhir_misshapen(node, "a date or dateTime");
	}
	if (part[0] < 1 || part[1] < 1 || part[1] > 12 || part[2] < 1 ||
		part[2] > day_tab[isleap(part[0])][part[1] - 1] ||
		(*at != '\0' && *at != 'T'))
		te_fhir_misshapen(node, "a date or dateTime");
	*minute = -1;
	if (*at == 'T')
	{
		*minute = te_fhir_minute(at + 1, &at);
		if (*minute < 0 || strspn(at, "0123456789:.+-Z") != strlen(at))
			te_fhir_misshapen(node, "a date or dateTime");
	}
	return date2j(part[0], part[1], part[2]) - POSTGRES_EPOCH_JDATE;
}

/*
 * hh:mm[:ss[.s]] as minutes, *rest behind the minutes; -1 if it is none.
 */
int
te_fhir_minute(const char *time, const char **rest)
{
	int hour;
	int minute;

	if (strlen(time) < 5 || strspn(time, "0123456789") != 2 || time[2] != ':' ||
		strspn(time + 3, "0123456789") != 2)
		return -1;
	hour = (time[0] - '0') * 10 + time[1] - '0';
	minute = (time[3] - '0') * 10 + time[4] - '0';
	*rest = time + 5;
	return hour > 23 || minute > 59 ? -1 : hour * 60 + minute;
}

void
te_fhir_refuse(const FhirNode *object, const char *member, const char *format,
			   ...)
{
	StringInfoData detail;

	initStringInfo(&detail);
	for (;;)
	{
		va_list args;
		int needed;

		va_start(args, format);
		needed = appendStringInfoVA(&detail, format, args);
		va_end(args);
		if (needed == 0)
			break;
		enlargeStringInfo(&detail, needed);
	}
	ereport(
		ERROR,
		(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
		 errmsg("cannot read FHIR element \"%s\" as part of a dose schedule",
				member				? member_path(object, member) :
					object->path[0] ? object->path :
									  "Dosage"),
		 errdetail_internal("%s", detail.data)));
}

void
te_fhir_misshapen(const FhirNode *node, const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid FHIR Dosage: \"%s\" must be %s",
					node->path[0] ? node->path : "Dosage", what)));
}

static const char *
member_path(const FhirNode *object, const char *name)
{
	return object->path[0] ? psprintf("%s.%s", object->path, name) :
							 pstrdup(name);
}

static bool
name_in(const char *name, int length, const char *const *names)
{
	for (; *names; names++)
		if (strlen(*names) == (size_t) length &&
			memcmp(*names, name, length) == 0)
			return true;
	return false;
}

/* A user's text, cut between characters. */
static char *
shown(const char *text, int length)
{
	return pnstrdup(text,
					length <= SHOWN_MAX ?
						length :
						pg_mbcliplen(text, length, SHOWN_MAX));
}

/*
 * course.c
 *		A response over the visits after the start: events that come between,
 *		imputation, confirmation, and where the time to it ends.
 *
 * Three-valued: a visit without what the rules need is unknown, not a no.
 */
#include "trial_ext.h"

#include "miscadmin.h"

#include "response/response.h"

static void judge(Course *course, int number);
static void apply_events(const Course *course, CourseVisit *visit);
static const Intercurrent *earliest(const Course *course, Strategy strategy);
static TriState and_(TriState a, TriState b);
static TriState confirmed(const Course *course, int number);
static int last_known_no(const Course *course);
static DateADT visit_date(const Course *course, int number, bool planned_days);
static int after_visit(const Course *course, int before, bool response);

static TriState
and_(TriState a, TriState b)
{
	if (a == TRI_FALSE || b == TRI_FALSE)
		return TRI_FALSE;
	return a == TRI_TRUE ? b : a;
}

/* By the day on which it happened for sure; of censoring, on which it may have. */
static const Intercurrent *
earliest(const Course *course, Strategy strategy)
{
	const Intercurrent *found = NULL;

	for (int i = 0; i < N_INTERCURRENT; i++)
	{
		const Intercurrent *event = &course->events[i];
		bool certain = strategy == STRATEGY_NON_RESPONSE;

		if (event->happened && event->strategy == strategy &&
			(found == NULL ||
			 (certain ? event->last < found->last :
						event->first < found->first)))
			found = event;
	}
	return found;
}

/*
 * Whichever event comes first decides.  Of two on one day the one that makes a
 * non-responder does.
 */
const Intercurrent *
te_course_censoring(const Course *course)
{
	const Intercurrent *censor = earliest(course, STRATEGY_CENSOR);
	const Intercurrent *failure = earliest(course, STRATEGY_NON_RESPONSE);

	return censor != NULL && failure != NULL && failure->last <= censor->first ?
		NULL :
		censor;
}

static void
judge(Course *course, int number)
{
	CourseVisit *visit = &course->visits[number];

	te_assess(&course->subject, course->first + number, &visit->visit);
	visit->measured =
		te_assess_response(&course->subject, &visit->visit, course->wanted);
	visit->state = visit->measured;
	visit->cut = false;
	visit->because = NULL;
	apply_events(course, visit);
	visit->imputed = course->nri && !visit->cut && visit->state == TRI_UNKNOWN;
	if (visit->imputed)
		visit->state = TRI_FALSE;
}

/*
 * A value of an event's own day comes after it where the event makes a
 * non-responder, and before it where it ends observation: the visit at which
 * therapy is switched was still under the old one.
 */
static void
apply_events(const Course *course, CourseVisit *visit)
{
	const Intercurrent *censor = te_course_censoring(course);
	int64 day = visit->visit.as_of;

	for (int i = 0; i < N_INTERCURRENT; i++)
	{
		const Intercurrent *event = &course->events[i];

		if (!event->happened)
			continue;
		/* nobody is measured after death */
		if (event->is_death && day > event->last)
		{
			visit->state = TRI_UNKNOWN;
			visit->because = event;
		}
	}
	if (censor != NULL && day > censor->first)
	{
		visit->cut = true;
		visit->state = TRI_UNKNOWN;
		visit->because = censor;
		return;
	}
	for (int i = 0; i < N_INTERCURRENT; i++)
	{
		const Intercurrent *event = &course->events[i];

		if (!event->happened || event->strategy != STRATEGY_NON_RESPONSE ||
			day < event->first)
			continue;
		if (visit->because == NULL || visit->because->last > event->last ||
			visit->because->strategy != STRATEGY_NON_RESPONSE)
			visit->because = event;
		visit->state =
			and_(visit->state, day >= event->last ? TRI_FALSE : TRI_UNKNOWN);
	}
}

static TriState
confirmed(const Course *course, int number)
{
	TriState first = course->visits[number].state;
	TriState second;

	if (course->confirm == 1)
		return first;
	if (number < course->n - 1)
		second = course->visits[number + 1].state;
	else
		second = course->nri && !course->visits[number].cut ? TRI_FALSE :
															  TRI_UNKNOWN;
	return and_(first, second);
}

void
te_course_visits(Course *course)
{
	const Subject *subject = &course->subject;

	while (course->first < subject->n_visits &&
		   subject->visits[course->first].day <= subject->start)
		course->first++;
	course->n = subject->n_visits - course->first;
	course->visits = palloc0_array(CourseVisit, Max(course->n, 1));
}

int
te_course_judge(Course *course, int from, int to, bool until_response)
{
	int ahead = course->confirm - 1;
	int judged = from;

	for (int i = from; i <= to; i++)
	{
		CHECK_FOR_INTERRUPTS();
		while (judged <= Min(i + ahead, course->n - 1))
			judge(course, judged++);
		course->visits[i].response = confirmed(course, i);
		if (until_response && course->visits[i].response == TRI_TRUE)
			return i;
	}
	return -1;
}

static int
last_known_no(const Course *course)
{
	for (int i = course->n - 1; i >= 0; i--)
	{
		if (!course->visits[i].cut && course->visits[i].response == TRI_FALSE)
			return i;
	}
	return -1;
}

/*
 * A response is dated by its values, but by the last planned visit at the
 * latest: there non-responders are censored, so that the Kaplan-Meier curve
 * ends at the proportion without a response.
 */
static DateADT
visit_date(const Course *course, int number, bool planned_days)
{
	const Assessment *visit = &course->visits[number].visit;

	return planned_days ? visit->planned_on :
						  Min(visit->as_of, te_course_end(course));
}

DateADT
te_course_end(const Course *course)
{
	const Subject *subject = &course->subject;

	return course->n > 0 ? subject->visits[subject->n_visits - 1].day :
						   subject->start;
}

void
te_course_time(Course *course, bool planned_days, CourseTime *time)
{
	DateADT end = te_course_end(course);
	const Intercurrent *censor = te_course_censoring(course);
	const Intercurrent *failure = earliest(course, STRATEGY_NON_RESPONSE);
	int last = course->n - 1;

	time->visit = te_course_judge(course, 0, last, true);
	time->event = time->visit >= 0;
	time->because = NULL;
	if (time->event)
	{
		time->on = visit_date(course, time->visit, planned_days);
		return;
	}
	if (censor != NULL && censor->first <= end)
		time->because = censor;
	else if (failure != NULL && failure->first <= end)
		time->because = failure;
	if (course->nri && time->because == censor && censor != NULL)
	{
		time->on = (DateADT) censor->first;
		return;
	}
	time->visit = course->nri ? last : last_known_no(course);
	if (time->visit == last)
		time->on = end;
	else if (time->visit < 0)
		time->on = course->subject.start;
	else
		time->on = visit_date(course, time->visit, planned_days);
}

/* ---------------------------------------------------------------- sustained */

/* Where a subject can be, as bits: what is unknown leaves several. */
enum
{
	COURSE_NONE = 0x01,		 /* no response so far */
	COURSE_TENTATIVE = 0x02, /* a first one, to be confirmed */
	COURSE_RESPONSE = 0x04,	 /* since the first one always */
	COURSE_LOST = 0x08
};

static int
after_visit(const Course *course, int before, bool response)
{
	int after = before & COURSE_LOST;

	if (!response)
		return after | (before & COURSE_NONE) |
			(before & COURSE_TENTATIVE ? COURSE_NONE : 0) |
			(before & COURSE_RESPONSE ? COURSE_LOST : 0);
	if (before & COURSE_NONE)
		after |= course->confirm == 1 ? COURSE_RESPONSE : COURSE_TENTATIVE;
	if (before & (COURSE_TENTATIVE | COURSE_RESPONSE))
		after |= COURSE_RESPONSE;
	return after;
}

/*
 * From the first response at every later visit.  Every way in which unknown
 * visits may have been is followed; where they do not count they are left out.
 */
TriState
te_course_sustained(Course *course, MissingVisit missing)
{
	int at = COURSE_NONE;
	bool known = false;

	course->nri = missing == MISSING_NON_RESPONSE;
	(void) te_course_judge(course, 0, course->n - 1, false);
	for (int i = 0; i < course->n; i++)
	{
		const CourseVisit *visit = &course->visits[i];
		TriState state = visit->state;

		known |= state != TRI_UNKNOWN;
		if (state == TRI_UNKNOWN && (missing == MISSING_SKIP || visit->cut))
		{
			/* a first response keeps waiting for nothing */
			if (at & COURSE_TENTATIVE)
				at = (at & ~COURSE_TENTATIVE) | COURSE_RESPONSE | COURSE_NONE;
			continue;
		}
		at = (state != TRI_FALSE ? after_visit(course, at, true) : 0) |
			(state != TRI_TRUE ? after_visit(course, at, false) : 0);
	}
	if (!known)
		return TRI_UNKNOWN;
	if (course->nri && (at & COURSE_TENTATIVE))
		at = (at & ~COURSE_TENTATIVE) | COURSE_NONE;
	if ((at & (COURSE_RESPONSE | COURSE_TENTATIVE)) == 0)
		return TRI_FALSE;
	return at == COURSE_RESPONSE ? TRI_TRUE : TRI_UNKNOWN;
}

char *
te_course_visit(const Course *course, int number)
{
	return te_visit_name(course->subject.schedule, course->first + number);
}

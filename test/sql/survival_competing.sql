-- survival_competing: cumulative incidence with competing events.
\set VERBOSITY terse

-- Twelve subjects, worked by hand: at risk 12, 11, 9, 8 ...; S = 11/12 after day
-- 1, so cause 2 on day 2 gets 11/12 x 1/11 = 1/12, cause 1 on day 3 10/12 x 1/9.
-- Errors and limits: R 4.2.2, survival 3.5-3: survfit(Surv(t, factor(e)) ~ 1,
-- conf.type = 'log'), the infinitesimal jackknife, which equals the variance here.
CREATE TEMP TABLE subject AS
    SELECT * FROM unnest(ARRAY[1,2,2,3,4,4,5,6,7,8,9,10], ARRAY[1,2,0,1,2,1,0,1,0,2,1,0]) AS x (t, e);
CREATE TEMP TABLE expected (cause int, t int, n_risk int, incidence float8, std_err float8, lower float8, upper float8);
INSERT INTO expected VALUES
    (1, 1, 12, 1.0 / 12, 0.0797855923130282, 0.0127601365614755, 0.544229633514318),
    (1, 3, 9, 0.1759259259259259, 0.1133287775786244, 0.0497735817315500, 0.621814431194051),
    (1, 4, 8, 0.2685185185185185, 0.1330476047980901, 0.1016750525872208, 0.709143422625997),
    (1, 6, 5, 0.3796296296296296, 0.1517894205698183, 0.1733881715094033, 0.831190815602515),
    (1, 9, 2, 0.5277777777777778, 0.1700236340116935, 0.2806961694988026, 0.992351919919013),
    (1, 10, 1, 0.5277777777777778, 0.1700236340116935, 0.2806961694988026, 0.992351919919013),
    (2, 1, 12, 0, 0, NULL, NULL),
    (2, 2, 11, 1.0 / 12, 0.0797855923130282, 0.0127601365614755, 0.544229633514318),
    (2, 4, 8, 0.1759259259259259, 0.1133287775786244, 0.0497735817315500, 0.621814431194051),
    (2, 8, 3, 0.3240740740740741, 0.1597158852443624, 0.1233502894024442, 0.851428934587383),
    (2, 10, 1, 0.3240740740740741, 0.1597158852443624, 0.1233502894024442, 0.851428934587383);
SELECT e.*, c.* FROM expected e LEFT JOIN cumulative_incidence((SELECT competing_risks_agg(t, e) FROM subject)) c ON c.cause = e.cause AND c.time = e.t
WHERE c.n_risk IS DISTINCT FROM e.n_risk OR abs(c.incidence - e.incidence) > 1e-12 OR c.incidence IS NULL OR abs(c.std_err - e.std_err) > 1e-12 OR c.std_err IS NULL
    OR abs(c.lower - e.lower) > 1e-12 OR abs(c.upper - e.upper) > 1e-12 OR (c.lower IS NULL) <> (e.lower IS NULL) OR (c.upper IS NULL) <> (e.upper IS NULL);
-- The same with conf.type = 'log-log' and 'plain', at days 2, 4 and 8.
SELECT c.time, round(l.lower::numeric, 10) AS "log-log", round(c.lower::numeric, 10) AS plain
FROM cumulative_incidence((SELECT competing_risks_agg(t, e) FROM subject), 'plain') c, cumulative_incidence((SELECT competing_risks_agg(t, e) FROM subject), 'log-log') l
WHERE c.cause = 2 AND l.cause = 2 AND l.time = c.time AND c.time IN (2, 4, 8);
-- Rows: a row at time 0, then every time, for every cause.
SELECT cause, count(*), min(c.time), max(c.time), sum(n_event) FROM cumulative_incidence((SELECT competing_risks_agg(t, e) FROM subject)) c GROUP BY cause ORDER BY cause;

-- One cause: 1 minus Kaplan-Meier, with its standard error.
CREATE TEMP TABLE many AS SELECT g, abs(hashint4(g)) % 200 AS t, abs(hashint4(g + 9)) % 4 AS e, 'arm ' || g % 3 AS arm FROM generate_series(1, 3000) g;
SELECT count(*), count(*) FILTER (WHERE abs(1 - k.survival - c.incidence) > 1e-12) AS incidence, count(*) FILTER (WHERE abs(k.std_err - c.std_err) > 1e-12) AS std_err
FROM kaplan_meier((SELECT survival_agg(t, e > 0, arm) FROM many)) k JOIN cumulative_incidence((SELECT survival_agg(t, e > 0, arm) FROM many)) c ON (c.arm, c.time) = (k.arm, k.time);
-- Incidences of all causes and the curve free of any event add up to 1.
SELECT count(*), max(abs(total + survival - 1)) < 1e-12 AS one FROM (
    SELECT arm, c.time, sum(incidence) AS total FROM cumulative_incidence((SELECT competing_risks_agg(t, e, arm) FROM many)) c GROUP BY 1, 2) s
    JOIN kaplan_meier((SELECT cause_specific(competing_risks_agg(t, e, arm), 0) FROM many)) k USING (arm, time);
-- With nobody censored an incidence is a share, and its error that of a share.
SELECT count(*), max(abs(c.incidence - s.share)) < 1e-12 AS share, max(abs(c.std_err - sqrt(s.share * (1 - s.share) / s.n))) < 1e-12 AS std_err
FROM cumulative_incidence((SELECT competing_risks_agg(t, e + 1, arm) FROM many)) c, LATERAL (
    SELECT count(*)::float8 AS n, count(*) FILTER (WHERE e + 1 = cause AND t <= c.time) / count(*)::float8 AS share FROM many m WHERE m.arm = c.arm) s;

-- One cause as the event: what survival_agg makes of it.
SELECT cause, cause_specific((SELECT competing_risks_agg(t, e, arm) FROM many), cause)::text = (SELECT survival_agg(t, CASE WHEN cause = 0 THEN e > 0 ELSE e = cause END, arm) FROM many)::text AS same
FROM generate_series(0, 5) cause;
SELECT cause_specific(survival_agg(t, e > 0), 1)::text = survival_agg(t, e > 0)::text AS same FROM many;
SELECT l.df, l.n, round(l.statistic::numeric, 6) AS statistic FROM logrank((SELECT cause_specific(competing_risks_agg(t, e, arm), 1) FROM many)) l;

-- Missing, degenerate, order.
SELECT competing_risks_agg(t, e, arm) FROM (VALUES (1.5, 1, 'a'), (NULL, 1, 'a'), (2, NULL, 'a'), (2, 0, NULL), (0, 31, 'b')) v (t, e, arm);
SELECT c.* FROM cumulative_incidence((SELECT competing_risks_agg(t, e) FROM (VALUES (1, 2)) v (t, e))) c ORDER BY cause, c.time;
SELECT count(*) FROM cumulative_incidence((SELECT competing_risks_agg(NULL, 1)));
SELECT t.* FROM survival_totals((SELECT competing_risks_agg(t, e, arm) FROM (VALUES (1.5, 1, 'a'), (3, 0, 'a'), (2, NULL, 'a'), (2, 0, NULL), (0, 31, 'b')) v (t, e, arm))) t;
SELECT count(DISTINCT c) FROM (SELECT competing_risks_agg(t, e, arm ORDER BY g)::text AS c FROM many UNION ALL SELECT competing_risks_agg(t, e, arm ORDER BY md5(g::text))::text FROM many
    UNION ALL SELECT survival_agg(s)::text FROM (SELECT competing_risks_agg(t, e, arm) AS s FROM many GROUP BY e) x) y;

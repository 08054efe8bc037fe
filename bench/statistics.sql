-- @subject Survival: log-rank and Kaplan-Meier of one subject a row, two arms, 30 % censored, days (up to 730) and continuous times
-- @rows 1000000
CREATE TABLE subject AS
    SELECT id, CASE WHEN second THEN 'placebo' ELSE 'drug' END AS arm, second::int AS arm_no, floor(least(time, censored) / 2 * 365.25)::int AS days,
        least(time, censored)::float8 AS years, time <= censored AS event, id % 50 AS site
    FROM (SELECT g AS id, (hashint8(g) & 1) = 1 AS second,
              -ln(1 - (hashint8extended(g, 1) & 1048575) / 1048576.0::float8) * CASE WHEN (hashint8(g) & 1) = 1 THEN 1.0 ELSE 1.003 END AS time,
              4.0::float8 * (hashint8extended(g, 2) & 1048575) / 1048576 AS censored
          FROM generate_series(1, :rows) g) x;
CREATE TABLE subject_part AS SELECT * FROM subject LIMIT :part;
-- What an analyst writes in SQL.
CREATE FUNCTION chisq(float8, float8) RETURNS float8 LANGUAGE sql IMMUTABLE RETURN $1 * $1 / $2;

-- @variant scan
SELECT sum(days::float8) FROM subject;
-- @variant scan_integer
SELECT sum(days) FROM subject;
-- @variant logrank
SELECT round((logrank(survival_agg(days, event, arm))).statistic::numeric, 9) FROM subject;
-- @variant curve
SELECT count(*) FROM kaplan_meier((SELECT survival_agg(days, event, arm) FROM subject));
-- @variant cox
SELECT round(hazard_ratio::numeric, 9) FROM hazard_ratio((SELECT survival_agg(days, event, arm) FROM subject));
-- @variant grouped_sql
WITH g AS (SELECT days, count(*)::float8 AS leaving, count(*) FILTER (WHERE arm_no = 1)::float8 AS leaving1, count(*) FILTER (WHERE event)::float8 AS d,
        count(*) FILTER (WHERE event AND arm_no = 1)::float8 AS d1 FROM subject GROUP BY days),
r AS (SELECT d, d1, sum(leaving) OVER w AS n, sum(leaving1) OVER w AS n1 FROM g WINDOW w AS (ORDER BY days DESC))
SELECT round(chisq(sum(d1 - d * n1 / n), sum(CASE WHEN n > 1 THEN d * n1 * (n - n1) * (n - d) / (n * n * (n - 1)) ELSE 0 END))::numeric, 9) FROM r;
-- @variant window_sql
WITH r AS (SELECT DISTINCT days, sum(event::int) OVER t AS d, sum(event::int * arm_no) OVER t AS d1, count(*) OVER w AS n, sum(arm_no) OVER w AS n1
        FROM subject WINDOW t AS (PARTITION BY days), w AS (ORDER BY days DESC))
SELECT round(chisq(sum(d1 - d * n1 / n::float8), sum(CASE WHEN n > 1 THEN d::float8 * n1 * (n - n1) * (n - d) / (n::float8 * n * (n - 1)) ELSE 0 END))::numeric, 9) FROM r;
-- @variant logrank_two_workers max_parallel_workers_per_gather=2
SELECT round((logrank(survival_agg(days, event, arm))).statistic::numeric, 9) FROM subject;
-- @variant continuous_scan
SELECT sum(years) FROM subject_part;
-- @variant continuous
SELECT round((logrank(survival_agg(years, event, arm))).statistic::numeric, 9) FROM subject_part;
-- @variant continuous_grouped_sql
WITH g AS (SELECT years, count(*)::float8 AS leaving, count(*) FILTER (WHERE arm_no = 1)::float8 AS leaving1, count(*) FILTER (WHERE event)::float8 AS d,
        count(*) FILTER (WHERE event AND arm_no = 1)::float8 AS d1 FROM subject_part GROUP BY years),
r AS (SELECT d, d1, sum(leaving) OVER w AS n, sum(leaving1) OVER w AS n1 FROM g WINDOW w AS (ORDER BY years DESC))
SELECT round(chisq(sum(d1 - d * n1 / n), sum(CASE WHEN n > 1 THEN d * n1 * (n - n1) * (n - d) / (n * n * (n - 1)) ELSE 0 END))::numeric, 9) FROM r;

-- @compare logrank / scan <= 1.4    days
-- @compare logrank / scan_integer
-- @compare curve / scan
-- @compare cox / scan
-- @compare grouped_sql / logrank >= 2
-- @compare window_sql / logrank >= 8
-- @compare continuous / continuous_scan
-- @compare continuous_grouped_sql / continuous
-- @compare wall logrank_two_workers / logrank <= 0.65
-- @compare instructions logrank - scan

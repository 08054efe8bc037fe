-- 5_check.sql: what became of the rows, and what to look at.

-- Every code that no fact stands for, unit that cannot be used, value that
-- cannot be, date that cannot be read, and row that is left out, with counts.
CREATE VIEW sdtm_problem AS
SELECT CASE WHEN status <> 'entered' THEN status WHEN unit IS NULL THEN 'no unit' ELSE 'unit cannot be used' END AS problem, domain, code,
    CASE WHEN status = 'impossible value' OR status = 'entered' THEN written_unit END AS unit, count(*) AS rows, count(DISTINCT usubjid) AS subjects,
    min(CASE WHEN status = 'date cannot be read' THEN concat_ws(' to ', starts, stops) WHEN status = 'ends before it begins' THEN starts || ' to ' || stops
        WHEN status IN ('impossible value', 'entered') THEN coalesce(result, dose::text) END) AS example, status = 'entered' AS entered
FROM (SELECT * FROM sdtm_status OFFSET 0) AS s    -- OFFSET 0: a status is worked out once a row
WHERE status <> 'entered' OR unit_unusable GROUP BY 1, 2, 3, 4, 8;
COMMENT ON VIEW sdtm_problem IS 'by domain and code: rows that become no entry and why, and those that do with a unit that cannot be used';

-- rows = entered + listed, in every domain. DM is one row a subject.
CREATE VIEW sdtm_reconciliation AS
WITH counted AS (SELECT domain, status, unit_unusable, count(*) AS n FROM (SELECT * FROM sdtm_status OFFSET 0) AS s GROUP BY 1, 2, 3)
SELECT domain, sum(n)::bigint AS rows, coalesce(sum(n) FILTER (WHERE status = 'entered'), 0)::bigint AS entered,
    coalesce(sum(n) FILTER (WHERE status <> 'entered'), 0)::bigint AS listed,
    coalesce(sum(n) FILTER (WHERE status = 'code not in the table'), 0)::bigint AS "code unknown",
    coalesce(sum(n) FILTER (WHERE status = 'left out by the table'), 0)::bigint AS "left out",
    coalesce(sum(n) FILTER (WHERE status = 'not done'), 0)::bigint AS "not done",
    coalesce(sum(n) FILTER (WHERE status = 'before the last consent'), 0)::bigint AS "earlier attempt",
    coalesce(sum(n) FILTER (WHERE status IN ('subject not in DM', 'date cannot be read', 'no date', 'ends before it begins', 'impossible value')), 0)::bigint AS bad,
    coalesce(sum(n) FILTER (WHERE status = 'entered' AND unit_unusable), 0)::bigint AS "unit unusable"
FROM counted GROUP BY domain
UNION ALL
SELECT 'DM', count(*), count(DISTINCT usubjid), count(*) - count(DISTINCT usubjid), 0, 0, 0, 0, count(*) - count(DISTINCT usubjid), 0 FROM dm
ORDER BY domain;
COMMENT ON VIEW sdtm_reconciliation IS 'rows of each domain: those entered and those listed in sdtm_problem, by reason; of the entered, those whose unit cannot be used';

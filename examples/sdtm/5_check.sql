-- 5_check.sql: what became of the rows, and what to look at.

-- Every code that no fact stands for, unit that cannot be used, value that
-- cannot be, date that cannot be read, and row that is left out, with counts.
CREATE VIEW sdtm_problem AS
SELECT status AS problem, domain, code, CASE WHEN status = 'impossible value' THEN unit END AS unit, count(*) AS rows, count(DISTINCT usubjid) AS subjects,
    min(CASE status WHEN 'date cannot be read' THEN concat_ws(' to ', starts, stops) WHEN 'ends before it begins' THEN starts || ' to ' || stops
        WHEN 'impossible value' THEN coalesce(result, dose::text) END) AS example, false AS entered
FROM sdtm_status WHERE status <> 'entered' GROUP BY 1, 2, 3, 4
UNION ALL
SELECT CASE WHEN unit IS NULL THEN 'no unit' ELSE 'unit cannot be used' END, domain, code, written_unit, count(*), count(DISTINCT usubjid),
    min(coalesce(result, dose::text)), true
FROM sdtm_status WHERE status = 'entered' AND unit_unusable GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW sdtm_problem IS 'by domain and code: rows that become no entry and why, and those that do with a unit that cannot be used';

-- rows = entered + listed, in every domain. DM is one row a subject.
CREATE VIEW sdtm_reconciliation AS
SELECT domain, count(*) AS rows, count(*) FILTER (WHERE status = 'entered') AS entered, count(*) FILTER (WHERE status <> 'entered') AS listed,
    count(*) FILTER (WHERE status = 'code not in the table') AS "code unknown", count(*) FILTER (WHERE status = 'left out by the table') AS "left out",
    count(*) FILTER (WHERE status = 'not done') AS "not done", count(*) FILTER (WHERE status = 'before the last consent') AS "earlier attempt",
    count(*) FILTER (WHERE status IN ('subject not in DM', 'date cannot be read', 'no date', 'ends before it begins', 'impossible value')) AS bad,
    count(*) FILTER (WHERE status = 'entered' AND unit_unusable) AS "entered, unit unusable"
FROM sdtm_status GROUP BY domain
UNION ALL
SELECT 'DM', count(*), count(DISTINCT usubjid), count(*) - count(DISTINCT usubjid), 0, 0, 0, 0, count(*) - count(DISTINCT usubjid), 0 FROM dm
ORDER BY 1;
COMMENT ON VIEW sdtm_reconciliation IS 'rows of each domain: those that become entries and those that are listed in sdtm_problem, by reason';

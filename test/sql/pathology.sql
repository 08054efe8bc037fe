-- Activity and chronicity index of lupus nephritis.
SET client_min_messages = warning;
CREATE FUNCTION pg_temp.refusal(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    d text;
BEGIN
    EXECUTE statement;
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS d = PG_EXCEPTION_DETAIL;
    RETURN SQLSTATE || ' ' || SQLERRM || CASE WHEN d <> '' THEN ' | ' || d ELSE '' END;
END $$;

-- Indices: maxima 24 and 12; necrosis and crescents count twice (Austin, Am J
-- Med 1983;75:382; modified NIH indices, Bajema, Kidney Int 2018;93:789).
SELECT lupus_activity_index(0, 0, 0, 0, 0, 0), lupus_activity_index(3, 3, 3, 3, 3, 3), lupus_activity_index(1, 0, 0, 0, 0, 0) AS endocapillary, lupus_activity_index(0, 1, 0, 0, 0, 0) AS neutrophils,
    lupus_activity_index(0, 0, 1, 0, 0, 0) AS necrosis, lupus_activity_index(0, 0, 0, 1, 0, 0) AS hyaline, lupus_activity_index(0, 0, 0, 0, 1, 0) AS crescents, lupus_activity_index(0, 0, 0, 0, 0, 1) AS interstitial;
SELECT lupus_activity_index(endocapillary => 2, neutrophils => 1, necrosis => 1, hyaline_deposits => 2, crescents => 2, interstitial_inflammation => 1) AS twelve,
    lupus_chronicity_index(glomerulosclerosis => 1, fibrous_crescents => 0, tubular_atrophy => 1, interstitial_fibrosis => 0) AS two,
    lupus_chronicity_index(3, 3, 3, 3), lupus_chronicity_index(0, 0, 0, 0), lupus_activity_index(1, 1, NULL, 1, 1, 1), lupus_chronicity_index(1, 1, 1, NULL);
SELECT n, pg_temp.refusal(format('SELECT lupus_activity_index(%s)', (SELECT string_agg(CASE WHEN i = n THEN v ELSE 0 END::text, ', ' ORDER BY i) FROM generate_series(1, 6) i)))
FROM generate_series(1, 6) n, (VALUES (4), (-1)) w (v) ORDER BY 1, 2;
SELECT n, pg_temp.refusal(format('SELECT lupus_chronicity_index(%s)', (SELECT string_agg(CASE WHEN i = n THEN 4 ELSE 0 END::text, ', ' ORDER BY i) FROM generate_series(1, 4) i))) FROM generate_series(1, 4) n ORDER BY 1;

-- The list has the arguments in their order, and sums to the maxima.
SELECT * FROM lupus_index_items();
SELECT index_name, sum(maximum) AS maximum, array_agg(item ORDER BY n) = (SELECT proargnames FROM pg_proc WHERE proname = 'lupus_' || index_name || '_index') AS as_the_arguments
FROM lupus_index_items() WITH ORDINALITY AS i (index_name, item, title, weight, maximum, source, verified, n) GROUP BY 1 ORDER BY 1;

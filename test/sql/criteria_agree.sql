-- The native conditions that constant criteria become answer as the
-- interpreter does, for every value a column can hold.  Criteria are made at
-- random from a grammar, rows hold the ends of every type; both are run with
-- trial_ext.enable_rewrite on and off and every answer is compared.  Neither
-- side is the expected result: any difference is a bug of one of them.
CREATE SCHEMA criteria_agree;
SET search_path = criteria_agree, public;

CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy', 'Not Done');
CREATE DOMAIN small_number AS integer CHECK (VALUE > -1000000);
CREATE DOMAIN real_domain AS float8;
CREATE DOMAIN word AS varchar(20);
CREATE DOMAIN mood_domain AS mood;

CREATE TABLE agree (
    id integer,
    i2 smallint, i4 integer, gone text, i8 bigint, di small_number,
    f4 real, f8 float8, df real_domain, n numeric, n2 numeric(10,2),
    t text, vc varchar(10), ch char(4), nm name, dw word,
    e mood, de mood_domain, b boolean, flag text,
    d date, ts timestamp, q quantity, creatinine float8, cr real, cn numeric,
    ci integer, alt float8, alt_uln float8, sex text, ta text[],
    "Odd Name" integer
);
ALTER TABLE agree DROP COLUMN gone;

-- number i of what a column can hold, by a fixed sequence of its own
CREATE FUNCTION pick(seed text, choices text[]) RETURNS text
LANGUAGE sql IMMUTABLE AS
$$SELECT choices[1 + ('x' || substr(md5(seed), 1, 7))::bit(28)::int % array_length(choices, 1)]$$;

INSERT INTO agree
SELECT i,
    pick(i || 'i2', '{-32768,32767,0,1,17,18,NULL,-1,40}')::int2,
    pick(i || 'i4', '{-2147483648,2147483647,0,1,17,18,19,NULL,-1,70}')::int4,
    pick(i || 'i8', '{-9223372036854775808,9223372036854775807,9007199254740992,9007199254740993,0,17,18,NULL,9223372036854774784}')::int8,
    pick(i || 'di', '{-5,0,17,18,65,NULL}')::int4,
    pick(i || 'f4', '{0.1,1.2,-0.5,0,-0,NaN,Infinity,-Infinity,16777216,3.4e38,1e-45,NULL,17.5}')::real,
    pick(i || 'f8', '{0.1,0.30000000000000004,0.3,-0.5,-0,NaN,Infinity,-Infinity,1e300,5e-324,NULL,17.5,18}')::float8,
    pick(i || 'df', '{0.1,1.2,NaN,NULL,18}')::float8,
    pick(i || 'n', '{0.1,1.2,1.20000000000000000001,NaN,Infinity,-Infinity,12345678901234567890,0,NULL,17.5,-0.5}')::numeric,
    pick(i || 'n2', '{0.10,1.20,17.50,18.00,NULL}')::numeric,
    pick(i || 't', '{a,b,A,"a ",III,"","it''s",NULL,"Ünï"}'),
    pick(i || 'vc', '{a,b,"a ",III,NULL}'),
    pick(i || 'ch', '{a,b,III,"",NULL}'),
    pick(i || 'nm', '{a,b,NULL}')::name,
    pick(i || 'dw', '{a,b,NULL}'),
    pick(i || 'e', '{sad,ok,happy,Not Done,NULL}')::mood,
    pick(i || 'de', '{sad,ok,NULL}')::mood,
    pick(i || 'b', '{true,false,NULL}')::boolean,
    pick(i || 'flag', '{Y,n,yes,positive,maybe,"",NULL}'),
    pick(i || 'd', '{2024-03-01,2024-02-29,2023-12-08,infinity,-infinity,1970-01-01,NULL,2024-03-02,300000-01-01}')::date,
    pick(i || 'ts', '{2024-03-01 10:00,2024-03-01,2024-02-29 23:59:59.999999,infinity,-infinity,NULL,2024-03-02}')::timestamp,
    pick(i || 'q', '{1.5 mg/dL,132.6 umol/L,3 mg/dL,2 mg,7 mmol,NULL}')::text::quantity,
    pick(i || 'cr', '{0.9,1.5,3,NaN,Infinity,NULL,2.9999999999999996}')::float8,
    pick(i || 'c4', '{0.9,1.5,3,NULL}')::real,
    pick(i || 'cn', '{0.9,1.5,3,NULL,1.1312217194570136}')::numeric,
    pick(i || 'ci', '{1,2,3,NULL}')::int,
    pick(i || 'alt', '{10,80,80.00000000000001,120,NULL,NaN}')::float8,
    pick(i || 'alt_uln', '{40,0,NULL,41.3}')::float8,
    pick(i || 'sex', '{M,F,male,Female,U,NULL}'),
    pick(i || 'ta', '{"{III,V}","{a}","{}","{NULL}",NULL}')::text[],
    pick(i || 'odd', '{1,2,3,NULL}')::int
FROM generate_series(1, 79) i;
INSERT INTO agree (id) VALUES (0);

-- one comparison of a column with literals, at random; half of all criteria are
-- just one, the others trees of them
CREATE FUNCTION atom(seed text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    whole text[] := '{-32768,32767,32768,0,1,17,17.5,18,-0.5,2147483647,2147483648,-2147483649,9223372036854775807,9007199254740993,1e19,-1e300}';
    broken text[] := '{0.1,1.2,-0.5,0,17.5,18,0.3,1e300,1e-46,16777217,0.30000000000000004,1e39}';
    words text[] := '{''a'',''b'',''a '',''III'','''',''it''''s'',''sad'',''Not Done'',''nothing''}';
    days text[] := '{"date ''2024-03-01''","date ''2024-02-29''","as_of","as_of - 12 weeks","as_of - 1 month","date ''2024-03-02'' - 1 day"}';
    op text := pick(seed || 'op', '{<,<=,=,<>,>=,>}');
    eq text := pick(seed || 'eq', '{=,<>}');
    l1 text; l2 text; l3 text;
    c text;
BEGIN
    CASE pick(seed || 'kind', '{int,int,int,float,float,numeric,text,text,enum,bool,date,date,unit,unit,other,other}')
    WHEN 'int' THEN
        c := pick(seed || 'c', ARRAY['i2', 'i4', 'i8', 'di', '"Odd Name"']);
        l1 := pick(seed || '1', whole); l2 := pick(seed || '2', whole); l3 := pick(seed || '3', whole);
    WHEN 'float' THEN
        c := pick(seed || 'c', '{f4,f8,df}');
        l1 := pick(seed || '1', broken); l2 := pick(seed || '2', broken); l3 := pick(seed || '3', broken);
    WHEN 'numeric' THEN
        c := pick(seed || 'c', '{n,n2}');
        l1 := pick(seed || '1', broken); l2 := pick(seed || '2', broken); l3 := pick(seed || '3', broken);
    WHEN 'text' THEN
        c := pick(seed || 'c', '{t,vc,ch,nm,dw}');
        op := eq; l1 := pick(seed || '1', words); l2 := pick(seed || '2', words); l3 := pick(seed || '3', words);
    WHEN 'enum' THEN
        c := pick(seed || 'c', '{e,de}');
        op := eq; l1 := pick(seed || '1', words); l2 := pick(seed || '2', words); l3 := pick(seed || '3', words);
    WHEN 'date' THEN
        c := pick(seed || 'c', '{d,ts}');
        l1 := pick(seed || '1', days); l2 := pick(seed || '2', days); l3 := pick(seed || '3', days);
    WHEN 'unit' THEN
        c := pick(seed || 'c', '{creatinine,creatinine,cr,cn,ci,q,q}');
        l1 := pick(seed || '1', '{1.5 mg/dL,3 mg/dL,0.015 g/L,9 mg/L,0.9 mg/dL,9000 ug/L}');
        l2 := pick(seed || '2', '{3 mg/dL,0.03 g/L,11 ug/mL}'); l3 := '0.003 kg/m3';
        IF c = 'creatinine' THEN
            l1 := pick(seed || 'm', ARRAY[l1, '132.6 umol/L', '100 umol/L', '265.2 umol/L', '0.1326 mmol/L']);
        END IF;
    WHEN 'bool' THEN
        RETURN pick(seed || 'b', '{b,not b,b is known,b is true,b is not true,flag,flag is known,not flag,any(b)}');
    ELSE
        RETURN pick(seed || 'o', '{alt > 2 ULN,alt <= 1 ULN,sex = ''F'',sex in (''male''),f8 / i4 > 0.1,f8 + df >= 0.4,
            f4 - 0.1 <= 0.2,d within 12 weeks,ta contains ''III'',unknown,true,false,age > 3,f8 ^ 2 < 1,i4 > i2,d < ts,
            d + 1 month > as_of,d within 8 weeks,any(d\, ts within 1 month before date ''2024-03-02''),ts since date ''2024-02-29'' - 1 day,
            d between 1 week and 12 weeks before as_of,any(d\, ts within 3 days),any(d on as_of),any(ts until as_of),
            d within 1 week after date ''2024-02-20'',ts within 10 years of date ''2024-03-01'' - 2 days,any(ts between 1 month and 1 day before date ''2024-03-31''),
            e is known,ta is known,flag is not known,q is not known,least(f8\, df) > 0,q is known,t is known,f8 is not known,d is known,t contains ''a''}');
    END CASE;
    RETURN CASE pick(seed || 'form', '{cmp,cmp,cmp,cmp,between,in,turned}')
        WHEN 'between' THEN CASE WHEN l1 LIKE '''%' THEN c || ' ' || op || ' ' || l1
                            ELSE c || pick(seed || 'nb', '{" between "," not between "}') || l1 || ' and ' || l2 END
        WHEN 'in' THEN c || pick(seed || 'ni', '{" in "," not in "}') || '(' || l1 || ', ' || l2 || ', ' || l3 || ')'
        WHEN 'turned' THEN l1 || ' ' || op || ' ' || c
        ELSE c || ' ' || op || ' ' || l1 END;
END $$;

CREATE FUNCTION expression(seed text, depth int) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    shape text := pick(seed || 'shape', '{atom,atom,and,or,not,is,count}');
BEGIN
    IF depth = 0 OR shape = 'atom' THEN
        RETURN atom(seed);
    END IF;
    RETURN CASE shape
        WHEN 'not' THEN 'not (' || expression(seed || 'n', depth - 1) || ')'
        WHEN 'is' THEN '(' || expression(seed || 'i', depth - 1) || ') is ' ||
            pick(seed || 'is', '{known,not known,true,not true,false,not false,unknown}')
        WHEN 'count' THEN pick(seed || 'cnt', '{at least,at most,exactly}') || ' ' || pick(seed || 'cn', '{1,2}') || ' of (' ||
            expression(seed || 'a', 0) || ', ' || expression(seed || 'b', 0) || ', ' || expression(seed || 'c', 0) || ')'
        ELSE '(' || expression(seed || 'l', depth - 1) || ') ' || shape || ' (' || expression(seed || 'r', depth - 1) || ')' END;
END $$;

CREATE FUNCTION some_criteria(seed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT 'given creatinine in mg/dL, cr in mg/dL, cn in mg/dL, ci in mg/dL, alt in U/L' ||
       pick(seed || 'no', '{"",", b absent means no",", d absent means no"}') || ', age is i4 - 10; ' ||
       CASE seed::int % 2 WHEN 1 THEN pick(seed || 'k', '{include,exclude}') || ' ' || atom(seed)
       ELSE (SELECT string_agg(pick(seed || i || 'k', '{include,include,exclude,report}') || ' c' || i || ': ' || expression(seed || i, 2), '; ' ORDER BY i)
             FROM generate_series(1, 1 + length(pick(seed || 'len', '{x,xx,xxx}'))) i) END
$$;

CREATE TABLE answer (rewritten boolean, seed int, id int, verdict boolean, possible boolean, result text, why text, holds text);
CREATE TABLE failure (rewritten boolean, seed int, error text);

-- Every row by every criteria, once with and once without the rewrite.
CREATE FUNCTION run_all(first int, last int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    c text;
    detail text;
    hint text;
    state text;
BEGIN
    FOR s IN first..last LOOP
        c := some_criteria(s::text);
        FOR mode IN 0..1 LOOP
            PERFORM set_config('trial_ext.enable_rewrite', CASE mode WHEN 0 THEN 'on' ELSE 'off' END, false);
            BEGIN
                EXECUTE format($q$INSERT INTO answer SELECT %L, %s, a.id, eligible(%L, a, '2024-03-01'),
                    eligible(%3$L, a, '2024-03-01') IS NOT FALSE, evaluate_criteria(%3$L, a, '2024-03-01')::text,
                    e.why, e.holds
                    FROM agree a, LATERAL (SELECT string_agg(concat_ws('|', position, holds, passes, reason, missing), E'\n') AS why,
                        string_agg(coalesce(holds::text, 'null') || coalesce(passes::text, 'null'), ' ' ORDER BY position) AS holds
                     FROM explain_eligibility(%3$L, a, '2024-03-01')) e$q$, mode = 0, s, c);
            EXCEPTION WHEN OTHERS THEN
                GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, state = RETURNED_SQLSTATE;
                INSERT INTO failure VALUES (mode = 0, s, concat_ws(E'\n', state, SQLERRM, detail, hint));
            END;
        END LOOP;
    END LOOP;
    PERFORM set_config('trial_ext.enable_rewrite', 'on', false);
END $$;
SELECT run_all(1, 1000);

-- nothing differs
SELECT some_criteria(seed::text), id, x.verdict, y.verdict, x.possible, y.possible, x.result, y.result, x.why, y.why
FROM (SELECT * FROM answer WHERE rewritten) x FULL JOIN (SELECT * FROM answer WHERE NOT rewritten) y USING (seed, id)
WHERE (x.rewritten, x.verdict, x.possible, x.result, x.why) IS DISTINCT FROM (NOT y.rewritten, y.verdict, y.possible, y.result, y.why)
ORDER BY seed, id LIMIT 3;
SELECT some_criteria(seed::text), x.error, y.error
FROM (SELECT * FROM failure WHERE rewritten) x FULL JOIN (SELECT * FROM failure WHERE NOT rewritten) y USING (seed)
WHERE x.error IS DISTINCT FROM y.error ORDER BY seed LIMIT 3;

-- what has been compared: pairs of criteria and row, each kind of answer often
SELECT count(*) AS pairs, count(*) FILTER (WHERE verdict) > 1000 AS "true", count(*) FILTER (WHERE NOT verdict) > 1000 AS "false",
       count(*) FILTER (WHERE verdict IS NULL) > 1000 AS "unknown" FROM answer WHERE rewritten;
SELECT error, count(*) FROM failure WHERE rewritten GROUP BY error ORDER BY error;

-- the scalar form says what the verdicts of the clauses come to
SELECT count(*) FROM answer WHERE verdict IS DISTINCT FROM eligible(result::criteria_result);

-- and what is explained is what was evaluated, which goes shorter ways
SELECT count(*) FROM answer
WHERE (SELECT string_agg(coalesce(clause_holds(result::criteria_result, label)::text, 'null') || coalesce(clause_passes(result::criteria_result, label)::text, 'null'), ' ' ORDER BY n)
       FROM unnest(clause_labels(result::criteria_result)) WITH ORDINALITY u(label, n))
      IS DISTINCT FROM holds;

-- errors in the same words: text, detail, hint and state
CREATE TABLE wrong (n serial, c text, dated boolean DEFAULT true);
INSERT INTO wrong (c) VALUES
    ('nosuch > 1'), ('include A: nosuch > 1 and i4 > 1; exclude B: "Nosuch" = ''a'' or nosuch < 0'), ('creatinine > 1 mg/dL'),
    ('f8 > 1 mg/dL and f4 < 2 mg/dL'), ('t > 3'), ('d > 5'), ('i4 = ''a'''), ('b'), ('i4'), ('i4 and b'), ('max(f8 within 2 weeks) > 3'),
    ('sum(i4) > 1'), ('f8 within 2 weeks'), ('ta = ''a'''), ('b > 1'), ('d contains ''a'''), ('q > date ''2024-01-01'''),
    ('alt > 2 ULN'), ('ast > 2 ULN'), ('f8 > 2 ULN'), ('"ODD NAME" = 1'), ('"Odd Name" = 1'), ('ID = 1'), ('t within 2 weeks before d'),
    ('any(b where value > 1)'), ('any(d where value > 1 within 2 weeks)'), ('given i4 in mg/dL; i4 > 3 a'), ('stable(i4 within 4 weeks)'),
    ('given i4 is i8 + 1; i4 > 2'), ('given x as i4, i8; x > 1'), ('given age is i4 - 10; age > 1');
INSERT INTO wrong (c, dated) VALUES ('d > as_of', false), ('include X: d within 2 weeks; include age > 18', false), ('i4 > 1', false);
-- a moment with a time zone is on one day here and on another there
ALTER TABLE agree ADD z timestamptz DEFAULT '2024-02-29 23:30+00';
INSERT INTO wrong (c) VALUES ('z > date ''2024-01-01'''), ('any(z within 2 weeks)'), ('z <= d'), ('d > z + 2 days'), ('z is known'), ('i4 > 1 or z < as_of');
CREATE FUNCTION says(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE detail text; hint text; state text; result text;
BEGIN
    EXECUTE query INTO result;
    RETURN result;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, state = RETURNED_SQLSTATE;
    RETURN concat_ws(' | ', state, SQLERRM, nullif(detail, ''), nullif(hint, ''));
END $$;
CREATE FUNCTION says_both(w wrong, form text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE on_ text; off_ text; query text := format(form, w.c, CASE WHEN w.dated THEN ', date ''2024-03-01''' END);
BEGIN
    PERFORM set_config('trial_ext.enable_rewrite', 'on', true);
    on_ := says(query);
    PERFORM set_config('trial_ext.enable_rewrite', 'off', true);
    off_ := says(query);
    PERFORM set_config('trial_ext.enable_rewrite', 'on', true);
    RETURN ARRAY[on_, off_];
END $$;
CREATE VIEW forms AS SELECT * FROM (VALUES
    (1, 'SELECT count(eligible(%L, a%s)) FROM agree a WHERE id < 3'),
    (2, 'SELECT count(evaluate_criteria(%L, s%s)) FROM (SELECT * FROM agree OFFSET 0) s WHERE id < 3'),
    (3, 'SELECT count(passes) FROM (agree x JOIN (SELECT id FROM agree) y USING (id)) j, explain_eligibility(%L, j%s) WHERE id < 3')) v(form, query);
SELECT n, form, says_both(w, query) FROM wrong w, forms f
WHERE (says_both(w, query))[1] IS DISTINCT FROM (says_both(w, query))[2] ORDER BY n, form;
SELECT n, c, (says_both(w, query))[1] FROM wrong w, forms f WHERE form = 1 ORDER BY n;

-- the rewrite did take place
CREATE FUNCTION plan_calls(seed int) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE line text; found boolean := false;
BEGIN
    FOR line IN EXECUTE format('EXPLAIN (COSTS OFF) SELECT FROM agree a WHERE eligible(%L, a, ''2024-03-01'')', some_criteria(seed::text)) LOOP
        found := found OR line ~ '\meligible\(';
    END LOOP;
    RETURN found;
END $$;
SELECT count(*) FILTER (WHERE plan_calls(s)) AS interpreted, count(*) FROM generate_series(1, 1000) s
WHERE s NOT IN (SELECT seed FROM failure);

SET client_min_messages = warning;
DROP SCHEMA criteria_agree CASCADE;

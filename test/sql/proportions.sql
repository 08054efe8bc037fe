-- proportions: one proportion, two compared, rates of events.
--
-- Expected values by R 4.2.2 unless a line says otherwise.  Each table of
-- cases has one query that prints what differs by more than 1e-10 (relative)
-- and how many cases there were.
\set VERBOSITY default
CREATE SCHEMA proportions_test;
SET search_path = proportions_test, public;
SET extra_float_digits = -3;
CREATE FUNCTION near(a double precision, b double precision) RETURNS boolean IMMUTABLE LANGUAGE sql AS
    'SELECT a IS NOT DISTINCT FROM b OR coalesce(abs(a - b) <= 1e-10 * greatest(abs(a), abs(b)) + 1e-18, false)';

-- ---------------------------------------------------------- one proportion
--
-- wilson: prop.test(x, n, correct = FALSE); clopper_pearson: binom.test;
-- jeffreys: qbeta(a, x + 1/2, n - x + 1/2), 0 and 1 at the ends (Brown, Cai
-- and DasGupta, Stat Sci 2001;16:101); wald and agresti_coull: their formulas
-- cut at 0 and 1.  The first four pairs are those of Newcombe, Stat Med
-- 1998;17:857.
CREATE TEMP TABLE rate (x bigint, n bigint, method text, level double precision, lower double precision, upper double precision);
INSERT INTO rate VALUES
    (81, 263, 'wilson', 0.95, 0.255288519878274, 0.3662095769828),
    (81, 263, 'clopper_pearson', 0.95, 0.252736745585271, 0.367621922601351),
    (81, 263, 'jeffreys', 0.95, 0.254521934991023, 0.365647499174082),
    (81, 263, 'wald', 0.95, 0.252190126213107, 0.363779455535942),
    (81, 263, 'agresti_coull', 0.95, 0.255220665189997, 0.366277431671078),
    (81, 263, 'wilson', 0.9, 0.263313617188481, 0.356566349608488),
    (81, 263, 'clopper_pearson', 0.9, 0.261055746009112, 0.358178495575784),
    (81, 263, 'jeffreys', 0.9, 0.262861479707775, 0.356213613588293),
    (81, 263, 'wald', 0.9, 0.261160432234889, 0.354809149514161),
    (81, 263, 'agresti_coull', 0.9, 0.263273058511937, 0.356606908285033),
    (15, 148, 'wilson', 0.95, 0.0623863995307363, 0.160487241723308),
    (15, 148, 'clopper_pearson', 0.95, 0.0578440100834486, 0.161650490349479),
    (15, 148, 'jeffreys', 0.95, 0.0604485170092964, 0.157643143478741),
    (15, 148, 'wald', 0.95, 0.052730006408794, 0.149972696293909),
    (15, 148, 'agresti_coull', 0.95, 0.0613859749287973, 0.161487666325247),
    (15, 148, 'wilson', 0.9, 0.0674432622468715, 0.1495729317464),
    (15, 148, 'clopper_pearson', 0.9, 0.0635184488193509, 0.151768370240628),
    (15, 148, 'jeffreys', 0.9, 0.0662503672088576, 0.14785302090954),
    (15, 148, 'wald', 0.9, 0.0605470323909742, 0.142155670311729),
    (15, 148, 'agresti_coull', 0.9, 0.0668353222957738, 0.150180871697498),
    (0, 20, 'wilson', 0.95, 0, 0.161125158052819),
    (0, 20, 'clopper_pearson', 0.95, 0, 0.168433470983085),
    (0, 20, 'jeffreys', 0.95, 0, 0.116638982904875),
    (0, 20, 'wald', 0.95, 0, 0),
    (0, 20, 'agresti_coull', 0.95, 0, 0.189809560542489),
    (0, 20, 'wilson', 0.9, 0, 0.119157837360964),
    (0, 20, 'clopper_pearson', 0.9, 0, 0.139108340668265),
    (0, 20, 'jeffreys', 0.9, 0, 0.0904764265378724),
    (0, 20, 'wald', 0.9, 0, 0),
    (0, 20, 'agresti_coull', 0.9, 0, 0.14128771121032),
    (1, 29, 'wilson', 0.95, 0.00611321429276266, 0.171755218793203),
    (1, 29, 'clopper_pearson', 0.95, 0.000872646883579923, 0.177644295488723),
    (1, 29, 'jeffreys', 0.95, 0.00374617364905708, 0.150077686002232),
    (1, 29, 'wald', 0.95, 0, 0.100892243239672),
    (1, 29, 'agresti_coull', 0.95, 0, 0.186286508561706),
    (1, 29, 'wilson', 0.9, 0.00773080797273802, 0.140683095132512),
    (1, 29, 'clopper_pearson', 0.9, 0.00176717100054953, 0.153392024526183),
    (1, 29, 'jeffreys', 0.9, 0.00610079323734786, 0.127096493009807),
    (1, 29, 'wald', 0.9, 0, 0.0902153549852832),
    (1, 29, 'agresti_coull', 0.9, 0, 0.150773471659148),
    (29, 29, 'wilson', 0.95, 0.883030201500259, 1),
    (29, 29, 'clopper_pearson', 0.95, 0.880555130930497, 1),
    (29, 29, 'jeffreys', 0.95, 0.917713517076176, 1),
    (29, 29, 'wald', 0.95, 1, 1),
    (29, 29, 'agresti_coull', 0.95, 0.861260047191147, 1),
    (29, 29, 'wilson', 0.9, 0.914666548516583, 1),
    (29, 29, 'clopper_pearson', 0.9, 0.901855372322704, 1),
    (29, 29, 'jeffreys', 0.9, 0.936448739523225, 1),
    (29, 29, 'wald', 0.9, 1, 1),
    (29, 29, 'agresti_coull', 0.9, 0.898294695911707, 1),
    (1, 1, 'wilson', 0.95, 0.206549314377238, 1),
    (1, 1, 'clopper_pearson', 0.95, 0.025, 1),
    (1, 1, 'jeffreys', 0.95, 0.146746316309575, 1),
    (1, 1, 'wald', 0.95, 1, 1),
    (1, 1, 'agresti_coull', 0.95, 0.167499485479413, 1),
    (1, 1, 'wilson', 0.9, 0.269865948784054, 1),
    (1, 1, 'clopper_pearson', 0.9, 0.05, 1),
    (1, 1, 'jeffreys', 0.9, 0.228519813806329, 1),
    (1, 1, 'wald', 0.9, 1, 1),
    (1, 1, 'agresti_coull', 0.9, 0.223545043584933, 1),
    (0, 1, 'wilson', 0.95, 0, 0.793450685622763),
    (0, 1, 'clopper_pearson', 0.95, 0, 0.975),
    (0, 1, 'jeffreys', 0.95, 0, 0.853253683690425),
    (0, 1, 'wald', 0.95, 0, 0),
    (0, 1, 'agresti_coull', 0.95, 0, 0.832500514520587),
    (0, 1, 'wilson', 0.9, 0, 0.730134051215946),
    (0, 1, 'clopper_pearson', 0.9, 0, 0.95),
    (0, 1, 'jeffreys', 0.9, 0, 0.771480186193671),
    (0, 1, 'wald', 0.9, 0, 0),
    (0, 1, 'agresti_coull', 0.9, 0, 0.776454956415068),
    (3, 10, 'wilson', 0.95, 0.107791267406301, 0.603221852538855),
    (3, 10, 'clopper_pearson', 0.95, 0.0667395111777345, 0.652452850059997),
    (3, 10, 'jeffreys', 0.95, 0.0926945939381532, 0.605818318148671),
    (3, 10, 'wald', 0.95, 0.0159742349106747, 0.584025765089325),
    (3, 10, 'agresti_coull', 0.95, 0.103338417922425, 0.60767470202273),
    (3, 10, 'wilson', 0.9, 0.126876583903198, 0.558300204130165),
    (3, 10, 'clopper_pearson', 0.9, 0.0872644339141503, 0.606624216105413),
    (3, 10, 'jeffreys', 0.9, 0.11732937668021, 0.558126766484634),
    (3, 10, 'wald', 0.9, 0.0616380639951009, 0.538361936004899),
    (3, 10, 'agresti_coull', 0.9, 0.123592667363385, 0.561584120669978),
    (500000, 1000000, 'wilson', 0.95, 0.499020019890005, 0.500979980109995),
    (500000, 1000000, 'clopper_pearson', 0.95, 0.499019519195312, 0.500980480804688),
    (500000, 1000000, 'jeffreys', 0.95, 0.499020019193864, 0.500979980806136),
    (500000, 1000000, 'wald', 0.95, 0.49902001800773, 0.50097998199227),
    (500000, 1000000, 'agresti_coull', 0.95, 0.499020019890005, 0.500979980109995),
    (500000, 1000000, 'wilson', 0.9, 0.499177574299078, 0.500822425700922),
    (500000, 1000000, 'clopper_pearson', 0.9, 0.499177073949477, 0.500822926050523),
    (500000, 1000000, 'jeffreys', 0.9, 0.499177573948408, 0.500822426051592),
    (500000, 1000000, 'wald', 0.9, 0.499177573186524, 0.500822426813476),
    (500000, 1000000, 'agresti_coull', 0.9, 0.499177574299078, 0.500822425700922),
    (7, 1000000, 'wilson', 0.95, 3.39086783490086e-06, 1.44505224488272e-05),
    (7, 1000000, 'clopper_pearson', 0.95, 2.81436753430222e-06, 1.4422621834331e-05),
    (7, 1000000, 'jeffreys', 0.95, 3.13107417171551e-06, 1.37441466489389e-05),
    (7, 1000000, 'wald', 0.95, 1.81444086781602e-06, 1.2185559132184e-05),
    (7, 1000000, 'agresti_coull', 0.95, 3.06680364120737e-06, 1.47745866425207e-05),
    (7, 1000000, 'wilson', 0.9, 3.79549660383377e-06, 1.29100016528102e-05),
    (7, 1000000, 'clopper_pearson', 0.9, 3.28532015120451e-06, 1.31480733844019e-05),
    (7, 1000000, 'jeffreys', 0.9, 3.63047717272096e-06, 1.24978575893535e-05),
    (7, 1000000, 'wald', 0.9, 2.64814159156819e-06, 1.13518584084318e-05),
    (7, 1000000, 'agresti_coull', 0.9, 3.59896370771371e-06, 1.31065345489302e-05);
SELECT c.*, r.* FROM rate c, response_rate(c.x, c.n, c.method, c.level) r
WHERE NOT (near(r.estimate, c.x::float8 / c.n) AND near(r.lower, c.lower) AND near(r.upper, c.upper)
    AND near(r.std_err, sqrt((c.x::float8 / c.n) * (1 - c.x::float8 / c.n) / c.n))
    AND r.level = c.level AND r.method = c.method AND r.x = c.x AND r.n = c.n AND r.missing IS NULL);
SELECT count(*) FROM rate;

-- As printed in Newcombe's table I (simple, score and exact), four decimals.
SELECT x, n, method, round(lower::numeric, 4) AS lower, round(upper::numeric, 4) AS upper,
    (round(lower::numeric, 4), round(upper::numeric, 4)) = (l, u) AS as_printed
FROM (VALUES (81, 263, 'wald', 0.2522, 0.3638), (81, 263, 'wilson', 0.2553, 0.3662), (81, 263, 'clopper_pearson', 0.2527, 0.3676),
    (15, 148, 'wald', 0.0527, 0.1500), (15, 148, 'wilson', 0.0624, 0.1605), (15, 148, 'clopper_pearson', 0.0578, 0.1617),
    (0, 20, 'wilson', 0, 0.1611), (0, 20, 'clopper_pearson', 0, 0.1684),
    (1, 29, 'wilson', 0.0061, 0.1718), (1, 29, 'clopper_pearson', 0.0009, 0.1776)) AS v (px, pn, pm, l, u),
    response_rate(px, pn, pm);

-- Nobody: no estimate.  Names are read without regard to case and hyphens.
SELECT * FROM response_rate(0, 0);
SELECT method FROM response_rate(1, 2, 'Clopper-Pearson');
SELECT * FROM response_rate(NULL, 2);
SELECT * FROM response_rate(1, 2, level => 0.999999999999);
SELECT response_rate(3, 2);
SELECT response_rate(-1, 2);
SELECT response_rate(1, 2, 'wilsn');
SELECT response_rate(1, 2, 'woolf');
SELECT response_rate(1, 2, level => 95);
SELECT response_rate(1, 2, level => 'NaN');
SELECT response_rate(1, 2, level => 0);

-- Limits hold the estimate, lie in [0, 1] and mirror each other, for every x
-- of n up to 40.
SELECT m, count(*), bool_and(a.lower <= a.estimate AND a.estimate <= a.upper AND a.lower >= 0 AND a.upper <= 1) AS holds,
    bool_and(abs(a.lower - (1 - b.upper)) < 1e-14 AND abs(a.upper - (1 - b.lower)) < 1e-14) AS mirrored
FROM unnest(ARRAY['wilson', 'clopper_pearson', 'jeffreys', 'wald', 'agresti_coull']) AS m, generate_series(1, 40) AS s, generate_series(0, s) AS k,
    response_rate(k, s, m) AS a, response_rate(s - k, s, m) AS b
GROUP BY m ORDER BY m;
-- Wilson's limits are where the score test says z: p0 with |p - p0| = z sqrt(p0 q0 / n).
SELECT count(*), max(abs(abs(estimate - p0) - 1.9599639845400545 * sqrt(p0 * (1 - p0) / s))) < 1e-14 AS inverts
FROM generate_series(1, 40) AS s, generate_series(0, s) AS k, response_rate(k, s) AS r, unnest(ARRAY[r.lower, r.upper]) AS p0;
-- Clopper-Pearson's are where a tail of the binomial, summed in numeric, is 0.025.
SELECT count(*), max(abs(tail - 0.025)) < 1e-12 AS inverts
FROM (SELECT n, x, sum(c * p ^ k * (1 - p) ^ (n - k)) AS tail
    FROM generate_series(1, 12) AS n, generate_series(1, n) AS x, LATERAL (SELECT lower::numeric AS p FROM response_rate(x, n, 'clopper_pearson')) AS r,
        generate_series(x, n) AS k, LATERAL (SELECT factorial(n) / factorial(k) / factorial(n - k) AS c) AS f
    GROUP BY n, x) AS t;

-- --------------------------------------------------------------- two groups
--
-- rd newcombe: from prop.test's score limits; wald: prop.test(correct = FALSE);
-- miettinen_nurminen and mee, rr miettinen_nurminen and koopman: the score
-- test inverted by bisection in R, its likelihood maximised by bisection too;
-- katz and woolf: their formulas; or exact: the distribution of fisher.test,
-- its equations solved to full precision (fisher.test itself stops at 1e-4).
-- The first eight pairs are those of Newcombe, Stat Med 1998;17:873.
CREATE TEMP TABLE compared (measure text, method text, x1 bigint, n1 bigint, x2 bigint, n2 bigint, level double precision,
    estimate double precision, lower double precision, upper double precision, std_err double precision);
INSERT INTO compared VALUES
    ('rd', 'newcombe', 56, 70, 48, 80, 0.95, 0.2, 0.0524314724023649, 0.333872654036906, 0.072702917999997),
    ('rd', 'wald', 56, 70, 48, 80, 0.95, 0.2, 0.0575048991490372, 0.342495100850963, 0.072702917999997),
    ('rd', 'miettinen_nurminen', 56, 70, 48, 80, 0.95, 0.2, 0.0528297132458447, 0.338172940015868, 0.072702917999997),
    ('rd', 'mee', 56, 70, 48, 80, 0.95, 0.2, 0.0533338492913252, 0.337729463741141, 0.072702917999997),
    ('rr', 'katz', 56, 70, 48, 80, 0.95, 1.33333333333333, 1.07662642276319, 1.65124851126639, 0.109108945117996),
    ('rr', 'miettinen_nurminen', 56, 70, 48, 80, 0.95, 1.33333333333333, 1.07904711953443, 1.67214535908977, 0.109108945117996),
    ('rr', 'koopman', 56, 70, 48, 80, 0.95, 1.33333333333333, 1.0798215063619, 1.67080557801911, 0.109108945117996),
    ('or', 'woolf', 56, 70, 48, 80, 0.95, 2.66666666666667, 1.27621787053643, 5.57201969607438, 0.375990754698899),
    ('or', 'exact', 56, 70, 48, 80, 0.95, 2.64918729572369, 1.20911547892413, 6.03987301313345, NULL),
    ('rd', 'newcombe', 56, 70, 48, 80, 0.9, 0.2, 0.0765641915440721, 0.313644583582944, 0.072702917999997),
    ('rd', 'wald', 56, 70, 48, 80, 0.9, 0.2, 0.0804143416377496, 0.319585658362251, 0.072702917999997),
    ('rd', 'miettinen_nurminen', 56, 70, 48, 80, 0.9, 0.2, 0.0770199422720818, 0.316667210529263, 0.072702917999997),
    ('rd', 'mee', 56, 70, 48, 80, 0.9, 0.2, 0.0774399529213339, 0.316289709529903, 0.072702917999997),
    ('rr', 'katz', 56, 70, 48, 80, 0.9, 1.33333333333333, 1.11428598583869, 1.59544120663035, 0.109108945117996),
    ('rr', 'miettinen_nurminen', 56, 70, 48, 80, 0.9, 1.33333333333333, 1.11672970972679, 1.60941831721801, 0.109108945117996),
    ('rr', 'koopman', 56, 70, 48, 80, 0.9, 1.33333333333333, 1.11739409907081, 1.60835674780634, 0.109108945117996),
    ('or', 'woolf', 56, 70, 48, 80, 0.9, 2.66666666666667, 1.43674407778518, 4.94946262251053, 0.375990754698899),
    ('or', 'exact', 56, 70, 48, 80, 0.9, 2.64918729572369, 1.35330739538059, 5.32595860990233, NULL),
    ('rd', 'newcombe', 9, 10, 3, 10, 0.95, 0.6, 0.170522723934503, 0.809017973535488, 0.173205080756888),
    ('rd', 'wald', 9, 10, 3, 10, 0.95, 0.6, 0.260524279777149, 0.939475720222851, 0.173205080756888),
    ('rd', 'miettinen_nurminen', 9, 10, 3, 10, 0.95, 0.6, 0.170025016424399, 0.840649543943328, 0.173205080756888),
    ('rd', 'mee', 9, 10, 3, 10, 0.95, 0.6, 0.182126499456767, 0.836950330889672, 0.173205080756888),
    ('rr', 'katz', 9, 10, 3, 10, 0.95, 3, 1.13835035744767, 7.90617751478479, 0.494413232473044),
    ('rr', 'miettinen_nurminen', 9, 10, 3, 10, 0.95, 3, 1.32795657348353, 8.69191494901729, 0.494413232473044),
    ('rr', 'koopman', 9, 10, 3, 10, 0.95, 3, 1.35323719386673, 8.46766868670978, 0.494413232473044),
    ('or', 'woolf', 9, 10, 3, 10, 0.95, 21, 1.77748585100643, 248.103240737642, 1.25988157669742),
    ('or', 'exact', 9, 10, 3, 10, 0.95, 17.2690339379717, 1.38711353794342, 1047.83998170382, NULL),
    ('rd', 'newcombe', 6, 7, 2, 7, 0.95, 0.571428571428571, 0.0582279274823123, 0.806249637524228, 0.215979698862416),
    ('rd', 'wald', 6, 7, 2, 7, 0.95, 0.571428571428571, 0.14811614026643, 0.994741002590712, 0.215979698862416),
    ('rd', 'miettinen_nurminen', 6, 7, 2, 7, 0.95, 0.571428571428571, 0.0341755450843645, 0.85340525989742, 0.215979698862416),
    ('rd', 'mee', 6, 7, 2, 7, 0.95, 0.571428571428571, 0.0544483277431461, 0.847809084468274, 0.215979698862416),
    ('rr', 'katz', 6, 7, 2, 7, 0.95, 3, 0.894845907599468, 10.0575975411717, 0.617213399848368),
    ('rr', 'miettinen_nurminen', 6, 7, 2, 7, 0.95, 3, 1.06368652031441, 11.1477708941617, 0.617213399848368),
    ('rr', 'koopman', 6, 7, 2, 7, 0.95, 3, 1.10264076254087, 10.6660263230463, 0.617213399848368),
    ('or', 'woolf', 6, 7, 2, 7, 0.95, 15, 1.03069116112246, 218.30011596778, 1.36626010212795),
    ('or', 'exact', 6, 7, 2, 7, 0.95, 11.714345924368, 0.720339068629766, 823.979841491146, NULL),
    ('rd', 'newcombe', 5, 56, 0, 29, 0.95, 0.0892857142857143, -0.0381371479035369, 0.192560013855112, 0.0381055337915552),
    ('rd', 'wald', 5, 56, 0, 29, 0.95, 0.0892857142857143, 0.014600240442592, 0.163971188128837, 0.0381055337915552),
    ('rd', 'miettinen_nurminen', 5, 56, 0, 29, 0.95, 0.0892857142857143, -0.0325965617435137, 0.193330976690881, 0.0381055337915552),
    ('rd', 'mee', 5, 56, 0, 29, 0.95, 0.0892857142857143, -0.0313270687737782, 0.192560013855112, 0.0381055337915552),
    ('rr', 'katz', 5, 56, 0, 29, 0.95, 'Infinity', NULL, NULL, NULL),
    ('rr', 'miettinen_nurminen', 5, 56, 0, 29, 0.95, 'Infinity', 0.717495078277114, 'Infinity', NULL),
    ('rr', 'koopman', 5, 56, 0, 29, 0.95, 'Infinity', 0.725688883593619, 'Infinity', NULL),
    ('or', 'woolf', 5, 56, 0, 29, 0.95, 'Infinity', NULL, NULL, NULL),
    ('or', 'exact', 5, 56, 0, 29, 0.95, 'Infinity', 0.483271501042005, 'Infinity', NULL),
    ('rd', 'newcombe', 5, 56, 0, 29, 0.9, 0.0892857142857143, -0.00725506918251376, 0.172290440047244, 0.0381055337915552),
    ('rd', 'wald', 5, 56, 0, 29, 0.9, 0.0892857142857143, 0.0266076888217528, 0.151963739749676, 0.0381055337915552),
    ('rd', 'miettinen_nurminen', 5, 56, 0, 29, 0.9, 0.0892857142857143, 0.000397029834896569, 0.172899782430695, 0.0381055337915552),
    ('rd', 'mee', 5, 56, 0, 29, 0.9, 0.0892857142857143, 0.00135528325288548, 0.172290440047244, 0.0381055337915552),
    ('rr', 'katz', 5, 56, 0, 29, 0.9, 'Infinity', NULL, NULL, NULL),
    ('rr', 'miettinen_nurminen', 5, 56, 0, 29, 0.9, 'Infinity', 1.00469393049, 'Infinity', NULL),
    ('rr', 'koopman', 5, 56, 0, 29, 0.9, 'Infinity', 1.01619491508291, 'Infinity', NULL),
    ('or', 'woolf', 5, 56, 0, 29, 0.9, 'Infinity', NULL, NULL, NULL),
    ('or', 'exact', 5, 56, 0, 29, 0.9, 'Infinity', 0.647715693779395, 'Infinity', NULL),
    ('rd', 'newcombe', 0, 10, 0, 20, 0.95, 0, -0.161125158052819, 0.277532799862889, 0),
    ('rd', 'wald', 0, 10, 0, 20, 0.95, 0, 0, 0, 0),
    ('rd', 'miettinen_nurminen', 0, 10, 0, 20, 0.95, 0, -0.165760227542172, 0.284381339534377, 0),
    ('rd', 'mee', 0, 10, 0, 20, 0.95, 0, -0.161125158052819, 0.277532799862889, 0),
    ('rr', 'katz', 0, 10, 0, 20, 0.95, NULL, NULL, NULL, NULL),
    ('rr', 'miettinen_nurminen', 0, 10, 0, 20, 0.95, NULL, 0, 'Infinity', NULL),
    ('rr', 'koopman', 0, 10, 0, 20, 0.95, NULL, 0, 'Infinity', NULL),
    ('or', 'woolf', 0, 10, 0, 20, 0.95, NULL, NULL, NULL, NULL),
    ('rd', 'newcombe', 0, 10, 0, 10, 0.95, 0, -0.277532799862889, 0.277532799862889, 0),
    ('rd', 'wald', 0, 10, 0, 10, 0.95, 0, 0, 0, 0),
    ('rd', 'miettinen_nurminen', 0, 10, 0, 10, 0.95, 0, -0.287933941282012, 0.287933941282012, 0),
    ('rd', 'mee', 0, 10, 0, 10, 0.95, 0, -0.277532799862889, 0.277532799862889, 0),
    ('rr', 'katz', 0, 10, 0, 10, 0.95, NULL, NULL, NULL, NULL),
    ('rr', 'miettinen_nurminen', 0, 10, 0, 10, 0.95, NULL, 0, 'Infinity', NULL),
    ('rr', 'koopman', 0, 10, 0, 10, 0.95, NULL, 0, 'Infinity', NULL),
    ('or', 'woolf', 0, 10, 0, 10, 0.95, NULL, NULL, NULL, NULL),
    ('rd', 'newcombe', 10, 10, 0, 20, 0.95, 1, 0.679086037141915, 1, 0),
    ('rd', 'wald', 10, 10, 0, 20, 0.95, 1, 1, 1, 0),
    ('rd', 'miettinen_nurminen', 10, 10, 0, 20, 0.95, 1, 0.715618660465623, 1, 0),
    ('rd', 'mee', 10, 10, 0, 20, 0.95, 1, 0.722467200137111, 1, 0),
    ('rr', 'katz', 10, 10, 0, 20, 0.95, 'Infinity', NULL, NULL, NULL),
    ('rr', 'miettinen_nurminen', 10, 10, 0, 20, 0.95, 'Infinity', 6.03281025145544, 'Infinity', NULL),
    ('rr', 'koopman', 10, 10, 0, 20, 0.95, 'Infinity', 6.20635543254012, 'Infinity', NULL),
    ('or', 'woolf', 10, 10, 0, 20, 0.95, 'Infinity', NULL, NULL, NULL),
    ('or', 'exact', 10, 10, 0, 20, 0.95, 'Infinity', 23.3580716472098, 'Infinity', NULL),
    ('rd', 'newcombe', 10, 10, 0, 10, 0.95, 1, 0.607509350430524, 1, 0),
    ('rd', 'wald', 10, 10, 0, 10, 0.95, 1, 1, 1, 0),
    ('rd', 'miettinen_nurminen', 10, 10, 0, 10, 0.95, 1, 0.663641551894768, 1, 0),
    ('rd', 'mee', 10, 10, 0, 10, 0.95, 1, 0.677749683894361, 1, 0),
    ('rr', 'katz', 10, 10, 0, 10, 0.95, 'Infinity', NULL, NULL, NULL),
    ('rr', 'miettinen_nurminen', 10, 10, 0, 10, 0.95, 'Infinity', 3.47301883045656, 'Infinity', NULL),
    ('rr', 'koopman', 10, 10, 0, 10, 0.95, 'Infinity', 3.60317771627006, 'Infinity', NULL),
    ('or', 'woolf', 10, 10, 0, 10, 0.95, 'Infinity', NULL, NULL, NULL),
    ('or', 'exact', 10, 10, 0, 10, 0.95, 'Infinity', 11.1358405925604, 'Infinity', NULL),
    ('rd', 'newcombe', 0, 29, 5, 56, 0.95, -0.0892857142857143, -0.192560013855112, 0.0381371479035369, 0.0381055337915552),
    ('rd', 'wald', 0, 29, 5, 56, 0.95, -0.0892857142857143, -0.163971188128837, -0.014600240442592, 0.0381055337915552),
    ('rd', 'miettinen_nurminen', 0, 29, 5, 56, 0.95, -0.0892857142857143, -0.193330976690881, 0.0325965617435137, 0.0381055337915552),
    ('rd', 'mee', 0, 29, 5, 56, 0.95, -0.0892857142857143, -0.192560013855112, 0.0313270687737782, 0.0381055337915552),
    ('rr', 'katz', 0, 29, 5, 56, 0.95, 0, NULL, NULL, NULL),
    ('rr', 'miettinen_nurminen', 0, 29, 5, 56, 0.95, 0, 0, 1.39373778340229, NULL),
    ('rr', 'koopman', 0, 29, 5, 56, 0.95, 0, 0, 1.37800098996693, NULL),
    ('or', 'woolf', 0, 29, 5, 56, 0.95, 0, NULL, NULL, NULL),
    ('or', 'exact', 0, 29, 5, 56, 0.95, 0, 0, 2.06923023154449, NULL),
    ('rd', 'newcombe', 96, 223, 72, 223, 0.95, 0.10762331838565, 0.0176862817891087, 0.195151272642854, 0.0456047437835732),
    ('rd', 'wald', 96, 223, 72, 223, 0.95, 0.10762331838565, 0.0182396630456698, 0.197006973725631, 0.0456047437835732),
    ('rd', 'miettinen_nurminen', 96, 223, 72, 223, 0.95, 0.10762331838565, 0.0176170207343083, 0.19601847276243, 0.0456047437835732),
    ('rd', 'mee', 96, 223, 72, 223, 0.95, 0.10762331838565, 0.0177182445364376, 0.195920853393868, 0.0456047437835732),
    ('rr', 'katz', 96, 223, 72, 223, 0.95, 1.33333333333333, 1.04598119133436, 1.69962690773613, 0.123842422820634),
    ('rr', 'miettinen_nurminen', 96, 223, 72, 223, 0.95, 1.33333333333333, 1.04773569403559, 1.7031456258711, 0.123842422820634),
    ('rr', 'koopman', 96, 223, 72, 223, 0.95, 1.33333333333333, 1.04801680195178, 1.70267510267115, 0.123842422820634),
    ('or', 'woolf', 96, 223, 72, 223, 0.95, 1.58530183727034, 1.0775568515019, 2.33229635331987, 0.19698245571593),
    ('or', 'exact', 96, 223, 72, 223, 0.95, 1.5836530698994, 1.05817497498892, 2.37721485179231, NULL),
    ('rd', 'newcombe', 41, 72, 33, 72, 0.95, 0.111111111111111, -0.0510147430133952, 0.26528400131731, 0.082784975658554),
    ('rd', 'wald', 41, 72, 33, 72, 0.95, 0.111111111111111, -0.0511444596406798, 0.273366681862902, 0.082784975658554),
    ('rd', 'miettinen_nurminen', 41, 72, 33, 72, 0.95, 0.111111111111111, -0.0525020584157108, 0.268918799277719, 0.082784975658554),
    ('rd', 'mee', 41, 72, 33, 72, 0.95, 0.111111111111111, -0.0519377593361517, 0.268393775451964, 0.082784975658554),
    ('rr', 'katz', 41, 72, 33, 72, 0.95, 1.24242424242424, 0.900787347066453, 1.71363197228566, 0.164059429560423),
    ('rr', 'miettinen_nurminen', 41, 72, 33, 72, 0.95, 1.24242424242424, 0.902332007581464, 1.72864475230067, 0.164059429560423),
    ('rr', 'koopman', 41, 72, 33, 72, 0.95, 1.24242424242424, 0.903336912484137, 1.72661119606049, 0.164059429560423),
    ('or', 'woolf', 41, 72, 33, 72, 0.95, 1.56304985337243, 0.809755630154194, 3.01711374783818, 0.335547857037747),
    ('or', 'exact', 41, 72, 33, 72, 0.95, 1.5581691369419, 0.769361484613088, 3.18067104825414, NULL),
    ('rd', 'newcombe', 10, 10, 10, 10, 0.95, 0, -0.277532799862889, 0.277532799862889, 0),
    ('rd', 'wald', 10, 10, 10, 10, 0.95, 0, 0, 0, 0),
    ('rd', 'miettinen_nurminen', 10, 10, 10, 10, 0.95, 0, -0.287933941282012, 0.287933941282012, 0),
    ('rd', 'mee', 10, 10, 10, 10, 0.95, 0, -0.277532799862889, 0.277532799862889, 0),
    ('rr', 'katz', 10, 10, 10, 10, 0.95, 1, 1, 1, 0),
    ('rr', 'miettinen_nurminen', 10, 10, 10, 10, 0.95, 1, 0.712066058717988, 1.40436408638886, 0),
    ('rr', 'koopman', 10, 10, 10, 10, 0.95, 1, 0.722467200137111, 1.38414588206941, 0),
    ('or', 'woolf', 10, 10, 10, 10, 0.95, NULL, NULL, NULL, NULL),
    ('rd', 'newcombe', 1, 1, 0, 1, 0.95, 1, -0.122108720681942, 1, 0),
    ('rd', 'wald', 1, 1, 0, 1, 0.95, 1, 1, 1, 0),
    ('rd', 'miettinen_nurminen', 1, 1, 0, 1, 0.95, 1, -0.586901371245525, 1, 0),
    ('rd', 'mee', 1, 1, 0, 1, 0.95, 1, -0.315239544986694, 1, 0),
    ('rr', 'katz', 1, 1, 0, 1, 0.95, 'Infinity', NULL, NULL, NULL),
    ('rr', 'miettinen_nurminen', 1, 1, 0, 1, 0.95, 'Infinity', 0.260317771627006, 'Infinity', NULL),
    ('rr', 'koopman', 1, 1, 0, 1, 0.95, 'Infinity', 0.520635543254012, 'Infinity', NULL),
    ('or', 'woolf', 1, 1, 0, 1, 0.95, 'Infinity', NULL, NULL, NULL),
    ('or', 'exact', 1, 1, 0, 1, 0.95, 'Infinity', 0.0256410256410256, 'Infinity', NULL),
    ('rd', 'newcombe', 12, 400000, 30, 500000, 0.95, -3e-05, -5.86846893297771e-05, -1.25105797808322e-06, 1.39639016753914e-05),
    ('rd', 'wald', 12, 400000, 30, 500000, 0.95, -3e-05, -5.73687443674257e-05, -2.63125563257425e-06, 1.39639016753914e-05),
    ('rd', 'miettinen_nurminen', 12, 400000, 30, 500000, 0.95, -3e-05, -5.90387473651967e-05, -1.73694985900954e-06, 1.39639016753914e-05),
    ('rd', 'mee', 12, 400000, 30, 500000, 0.95, -3e-05, -5.90387297424943e-05, -1.73696688454598e-06, 1.39639016753914e-05),
    ('rr', 'katz', 12, 400000, 30, 500000, 0.95, 0.5, 0.255997034658237, 0.976573812012145, 0.341558438142972),
    ('rr', 'miettinen_nurminen', 12, 400000, 30, 500000, 0.95, 0.5, 0.259063449407932, 0.965010433232204, 0.341558438142972),
    ('rr', 'koopman', 12, 400000, 30, 500000, 0.95, 0.5, 0.259063540774951, 0.965010092894702, 0.341558438142972),
    ('or', 'woolf', 12, 400000, 30, 500000, 0.95, 0.499984999549986, 0.255982744342392, 0.976569730968391, 0.341571613079419),
    ('or', 'exact', 12, 400000, 30, 500000, 0.95, 0.49998535670057, 0.233126416970263, 1.0056474119517, NULL);
CREATE FUNCTION measured(measure text, x1 bigint, n1 bigint, x2 bigint, n2 bigint, method text, level double precision) RETURNS comparison_estimate
IMMUTABLE LANGUAGE sql AS $$
    SELECT CASE measure WHEN 'rd' THEN risk_difference(x1, n1, x2, n2, method, level)
        WHEN 'rr' THEN risk_ratio(x1, n1, x2, n2, method, level)
        WHEN 'or' THEN odds_ratio(x1, n1, x2, n2, method, level) END $$;
SELECT c.*, r.* FROM compared c, measured(measure, x1, n1, x2, n2, method, level) r
WHERE NOT (near(r.estimate, c.estimate) AND near(r.lower, c.lower) AND near(r.upper, c.upper) AND near(r.std_err, c.std_err)
    AND r.method = c.method AND r.level = c.level AND (r.x1, r.n1, r.x2, r.n2) = (c.x1, c.n1, c.x2, c.n2) AND r.missing IS NULL);
SELECT measure, method, count(*) FROM compared GROUP BY measure, method ORDER BY measure, method;

-- As printed in Newcombe's table II, methods 10, 5 (Mee) and 6 (Miettinen and
-- Nurminen), four decimals.
SELECT x1, n1, x2, n2, method, round(lower::numeric, 4) AS lower, round(upper::numeric, 4) AS upper,
    (round(lower::numeric, 4), round(upper::numeric, 4)) = (l, u) AS as_printed
FROM (VALUES (56, 70, 48, 80, 'newcombe', 0.0524, 0.3339), (56, 70, 48, 80, 'mee', 0.0533, 0.3377), (56, 70, 48, 80, 'miettinen_nurminen', 0.0528, 0.3382),
    (9, 10, 3, 10, 'newcombe', 0.1705, 0.8090), (9, 10, 3, 10, 'mee', 0.1821, 0.8370), (9, 10, 3, 10, 'miettinen_nurminen', 0.1700, 0.8406),
    (6, 7, 2, 7, 'newcombe', 0.0582, 0.8062), (6, 7, 2, 7, 'mee', 0.0544, 0.8478), (6, 7, 2, 7, 'miettinen_nurminen', 0.0342, 0.8534),
    (5, 56, 0, 29, 'newcombe', -0.0381, 0.1926), (5, 56, 0, 29, 'mee', -0.0313, 0.1926), (5, 56, 0, 29, 'miettinen_nurminen', -0.0326, 0.1933),
    (0, 10, 0, 20, 'newcombe', -0.1611, 0.2775), (0, 10, 0, 20, 'miettinen_nurminen', -0.1658, 0.2844),
    (10, 10, 0, 20, 'newcombe', 0.6791, 1), (10, 10, 0, 20, 'mee', 0.7225, 1), (10, 10, 0, 20, 'miettinen_nurminen', 0.7156, 1)) AS v (a, b, c, d, m, l, u),
    risk_difference(a, b, c, d, m);

-- Koopman's example (Biometrics 1984;40:513): 36 of 40 against 16 of 80, ratio
-- 4.5, limits 2.94 and 7.15.
SELECT estimate, round(lower::numeric, 2) AS lower, round(upper::numeric, 2) AS upper FROM risk_ratio(36, 40, 16, 80, 'koopman');

-- Empty groups and empty cells.
SELECT measure, estimate, lower, upper, std_err, method
FROM (VALUES (1, 'rd', 0, 0, 3, 5, 'newcombe'), (2, 'rr', 3, 5, 0, 0, 'katz'), (3, 'or', 0, 0, 0, 0, 'woolf'),
    (4, 'rr', 0, 5, 3, 5, 'katz'), (5, 'rr', 3, 5, 0, 5, 'katz'), (6, 'rr', 0, 5, 0, 5, 'miettinen_nurminen'),
    (7, 'or', 5, 5, 3, 5, 'woolf'), (8, 'or', 0, 5, 3, 5, 'woolf'), (9, 'or', 0, 5, 0, 5, 'exact'), (10, 'or', 5, 5, 5, 5, 'woolf')) AS v (i, measure, a, b, c, d, m),
    measured(measure, a, b, c, d, m, 0.95)
ORDER BY i;
SELECT risk_difference(1, 2, 3, 2);
SELECT risk_ratio(1, 2, 3, 4, 'newcombe');
SELECT odds_ratio(1, 2, 3, 4, 'katz');
SELECT odds_ratio(1000001, 2000001, 1000001, 2000001, 'exact');
SELECT risk_difference(1, 2, 3, 4, 'nonsense');
SELECT risk_difference(1, 2, 3, 4, level => 1);

-- For all tables of up to 6 subjects a group: limits hold the estimate; with
-- the groups swapped a difference changes its sign, a ratio is inverted.
SELECT measure, m, count(*),
    bool_and(a.lower <= a.estimate AND a.estimate <= a.upper) IS NOT FALSE AS holds,
    max(CASE WHEN measure = 'rd' THEN greatest(abs(a.lower + b.upper), abs(a.upper + b.lower))
        WHEN a.lower > 0 AND a.upper < 'Infinity' THEN greatest(abs(a.lower * b.upper - 1), abs(a.upper * b.lower - 1))
        WHEN a.lower = 0 AND b.upper < 'Infinity' OR a.upper = 'Infinity' AND b.lower > 0 THEN 1 END) < 1e-12 AS mirrored
FROM (SELECT DISTINCT measure, method AS m FROM compared) AS m, generate_series(1, 6) AS s1, generate_series(0, s1) AS k1, generate_series(1, 6) AS s2, generate_series(0, s2) AS k2,
    measured(measure, k1, s1, k2, s2, m, 0.95) AS a, measured(measure, k2, s2, k1, s1, m, 0.95) AS b
GROUP BY measure, m ORDER BY measure, m;

-- Score limits invert the test.  The variance under a difference d needs the
-- root of a cubic, in the closed form that Miettinen and Nurminen (1985) give;
-- under a ratio that of a quadratic.
CREATE FUNCTION rd_variance(x1 float8, n1 float8, x2 float8, n2 float8, d float8) RETURNS float8 IMMUTABLE LANGUAGE sql AS $$
    SELECT r1 * (1 - r1) / n1 + r2 * (1 - r2) / n2 FROM (SELECT n1 + n2 AS l3, (n1 + 2 * n2) * d - n1 - n2 - x1 - x2 AS l2,
            (n2 * d - n1 - n2 - 2 * x2) * d + x1 + x2 AS l1, x2 * d * (1 - d) AS l0) AS l,
        LATERAL (SELECT (l2 / (3 * l3)) ^ 3 - l1 * l2 / (6 * l3 ^ 2) + l0 / (2 * l3) AS q) AS a,
        LATERAL (SELECT sign(q) * sqrt((l2 / (3 * l3)) ^ 2 - l1 / (3 * l3)) AS p) AS b,
        LATERAL (SELECT 2 * p * cos((pi() + acos(greatest(least(coalesce(q / nullif(p, 0) ^ 3, 0), 1), -1))) / 3) - l2 / (3 * l3) AS r2) AS c,
        LATERAL (SELECT r2 + d AS r1) AS e $$;
CREATE FUNCTION rr_variance(x1 float8, n1 float8, x2 float8, n2 float8, r float8) RETURNS float8 IMMUTABLE LANGUAGE sql AS $$
    SELECT r1 * (1 - r1) / n1 + r * r * r2 * (1 - r2) / n2 FROM (SELECT (n1 + n2) * r AS a, -(n1 * r + x1 + n2 + x2 * r) AS b, x1 + x2 AS c) AS l,
        LATERAL (SELECT (-b - sqrt(b * b - 4 * a * c)) / (2 * a) AS r2) AS m, LATERAL (SELECT r * r2 AS r1) AS e $$;
SELECT m, count(*), max(abs((k1 / s1 - k2 / s2 - d) ^ 2 / (rd_variance(k1, s1, k2, s2, d) * CASE m WHEN 'mee' THEN 1 ELSE (s1 + s2) / (s1 + s2 - 1) END) - 3.8414588206941236)) < 1e-6 AS inverts
FROM unnest(ARRAY['mee', 'miettinen_nurminen']) AS m, unnest(ARRAY[7, 12, 20]::float8[]) AS s1, unnest(ARRAY[5, 12, 33]::float8[]) AS s2,
    generate_series(1, s1::int - 1) AS k1, generate_series(1, s2::int - 1) AS k2, risk_difference(k1, s1::bigint, k2, s2::bigint, m) AS r, unnest(ARRAY[r.lower, r.upper]) AS d
GROUP BY m ORDER BY m;
SELECT m, count(*), max(abs((k1 / s1 - k2 / s2 * t) ^ 2 / (rr_variance(k1, s1, k2, s2, t) * CASE m WHEN 'koopman' THEN 1 ELSE (s1 + s2) / (s1 + s2 - 1) END) - 3.8414588206941236)) < 1e-6 AS inverts
FROM unnest(ARRAY['koopman', 'miettinen_nurminen']) AS m, unnest(ARRAY[7, 12, 20]::float8[]) AS s1, unnest(ARRAY[5, 12, 33]::float8[]) AS s2,
    generate_series(1, s1::int - 1) AS k1, generate_series(1, s2::int - 1) AS k2, risk_ratio(k1, s1::bigint, k2, s2::bigint, m) AS r, unnest(ARRAY[r.lower, r.upper]) AS t
GROUP BY m ORDER BY m;

-- ----------------------------------------------------------------- one row each
--
-- Aggregates say what the counts say, and count who is missing.
CREATE TEMP TABLE subject AS
SELECT g AS id, CASE WHEN g % 17 = 0 THEN NULL ELSE g % 5 < 2 END AS outcome, CASE WHEN g % 23 = 0 THEN NULL ELSE g % 3 = 0 END AS treated
FROM generate_series(1, 400) AS g;
SELECT (response_rate(outcome)).*, count(*) FILTER (WHERE outcome), count(outcome), count(*) - count(outcome) AS without FROM subject;
SELECT m, a = c AS same FROM unnest(ARRAY['newcombe', 'miettinen_nurminen', 'mee', 'wald']) AS m,
    LATERAL (SELECT risk_difference(outcome, treated, m, 0.9) AS a, count(*) FILTER (WHERE outcome AND treated) AS x1, count(outcome) FILTER (WHERE treated) AS n1,
        count(*) FILTER (WHERE outcome AND NOT treated) AS x2, count(outcome) FILTER (WHERE NOT treated) AS n2, count(*) FILTER (WHERE outcome IS NULL OR treated IS NULL) AS missing FROM subject) AS s,
    LATERAL (SELECT (estimate, lower, upper, std_err, level, method, x1, n1, x2, n2, s.missing)::comparison_estimate AS c
        FROM risk_difference(x1, n1, x2, n2, m, 0.9) AS f (estimate, lower, upper, std_err, level, method)) AS t
ORDER BY m;
SELECT (risk_ratio(outcome, treated)).*, (odds_ratio(outcome, treated)).* FROM subject;
SELECT (risk_ratio(outcome, treated, 'koopman')).method AS rr, (odds_ratio(outcome, treated, 'exact', 0.8)).level AS "or",
    (response_rate(outcome, 'jeffreys')).method, (response_rate(outcome, 'wald', 0.5)).level FROM subject;
-- No row, nothing known, one row.
SELECT response_rate(outcome), risk_difference(outcome, treated) FROM subject WHERE false;
SELECT response_rate(NULL::boolean), risk_difference(NULL, treated), odds_ratio(outcome, NULL) FROM subject;
SELECT response_rate(outcome), risk_difference(outcome, treated) FROM subject WHERE id = 3;
SELECT response_rate(outcome, NULL) FROM subject;
SELECT response_rate(outcome, 'wilson', NULL) FROM subject;
SELECT response_rate(outcome, CASE WHEN id > 200 THEN 'wald' ELSE 'wilson' END) FROM subject;
SELECT response_rate(outcome, 'koopman') FROM subject;
SELECT response_rate(outcome, 'wilson', 1.5) FROM subject;
-- As window functions.
SELECT id, (response_rate(outcome) OVER (ORDER BY id)).x, (risk_difference(outcome, treated) OVER (ORDER BY id ROWS 3 PRECEDING)).n2 FROM subject ORDER BY id LIMIT 6;

-- -------------------------------------------------------------------- rates
--
-- poisson.test(events, person_time) and poisson.test of two.
CREATE TEMP TABLE incidence (events bigint, person_time double precision, level double precision, estimate double precision, lower double precision, upper double precision);
INSERT INTO incidence VALUES
    (137, 24.19893, 0.95, 5.66140734321724, 4.75312480484875, 6.69270933417607),
    (137, 24.19893, 0.9, 5.66140734321724, 4.88999003306989, 6.52401786648705),
    (0, 10, 0.95, 0, 0, 0.368887945411394),
    (0, 10, 0.9, 0, 0, 0.299573227355399),
    (1, 0.5, 0.95, 2, 0.0506356159685798, 11.1432867818778),
    (1, 0.5, 0.9, 2, 0.102586588775101, 9.48772903678115),
    (10, 2, 0.95, 5, 2.39769434806622, 9.19517802100889),
    (10, 2, 0.9, 5, 2.71270284854565, 8.48110961786095);
SELECT c.*, r.* FROM incidence c, incidence_rate(events, person_time, level) r
WHERE NOT (near(r.estimate, c.estimate) AND near(r.lower, c.lower) AND near(r.upper, c.upper) AND r.x = c.events AND r.n IS NULL);
SELECT count(*) FROM incidence;
SELECT * FROM incidence_rate(0, 0);
SELECT incidence_rate(-1, 1);
SELECT incidence_rate(1, 'Infinity');
SELECT incidence_rate(1, 'NaN');
SELECT incidence_rate(1, -2);
CREATE TEMP TABLE rates (events1 bigint, time1 double precision, events2 bigint, time2 double precision, level double precision, estimate double precision, lower double precision, upper double precision);
INSERT INTO rates VALUES
    (11, 800, 23, 3000, 0.95, 1.79347826086957, 0.789310945698778, 3.82982006681662),
    (11, 800, 23, 3000, 0.9, 1.79347826086957, 0.897961870956764, 3.43652925977005),
    (8, 1.5, 1, 2, 0.95, 10.6666666666667, 1.43007177346161, 473.308328361309),
    (8, 1.5, 1, 2, 0.9, 10.6666666666667, 1.77368807879794, 233.282675538222),
    (0, 10, 5, 10, 0.95, 0, 0, 1.09127910518255),
    (0, 10, 5, 10, 0.9, 0, 0, 0.82056420302608),
    (5, 10, 0, 10, 0.95, 'Infinity', 0.91635585731546, 'Infinity'),
    (5, 10, 0, 10, 0.9, 'Infinity', 1.21867368368276, 'Infinity');
SELECT c.*, r.* FROM rates c, rate_ratio(events1, time1, events2, time2, level => level) r
WHERE NOT (near(r.estimate, c.estimate) AND near(r.lower, c.lower) AND near(r.upper, c.upper) AND (r.x1, r.x2) = (c.events1, c.events2));
SELECT count(*) FROM rates;
-- Wald on the log: exp(log(11 / 800 / (23 / 3000)) -+ 1.959964 sqrt(1 / 11 + 1 / 23))
SELECT near(estimate, 11 / 800.0 / (23 / 3000.0)) AND near(lower, exp(ln(estimate) - 1.959963984540054 * sqrt(1 / 11.0 + 1 / 23.0)::float8))
    AND near(upper, exp(ln(estimate) + 1.959963984540054 * sqrt(1 / 11.0 + 1 / 23.0)::float8)) AS wald FROM rate_ratio(11, 800, 23, 3000, 'wald');
SELECT * FROM rate_ratio(0, 1, 0, 1);
SELECT * FROM rate_ratio(3, 1, 0, 1, 'wald');
SELECT * FROM rate_ratio(3, 0, 2, 1);
SET client_min_messages = warning;
DROP SCHEMA proportions_test CASCADE;

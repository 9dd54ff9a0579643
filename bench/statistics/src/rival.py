"""The same work in DuckDB on one thread; prints the best of five and a check sum."""

import sys
import time

import duckdb

events, population, exact = sys.argv[1:4]
base = duckdb.connect(config={"threads": 1, "memory_limit": "2GB"})
# Its progress would stand before the answer.
base.execute("SET enable_progress_bar = false")
base.execute(f"CREATE TABLE event AS SELECT * FROM read_csv('{events}')")
base.execute(f"CREATE TABLE population AS SELECT * FROM read_csv('{population}')")
base.execute(f"CREATE TABLE exact AS SELECT * FROM read_csv('{exact}')")
Z = 1.959963984540054
RATES = f"""
CREATE OR REPLACE TEMP TABLE rate AS
WITH counted AS (
    SELECT municipality, sex, age, year, count(*) AS x FROM event GROUP BY municipality, sex, age, year
), joined AS (
    SELECT population.*, coalesce(x, 0)::DOUBLE AS x FROM population
    LEFT JOIN counted USING (municipality, sex, age, year)
)
SELECT joined.*, joined.x / n * 100000 AS value,
    CASE WHEN joined.x < 10 THEN exact.lower
         ELSE joined.x * pow(1 - 1 / (9 * joined.x) - {Z} / (3 * sqrt(joined.x)), 3) END / n * 100000 AS lower,
    CASE WHEN joined.x < 10 THEN exact.upper
         ELSE (joined.x + 1) * pow(1 - 1 / (9 * (joined.x + 1)) + {Z} / (3 * sqrt(joined.x + 1)), 3)
         END / n * 100000 AS upper
FROM joined LEFT JOIN exact ON joined.x = exact.x
"""
DIRECT = f"""
WITH summed AS (
    SELECT municipality, year, sum(x) AS x, sum(w * x / n) / sum(w) AS value,
        sum(w * w * x / (n * n)) / (sum(w) * sum(w)) AS variance
    FROM rate GROUP BY municipality, year
), limits AS (
    SELECT *, x * pow(1 - 1 / (9 * x) - {Z} / (3 * sqrt(x)), 3) AS low,
        (x + 1) * pow(1 - 1 / (9 * (x + 1)) + {Z} / (3 * sqrt(x + 1)), 3) AS high
    FROM summed WHERE x >= 10
)
SELECT sum(value) * 100000, sum(value + sqrt(variance / x) * (low - x)), sum(value + sqrt(variance / x) * (high - x))
FROM limits
"""
best = None
for _ in range(5):
    start = time.perf_counter()
    base.execute(RATES)
    check = base.execute(DIRECT).fetchone()[0]
    took = time.perf_counter() - start
    best = took if best is None else min(best, took)
print(best, check)

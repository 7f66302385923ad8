"""Classify partitioned Parquet with Spark: each partition in, the same partition out, with the answer as five columns.

    spark-submit examples/spark_job.py IN OUT -j taian --on 2026-03-10 [--by department] [--master local[2]]

IN is Parquet with a row for each dataset, whose columns are called by ids or Chinese labels of facts. Rows do not move
between executors: there is no shuffle, and the executors need no Python of ours. What is in OUT is replaced, partition
by partition, so the same job again gives the same files.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence

import opendata_rules as odr
from opendata_rules.bulk import spark


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the job; the exit status is 0, or 1 where cells were no values of their facts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("-j", "--jurisdiction", required=True)
    parser.add_argument("--on", required=True, type=dt.date.fromisoformat)
    parser.add_argument("--by", default="department", help="the column that partitions are made by")
    parser.add_argument("--rules", help="a folder of packs in place of those shipped; only the driver reads it")
    parser.add_argument("--master", help="such as local[2]; given by spark-submit otherwise")
    given = parser.parse_args(arguments)

    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("opendata-rules")
    session = (builder.master(given.master) if given.master else builder).getOrCreate()
    session.conf.set("spark.sql.sources.partitionOverwriteMode", "dynamic")

    library = odr.load(given.rules) if given.rules else odr.load()
    law = library.law(given.jurisdiction, on=given.on)
    judged = spark.classify(law, session.read.parquet(given.source))
    judged.write.mode("overwrite").partitionBy(given.by).parquet(given.target)

    counts = session.read.parquet(given.target).groupBy("odr_status", "odr_attribute").count().collect()
    for row in sorted(counts, key=lambda row: -row["count"]):
        print(f"{row['count']:>12}  {row['odr_status']}  {row['odr_attribute'] or ''}".rstrip())
    return 1 if any(row["odr_status"] == "bad_fact" for row in counts) else 0


if __name__ == "__main__":
    sys.exit(main())

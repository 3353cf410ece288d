#!/usr/bin/env python3
"""Builds the reports of a country on a Spark cluster: a `nianbao worker` for every task, files into a folder that all machines see, and a
table with a row for every report. README.md beside this file says when and how."""

import argparse
import collections
import json
import math
import os
import subprocess
import sys
import tempfile
import threading

# A line of nothing else is no request, here and in the worker.
BLANK = "\ufeff \t\r\n\f"

KEYS = ["id", "name", "folder", "report", "narrative", "style"]

# docs/worker.schema.json says what stands in it; `request` is the beginning of a line whose id could not be read.
RESULT = """id string, status string, request string, files array<struct<name string, path string, bytes bigint, sha256 string>>,
  findings array<struct<code string, severity string, message string, file string, line int, column int, pointer string, hints array<string>>>"""


class Run:
    """One worker process, from its start to its end; a thread feeds it, so that neither pipe can fill up and hold the other."""

    def __init__(self, command, waiting, source):
        self.errors = tempfile.TemporaryFile()  # drained by the disk
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors)
        self.fault = None
        self.feeder = threading.Thread(target=self.feed, args=(waiting, source), daemon=True)
        self.feeder.start()

    def feed(self, waiting, source):
        """What an earlier worker left unanswered, then new lines. A line is waiting from before it is sent until its answer is there."""
        try:
            with self.process.stdin as pipe:
                for line in list(waiting):
                    pipe.write(line)
                for line in source:
                    waiting.append(line)
                    pipe.write(line)
                    pipe.flush()
        except BrokenPipeError:
            pass  # the worker is gone; what is waiting goes to the next one
        except BaseException as fault:  # of the source: the task must fail with it
            self.fault = fault
            self.process.kill()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """However the task ends, no worker outlives it."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.errors.close()

    def end(self):
        """The exit status and the last words of a worker that has closed its output."""
        status = self.process.wait()
        self.feeder.join()
        if self.fault:
            raise self.fault
        self.errors.seek(0)
        return status, self.errors.read().decode("utf8", "replace")[-2000:]


def answers(lines, command):
    """The worker's answer to every line, in order. A worker that dies is started anew with the lines it left; a line on which two of them
    die is answered as failed, so that one report can't keep all others from being made."""
    source = (line.encode("utf8") + b"\n" for line in lines if line.strip(BLANK))
    waiting = collections.deque()
    suspect = None
    while True:
        with Run(command, waiting, source) as run:
            for answer in run.process.stdout:
                if not answer.endswith(b"\n"):
                    break  # it died in the middle of an answer
                yield named(json.loads(answer), waiting.popleft())
                suspect = None
            status, words = run.end()
        if not waiting:
            return
        if status == 2:
            raise RuntimeError(f"nianbao worker can't run: {words}")
        if waiting[0] is suspect:
            yield dead(waiting.popleft(), status)
        suspect = waiting[0] if waiting else None


def named(answer, line):
    """The answer, with the beginning of its line where the line has no id."""
    return answer if answer["id"] is not None else {**answer, "request": line.decode("utf8", "replace")[:200].rstrip("\n")}


def dead(line, status):
    """The answer to a line on which the worker dies."""
    message = f"编这份报告时程序中断（退出码 {status}）"
    finding = {"code": "worker-died", "severity": "error", "message": message, "hints": ["单独编这份报告，看是不是内存不够"]}
    try:
        wanted = json.loads(line)
    except ValueError:
        wanted = None
    known = wanted.get("id") if isinstance(wanted, dict) else None
    return named({"id": known, "status": "failed", "files": [], "findings": [finding]}, line)


def read(spark, arguments):
    """The requests: a data frame with one line of JSON a row."""
    from pyspark.sql.functions import struct, to_json

    if arguments.format == "jsonl":
        return spark.read.text(arguments.reports)  # as text: read as JSON, 96171.60 would become 96171.6
    if arguments.format == "csv":
        table = spark.read.csv(arguments.reports, header=True, multiLine=True, escape='"')
    else:
        table = spark.read.parquet(arguments.reports)
    wrong = [name for name, kind in table.dtypes if name in KEYS and kind != "string"]
    if wrong or "id" not in table.columns:
        sys.exit(f"columns {', '.join(KEYS)} must be text, and id must be there; not so: {', '.join(wrong) or 'id'}")
    return table.select(to_json(struct(*[key for key in KEYS if key in table.columns])).alias("value"))


def refuse_repeated(lines):
    """Ends the run where two reports would write the same files."""
    from pyspark.sql.functions import coalesce, col, get_json_object

    name = coalesce(get_json_object("value", "$.name"), get_json_object("value", "$.id"))
    repeated = lines.select(name.alias("name")).dropna().groupBy("name").count().where(col("count") > 1).take(5)
    if repeated:
        sys.exit("more than one report for: " + ", ".join(row["name"] for row in repeated))


def arguments(words):
    """What was asked for; behind `--` stand options of the worker, such as --seal."""
    words, options = (words[: words.index("--")], words[words.index("--") + 1 :]) if "--" in words else (words, [])
    parser = argparse.ArgumentParser(description=__doc__, usage="spark-submit [SPARK OPTIONS] %(prog)s REPORTS --out DIR --results TABLE "
                                     "--nianbao PROGRAM [OPTIONS] [-- WORKER OPTIONS]")
    parser.add_argument("reports", metavar="REPORTS", help="JSON Lines, one request a line, or a table with columns " + ", ".join(KEYS))
    parser.add_argument("--format", choices=["jsonl", "parquet", "csv"], default="jsonl", help="what REPORTS is (jsonl)")
    parser.add_argument("--out", metavar="DIR", required=True, help="folder for the files, the same on every machine")
    parser.add_argument("--results", metavar="TABLE", required=True, help="where the result table goes; one that is there is replaced")
    parser.add_argument("--results-format", choices=["json", "parquet"], default="json", help="what the table is (json: JSON Lines)")
    parser.add_argument("--nianbao", metavar="PROGRAM", required=True, help="the program, which Spark carries to the executors")
    parser.add_argument("--reports-per-task", metavar="N", type=int, default=200, help="what is done again where a machine is lost (200)")
    return argparse.Namespace(**vars(parser.parse_args(words)), options=options)


def main():
    from pyspark import SparkFiles
    from pyspark.sql import SparkSession

    given = arguments(sys.argv[1:])
    spark = SparkSession.builder.appName("nianbao").getOrCreate()
    context = spark.sparkContext
    context.addFile(os.path.abspath(given.nianbao))
    program, options = os.path.basename(given.nianbao), ["worker", "-o", os.path.abspath(given.out), *given.options]
    lines = read(spark, given).where(f"trim(BOTH '{BLANK}' FROM value) != ''")
    refuse_repeated(lines)
    count = lines.count()
    tasks = max(1, math.ceil(count / given.reports_per_task), min(count, context.defaultParallelism))

    def make(part):
        for answer in answers((row["value"] for row in part), [SparkFiles.get(program), *options]):
            yield json.dumps(answer, ensure_ascii=False)

    # A data frame is spread the same way again where a task is tried again; an RDD need not be, and could lose or double a report.
    made = lines.repartition(tasks).rdd.mapPartitions(make)
    table = spark.read.schema(RESULT).option("mode", "FAILFAST").json(made)
    table.write.mode("overwrite").format(given.results_format).save(given.results)
    written = spark.read.schema(RESULT).format(given.results_format).load(given.results)
    tally = {row["status"]: row["count"] for row in written.groupBy("status").count().collect()}
    print(f"{count} reports: {tally.get('written', 0)} written, {tally.get('failed', 0)} failed")
    spark.stop()
    sys.exit(0 if tally.get("written", 0) == count else 1)


if __name__ == "__main__":
    main()

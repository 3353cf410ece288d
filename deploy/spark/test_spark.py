"""Two hundred reports on a cluster of two executors, one of them killed half-way: nothing is lost, nothing doubled, not a byte differs.

usage: test_spark.py, by deploy/spark/test, which sets up what it needs. NIANBAO is the program."""

import argparse
import collections
import csv
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from pyspark.sql import SparkSession

import nianbao_spark

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NIANBAO = os.environ.get("NIANBAO", str(ROOT / "target" / "release" / "nianbao"))


def text(*steps):
    return ROOT.joinpath("fixtures", *steps).read_text(encoding="utf8")


def good(number):
    """A report of its own: name, numbers and text differ, and agree with each other."""
    if number % 3:
        agency, fixture = f"青禾市第{number}镇人民政府", "all-zero-2024"
        changes = [("云溪苗族侗族自治县高新技术产业开发区管理委员会自然资源和规划建设局", agency), ("本局", f"本镇第{number * 7919}号")]
    else:
        agency, fixture = f"青禾市第{number}区人民政府", "government-2024"
        changes = [("青禾市人民政府", agency), ("43260", str(43260 + number * 101)), ("61014.32", f"{61014 + number}.{number % 90 + 10}0")]
    report, narrative = text(fixture, "report.json"), text(fixture, "narrative.md")
    for was, now in changes:
        report, narrative = report.replace(was, now), narrative.replace(was, now)
    return {"id": f"report-{number:03}", "report": report, "narrative": narrative}


def requests(folder):
    """Two hundred lines: most inline, some by folder, some that can't be built."""
    lines = []
    for number in range(200):
        wanted = good(number)
        if number % 10 == 1:
            place = folder / "reports" / wanted["id"]
            place.mkdir(parents=True)
            place.joinpath("report.json").write_text(wanted["report"], encoding="utf8")
            place.joinpath("narrative.md").write_text(wanted["narrative"], encoding="utf8")
            wanted = {"id": wanted["id"], "folder": str(place)}
        elif number == 50:
            wanted["report"] = text("errors", "applications-balance", "report.json")
        elif number == 100:
            wanted["name"] = "../outside"
        elif number == 150:
            wanted = {"id": wanted["id"], "folder": str(folder / "none")}
        lines.append(json.dumps(wanted, ensure_ascii=False))
    lines[199] = lines[199][:500]
    return lines


def children(pid):
    """Every process below one, with its command line."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int(entry.joinpath("stat").read_text().rpartition(")")[2].split()[1])
                if parent == pid:
                    found.append((int(entry.name), entry.joinpath("cmdline").read_bytes().decode("utf8", "replace")))
                    found += children(int(entry.name))
            except (FileNotFoundError, ProcessLookupError):
                pass  # it ended meanwhile
    return found


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def alone(lines, out, *options):
    """What one worker makes of the lines."""
    done = subprocess.run([NIANBAO, "worker", "-o", out, *options], input="\n".join(lines).encode(), capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def gist(answers):
    """What must be the same wherever an answer was given: not where the files are, nor which line of which task it was."""
    def one(answer):
        made = sorted((file["name"], file["bytes"], file["sha256"]) for file in answer["files"])
        said = sorted((finding["code"], finding["severity"], finding["message"]) for finding in answer["findings"])
        return json.dumps([answer.get("id"), answer["status"], made, said])
    return collections.Counter(map(one, answers))


class Cluster(unittest.TestCase):
    def test_a_killed_executor_loses_and_doubles_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            self.run_with(pathlib.Path(folder))

    def run_with(self, folder):
        lines = requests(folder)
        wanted = alone(lines, folder / "alone", "--seal")
        folder.joinpath("reports.jsonl").write_text("\ufeff\n" + "\n \t\n".join(lines) + "\r\n\n", encoding="utf8")
        log = self.enterContext(folder.joinpath("log").open("w+", encoding="utf8", errors="replace"))
        spark = subprocess.Popen(
            [pathlib.Path(sys.executable).with_name("spark-submit"), "--master", "local-cluster[2,1,1024]",
             "--conf", "spark.scheduler.minRegisteredResourcesRatio=1.0", HERE / "nianbao_spark.py",
             folder / "reports.jsonl", "--out", folder / "out", "--results", folder / "table", "--nianbao", NIANBAO,
             "--reports-per-task", "20", "--", "--seal"],
            cwd=folder, stdout=subprocess.PIPE, stderr=log,
            env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_DIRS": str(folder / "scratch")})
        try:
            made = self.kill_one_half_way(spark, folder, len(files(folder / "alone")))
            said = spark.communicate(timeout=300)[0].decode()
        finally:
            spark.kill()
            spark.wait()
            spark.stdout.close()
        log.seek(0)
        log = log.read()
        self.assertEqual(spark.returncode, 1, f"some reports have errors: {log[-5000:]}")
        self.assertIn("Lost executor", log)
        self.assertIn("200 reports: 196 written, 4 failed", said)
        print(f"an executor was killed after {made} files")

        rows = [json.loads(row) for part in folder.joinpath("table").glob("part-*") for row in part.read_text(encoding="utf8").splitlines()]
        self.assertEqual(len(rows), 200)
        self.assertEqual(gist(rows), gist(wanted))
        self.assertEqual([row["request"] for row in rows if "id" not in row], [lines[199][:200]])
        self.assertEqual(files(folder / "out"), files(folder / "alone"))
        self.assertEqual(len(files(folder / "out")), 2 * 196)

    def kill_one_half_way(self, spark, folder, all_files):
        """Kills one executor when a third of the files are there; says how many there were."""
        end = time.monotonic() + 120
        while time.monotonic() < end and spark.poll() is None:
            made = len(list(folder.glob("out/report-*")))
            if made >= all_files // 3:
                executors = [pid for pid, command in children(spark.pid) if "CoarseGrainedExecutorBackend" in command]
                self.assertEqual(len(executors), 2, "both executors are at work")
                os.kill(executors[0], signal.SIGKILL)
                self.assertLess(made, all_files * 2 // 3, "half-way, not at the end")
                return made
            time.sleep(0.05)
        self.fail(f"no files were made: {folder.joinpath('log').read_text(errors='replace')[-5000:]}")


class Worker(unittest.TestCase):
    """What a task does with its worker, without Spark around it."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.lines = [json.dumps(good(number), ensure_ascii=False) for number in range(30)]
        cls.out = os.path.join(folder.name, "out")
        cls.wanted = gist(alone(cls.lines, os.path.join(folder.name, "alone")))

    def test_a_killed_worker_is_replaced(self):
        def lines():
            for number, line in enumerate(self.lines):
                if number in (5, 20):
                    workers = [pid for pid, command in children(os.getpid()) if "worker" in command]
                    os.kill(workers[0], signal.SIGKILL)
                yield line

        self.assertEqual(gist(nianbao_spark.answers(lines(), [NIANBAO, "worker", "-o", self.out])), self.wanted)

    def test_a_report_that_kills_its_worker_fails_alone(self):
        huge = json.dumps({"id": "huge", "report": {}, "narrative": "长" * (20 << 20)}, ensure_ascii=False)
        little_memory = ["bash", "-c", 'ulimit -v 400000; exec "$@"', "bash", NIANBAO, "worker", "-o", self.out]
        got = list(nianbao_spark.answers([*self.lines[:20], huge, "\ufeff \n", *self.lines[20:]], little_memory))
        self.assertEqual((got[20]["id"], got[20]["findings"][0]["code"]), ("huge", "worker-died"))
        self.assertEqual(gist(got[:20] + got[21:]), self.wanted)
        self.assertEqual(subprocess.run([NIANBAO, "explain", "worker-died"], stdout=subprocess.DEVNULL).returncode, 0)
        for line in [b'{"id": "cut', b"[1]", b"\xff"]:
            self.assertEqual(nianbao_spark.dead(line, -9)["id"], None)

    def test_a_worker_that_can_not_run_fails_the_task(self):
        with self.assertRaisesRegex(RuntimeError, "没有名为“x”的 PDF 标准"):
            list(nianbao_spark.answers(self.lines, [NIANBAO, "worker", "-o", self.out, "--pdf-standard", "x"]))
        with self.assertRaises(OSError):
            list(nianbao_spark.answers(self.lines, ["/nowhere/nianbao"]))

    def test_a_source_that_breaks_fails_the_task(self):
        def lines():
            yield from self.lines[:3]
            raise ValueError("a lost block")

        with self.assertRaisesRegex(ValueError, "a lost block"):
            list(nianbao_spark.answers(lines(), [NIANBAO, "worker", "-o", self.out]))


class Tables(unittest.TestCase):
    """What Spark reads reaches the worker as it was written."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
        cls.spark = SparkSession.builder.master("local[1]").config(map=quiet).getOrCreate()
        cls.addClassCleanup(cls.spark.stop)

    def lines(self, kind, path):
        return nianbao_spark.read(self.spark, argparse.Namespace(format=kind, reports=str(path)))

    def test_tables_and_lines_bring_every_digit_and_line_break(self):
        rows = [{"id": f"甲{number}", "report": '{ "fees":\n96171.60, "name": "\\"," }', "narrative": "# 总体情况\n\n“引”、\"号\",\n"}
                for number in range(3)]
        with self.folder.joinpath("reports.csv").open("w", encoding="utf8", newline="") as file:
            writer = csv.DictWriter(file, [*rows[0], "style", "remark"])
            writer.writeheader()
            writer.writerows({**row, "remark": "a column of the office's own"} for row in rows)
        self.spark.createDataFrame(rows).write.parquet(str(self.folder / "reports.parquet"))
        self.folder.joinpath("reports.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf8")
        for kind in ["csv", "parquet", "jsonl"]:
            got = [json.loads(row["value"]) for row in self.lines(kind, self.folder / f"reports.{kind}").collect()]
            self.assertEqual(sorted(got, key=lambda row: row["id"]), rows, kind)

    def test_what_would_be_lost_is_refused_before_anything_is_made(self):
        twice = self.folder / "twice.jsonl"
        twice.write_text('{"id": "a"}\n{"id": "b", "name": "a"}\n{"id": "c"}\nno json\nno json\n', encoding="utf8")
        with self.assertRaisesRegex(SystemExit, "more than one report for: a$"):
            nianbao_spark.refuse_repeated(self.lines("jsonl", twice))
        self.spark.createDataFrame([{"id": "a", "report": {"fees": 96171.6}}]).write.parquet(str(self.folder / "parsed"))
        with self.assertRaisesRegex(SystemExit, "must be text.*report"):
            self.lines("parquet", self.folder / "parsed")


if __name__ == "__main__":
    unittest.main(warnings="ignore")

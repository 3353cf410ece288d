#!/usr/bin/env python3
"""Read open data with pandas and print it as JSON.

usage: open_data.py FILE.csv

Prints the columns, every row as text, and the numbers as pandas takes them by itself.
"""
import json
import sys

import pandas


def main(path):
    text = pandas.read_csv(path, dtype=str, keep_default_na=False)
    plain = pandas.read_csv(path)
    json.dump({
        "columns": list(text.columns),
        "rows": text.values.tolist(),
        "numbers": [float(number) for number in plain["number"]],
        "kind": str(plain["number"].dtype),
    }, sys.stdout, ensure_ascii=False)


main(sys.argv[1])

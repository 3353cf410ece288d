#!/usr/bin/env python3
"""Measure where the lines of text and the tables of a PDF stand, in mm from the top left corner of the page, and print them as JSON.

usage: pages.py FILE.pdf

The result is a list of pages, each with `width`, `height`, `lines` (baseline, left edge, text without white space; from top to bottom,
the text of tables left out) and `tables` (left, top, right and bottom edge, from top to bottom).
"""
import json
import sys

import pdfplumber

MM = 25.4 / 72


def page_of(page):
    tables = [table.bbox for table in page.find_tables({"vertical_strategy": "lines", "horizontal_strategy": "lines"}) if len(table.cells) > 1]
    rows = {}
    for char in page.chars:
        inside = any(left <= char["x0"] and char["x1"] <= right and top <= char["top"] and char["bottom"] <= bottom for left, top, right, bottom in tables)
        if not inside and char["text"].strip() and char["upright"]:
            rows.setdefault(round(char["matrix"][5]), []).append(char)
    lines = []
    for _, chars in sorted(rows.items(), reverse=True):
        chars.sort(key=lambda char: char["x0"])
        baseline = (float(page.height) - chars[0]["matrix"][5]) * MM
        lines.append([baseline, chars[0]["matrix"][4] * MM, "".join(char["text"] for char in chars)])
    return {
        "width": float(page.width) * MM,
        "height": float(page.height) * MM,
        "lines": lines,
        "tables": [[float(edge) * MM for edge in table] for table in sorted(tables, key=lambda table: table[1])],
    }


with pdfplumber.open(sys.argv[1]) as pdf:
    json.dump([page_of(page) for page in pdf.pages], sys.stdout, ensure_ascii=False)

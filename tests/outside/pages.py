#!/usr/bin/env python3
"""Measure where the lines of text and the tables of a PDF stand, in mm from the top left corner of the page, and print them as JSON.

usage: pages.py FILE.pdf

The result is a list of pages, each with `lines` (baseline and text without white space of the lines that are at least as large as the
text of a report, 16 pt, and stand in no table), `tables` (top and bottom edge), both from top to bottom, `number` (left and top edge
of the first and of the last character of the page's number), `columns` (the smaller characters that stand one below the other), `rows`
(all of them), `end` (where all that is above the lower margin ends) and `gap` (the highest free space in the type area).
"""
import json
import sys

import pdfplumber

MM = 25.4 / 72
LEAST = 15.5
NUMBER = 14
BELOW = 34
TOP, FOOT = 37, 262


def page_of(page):
    tables = [table.bbox for table in page.find_tables({"vertical_strategy": "lines", "horizontal_strategy": "lines"}) if len(table.cells) > 1]
    rows = {}
    for char in page.chars:
        inside = any(left <= char["x0"] and char["x1"] <= right and top <= char["top"] and char["bottom"] <= bottom for left, top, right, bottom in tables)
        if not inside and char["text"].strip() and char["upright"] and char["size"] > LEAST:
            rows.setdefault(round(char["matrix"][5]), []).append(char)
    lines = []
    for _, chars in sorted(rows.items(), reverse=True):
        chars.sort(key=lambda char: char["x0"])
        lines.append([(float(page.height) - chars[0]["matrix"][5]) * MM, "".join(char["text"] for char in chars)])
    dashes = [char for char in page.chars if char["text"] == "—" and NUMBER - 0.5 < char["size"] < NUMBER + 0.5][-2:]
    number = [[float(char["x0"]) * MM, float(char["top"]) * MM] for char in dashes]
    columns = {}
    for char in page.chars:
        if char["size"] < LEAST and char["text"].strip():
            columns.setdefault(round(char["x0"] / 2), []).append((char["top"], char["text"]))
    columns = ["".join(text for _, text in sorted(column)) for column in columns.values()]
    rows = "".join(char["text"] for char in page.chars if char["size"] < LEAST)
    drawn = [thing["bottom"] for thing in page.chars + page.rects + page.lines + page.images]
    end = max([float(bottom) * MM for bottom in drawn if bottom < float(page.height) - BELOW / MM] + [0])
    edges = sorted((float(thing["top"]) * MM, float(thing["bottom"]) * MM) for thing in page.chars + page.rects + page.lines + page.images)
    reached, gap = TOP, 0
    for top, bottom in edges + [(FOOT, FOOT)]:
        gap = max(gap, min(top, FOOT) - reached)
        reached = max(reached, bottom)
    return {"gap": gap, "number": number, "columns": columns, "rows": rows, "end": end, "lines": lines, "tables": sorted([float(top) * MM, float(bottom) * MM] for _, top, _, bottom in tables)}


with pdfplumber.open(sys.argv[1]) as pdf:
    json.dump([page_of(page) for page in pdf.pages], sys.stdout, ensure_ascii=False)

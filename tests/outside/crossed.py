#!/usr/bin/env python3
"""Find characters that stand on a rule of a table, and print them as JSON: [page, text of its line, top in mm] each.

usage: crossed.py FILE.pdf
"""
import json
import sys

import pdfplumber

MM = 25.4 / 72


def is_level(it):
    return it["bottom"] - it["top"] < 2 and it["x1"] - it["x0"] > 5


def crossed(page):
    rules = [it for it in page.lines + page.rects + page.curves if is_level(it)]
    for char in page.chars:
        if not char["text"].strip() or not char["upright"]:
            continue
        middle = (char["x0"] + char["x1"]) / 2
        if any(char["top"] < rule["top"] < char["bottom"] and rule["x0"] < middle < rule["x1"] for rule in rules):
            line = [other["text"] for other in page.chars if abs(other["top"] - char["top"]) < 1]
            yield page.page_number, "".join(line), char["top"] * MM


with pdfplumber.open(sys.argv[1]) as pdf:
    json.dump([found for page in pdf.pages for found in crossed(page)], sys.stdout, ensure_ascii=False)

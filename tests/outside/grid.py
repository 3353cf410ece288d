#!/usr/bin/env python3
"""Measure where the characters of a PDF stand, in mm from the top left corner of the paper, and print the lines as JSON.

usage: grid.py FILE.pdf SIZE

Only characters of SIZE pt that stand upright count. A line is a list of characters on one baseline: page (from 1), baseline, whether the page is turned, and for each
character its text and left edge. A reader knows nothing of the grid: that is judged elsewhere.
"""
import json
import sys

import pdfplumber

MM = 25.4 / 72


def main(path, size):
    lines = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            rows = {}
            for char in page.chars:
                if char["upright"] and abs(char["size"] - size) < 0.01:
                    a, b, c, d, x, y = char["matrix"]
                    rows.setdefault(round(y, 2), []).append((x * MM, char["text"]))
            for y, chars in sorted(rows.items(), reverse=True):
                chars = [char for char in sorted(chars) if char[1].strip()]
                if chars:
                    baseline = (float(page.height) - y) * MM
                    lines.append({"page": page.page_number, "turned": page.width > page.height, "baseline": baseline, "x": [x for x, _ in chars], "text": [t for _, t in chars]})
    json.dump(lines, sys.stdout, ensure_ascii=False)


main(sys.argv[1], float(sys.argv[2]))

#!/usr/bin/env python3
"""Measure how the pages of a PDF are filled, and print it as JSON.

usage: spread.py FILE.pdf SIZE LEFT TOP WIDTH HEIGHT CHARACTERS LINES

Lengths are mm but SIZE, that of the text in pt. The result is a list of pages, each with
turned   whether the page lies on its side
empty    how much of the type area's height is free below the last line or rule, above the notes, beside the leading of a last line
marks    numbers of the notes whose marks stand on it, and entries, those of the notes at its foot
lines    for each line of text its characters, how far it is set in, whether a note's mark stands before the first, how much wider than on the grid
         its Han stand apart (median), the widest space in it, and gaps: what is free between a Han and a digit, and beside: from a quote to the mark next to it, all in em
"""
import json
import statistics
import sys

import pdfplumber

MM = 25.4 / 72
RAISED = 0.65  # size of a note's mark
FOOTNOTE = 10.5
QUOTES, MARKS = "“”‘’", "，。、；：（《）》"


def is_han(char):
    return "\u4e00" <= char["text"] <= "\u9fff"


def numbers(chars):
    found, last = [], None
    for char in chars:
        joined = last and abs(char["x0"] - last["x1"]) < 1 and abs(char["top"] - last["top"]) < 1
        if joined:
            found[-1] += char["text"]
        else:
            found.append(char["text"])
        last = char
    return [int(number) for number in found if number.isdigit()]


def of_size(page, size):
    return [char for char in page.chars if char["upright"] and abs(char["size"] - size) < 0.03 and char["text"].strip()]


def line_of(chars, raised, size, cell, left):
    chars.sort(key=lambda char: char["x0"])
    edge = lambda char: char["matrix"][4]
    pairs = list(zip(chars, chars[1:]))
    apart = [edge(b) - edge(a) - cell for a, b in pairs if is_han(a) and is_han(b)]
    mixed = [(a, b) for a, b in pairs if is_han(a) and b["text"].isdigit() or a["text"].isdigit() and is_han(b)]
    beside = [(a, b) for a, b in pairs if a["text"] in QUOTES and b["text"] in MARKS or a["text"] in MARKS and b["text"] in QUOTES]
    y = chars[0]["matrix"][5]
    heads = [mark for mark in raised if 0 < mark["matrix"][5] - y < size / 2 and mark["x0"] < chars[0]["x0"]]
    return {
        "text": "".join(char["text"] for char in chars),
        "indent": (edge(chars[0]) - left) / cell,
        "mark_first": bool(heads),
        "stretch": statistics.median(apart) / size if len(apart) > 3 else 0,
        "gaps": [(edge(b) - a["x1"]) / size for a, b in mixed],
        "widest": max([(edge(b) - a["x1"]) / size for a, b in pairs], default=0),
        "beside": [(edge(b) - edge(a)) / size for a, b in beside],
    }


def page_of(page, size, left, top, width, height, characters, lines):
    cell = width / characters
    raised, entries = of_size(page, size * RAISED), of_size(page, FOOTNOTE * RAISED)
    foot = min([char["top"] for char in entries], default=top + height + size) - size / 2
    drawn = [char for char in page.chars if char["text"].strip()] + page.rects + page.lines + page.curves + page.images
    last = max([it["bottom"] for it in drawn if it["bottom"] < foot], default=top)
    end = foot - size if entries else top + height - (height / lines - size)
    rows = {}
    for char in of_size(page, size):
        rows.setdefault(round(char["matrix"][5], 1), []).append(char)
    return {
        "turned": page.width > page.height,
        "empty": max(0, end - last) / height,
        "marks": numbers(raised),
        "entries": numbers(entries),
        "lines": [line_of(chars, raised, size, cell, left) for _, chars in sorted(rows.items(), reverse=True)],
    }


size, characters, lines = (float(sys.argv[at]) for at in (2, 7, 8))
area = [float(number) / MM for number in sys.argv[3:7]]
with pdfplumber.open(sys.argv[1]) as pdf:
    json.dump([page_of(page, size, *area, characters, lines) for page in pdf.pages], sys.stdout, ensure_ascii=False)

#!/usr/bin/env python3
"""Read the tables of a DOCX with mammoth or pandoc, both by way of HTML, and print them as JSON.

usage: readers.py mammoth|pandoc FILE.docx

The result is a list of tables, each with `heads`, the number of head rows, and `rows` on the table's full grid: the text of a cell (white
space removed) at its top left position, null where a span covers the position.
"""
import json
import re
import subprocess
import sys
from html.parser import HTMLParser


class Tables(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tables, self.cell, self.head = [], None, False

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "table":
            self.tables.append({"heads": 0, "rows": []})
        elif tag == "thead":
            self.head = True
        elif tag == "tr":
            self.tables[-1]["rows"].append([])
            self.tables[-1]["heads"] += self.head
        elif tag in ("td", "th"):
            self.cell = {"text": "", "columns": int(attributes.get("colspan", 1)), "rows": int(attributes.get("rowspan", 1))}
            self.tables[-1]["rows"][-1].append(self.cell)

    def handle_endtag(self, tag):
        if tag == "thead":
            self.head = False
        elif tag in ("td", "th"):
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell["text"] += re.sub(r"\s+", "", data)


def grid(rows):
    taken, result = {}, []
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            for down in range(cell["rows"]):
                for right in range(cell["columns"]):
                    taken[row + down, column + right] = None
            taken[row, column] = cell["text"]
        width = 1 + max((at for line, at in taken if line == row), default=-1)
        result.append([taken.get((row, at)) for at in range(width)])
    return result


def html(reader, path):
    if reader == "mammoth":
        import mammoth

        with open(path, "rb") as file:
            return mammoth.convert_to_html(file).value
    return subprocess.run(["pandoc", "-f", "docx", "-t", "html", path], capture_output=True, check=True).stdout.decode("utf-8")


parser = Tables()
parser.feed(html(*sys.argv[1:]))
json.dump([{"heads": table["heads"], "rows": grid(table["rows"])} for table in parser.tables], sys.stdout, ensure_ascii=False)

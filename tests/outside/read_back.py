#!/usr/bin/env python3
"""Read a finished report back from its PDF or DOCX and print what a reader finds in it as JSON.

usage: read_back.py FILE.pdf|FILE.docx

The reader knows nothing of how the file was made. It needs requirements.txt and pdftotext (Poppler). Keys of the result:

text      the body in reading order, without any white space. A PDF's page-number lines ("— 1 —") are left out; its footnotes
          stand where the page shows them. A DOCX note stands after the paragraph that cites it. Nothing that Word computes
          (list numbers, note numbers, results of unsaved fields) is added.
tables    a list of rows for each table, every row on the table's full column grid: the text of a cell (white space removed) at
          its top left position, null where a span covers the position. A PDF table that goes on over the page is two tables, and
          a cell that is cut there begins again without its text.
pages     the number of pages (PDF only)
metadata  title, author and language; null where the file names none
"""
import argparse
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import docx
import pdfplumber
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

PAGE_NUMBER = re.compile(r"[-‐–—―]\s*\d+\s*[-‐–—―]")
LINES = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}
XMP = {"dc": "http://purl.org/dc/elements/1.1/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def squeeze(text):
    """Remove all white space, the ideographic space included."""
    return re.sub(r"\s+", "", text)


# PDF


def read_pdf(path):
    with pdfplumber.open(path) as pdf:
        return {
            "text": pdf_text(path),
            "tables": [table for page in pdf.pages for table in pdf_tables(page)],
            "pages": len(pdf.pages),
            "metadata": pdf_metadata(pdf),
        }


def pdf_text(path):
    # The order of the content stream (-raw) keeps the cells of a table in rows, where the default mode guesses at columns.
    command = ["pdftotext", "-raw", "-enc", "UTF-8", path, "-"]
    pages = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8").split("\f")
    return squeeze("".join(without_page_number(page) for page in pages))


def without_page_number(page):
    """A page number is drawn last or, by some programs, first."""
    lines = page.strip().splitlines()
    # On a turned page the number stands on end, each of its pieces on a line of its own.
    if len(lines) > 3 and PAGE_NUMBER.fullmatch("".join(lines[-3:])):
        return "\n".join(lines[:-3])
    for edge in (-1, 0):
        if lines and PAGE_NUMBER.fullmatch(lines[edge].strip()):
            del lines[edge]
            break
    return "\n".join(lines)


def pdf_tables(page):
    for table in page.filter(can_be_rule).extract_tables(LINES):
        rows = [[None if cell is None else squeeze(cell) for cell in row] for row in table]
        if any(any(row) for row in rows):  # the frames of a drawing hold no text
            yield rows


def can_be_rule(thing):
    """A filled rectangle without an outline is a background, not a cell, unless it is thin enough to be a drawn rule."""
    return thing["object_type"] != "rect" or thing["stroke"] or min(thing["width"], thing["height"]) < 2


def pdf_metadata(pdf):
    catalog = pdf.doc.catalog
    information = {key: value for part in reversed(pdf.doc.info) for key, value in part.items()}
    metadata = {
        "title": pdf_string(information.get("Title")),
        "author": pdf_string(information.get("Author")),
        "language": pdf_string(catalog.get("Lang")),
    }
    if "Metadata" in catalog:  # PDF 2.0 may do without the information dictionary
        xmp = ElementTree.fromstring(resolve1(catalog["Metadata"]).get_data())
        for key, element in (("title", "title"), ("author", "creator"), ("language", "language")):
            metadata[key] = metadata[key] or xmp.findtext(f".//dc:{element}//rdf:li", namespaces=XMP)
    return {key: value or None for key, value in metadata.items()}


def pdf_string(value):
    value = resolve1(value)
    if not isinstance(value, bytes):
        return value
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16")):
        if value.startswith(mark):
            return value.decode(encoding)
    return decode_text(value)


# DOCX


def read_docx(path):
    document = docx.Document(path)
    body = document.element.body
    return {
        "text": squeeze(docx_text(body, docx_notes(document))),
        "tables": [docx_table(table) for table in body.iter(qn("w:tbl"))],
        "metadata": docx_metadata(document),
    }


def docx_notes(document):
    """The elements of all footnotes and endnotes, by (tag of the reference, id)."""
    notes = {}
    for relation in document.part.rels.values():
        if relation.reltype in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
            for note in parse_xml(relation.target_part.blob):
                notes[note.tag + "Reference", note.get(qn("w:id"))] = note
    return notes


def docx_text(element, notes):
    """The visible text below an element; what tracked changes took away is not visible."""
    parts, cited = [], []

    def walk(node):
        if node.tag in (qn("w:moveFrom"), qn("w:pPr"), FALLBACK):
            return
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif (node.tag, node.get(qn("w:id"))) in notes:
            cited.append(notes[node.tag, node.get(qn("w:id"))])
        for child in node:
            walk(child)
        if node.tag == qn("w:p"):
            while cited:
                parts.append(docx_text(cited.pop(0), {}))

    walk(element)
    return "".join(parts)


def docx_table(table):
    width = len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"))
    rows = []
    for row in parts_of(table, "w:tr"):
        cells = [None] * number(row, "w:trPr/w:gridBefore", 0)
        for cell in parts_of(row, "w:tc"):
            cells.append(None if continues_above(cell) else squeeze(docx_text(cell, {})))
            cells += [None] * (number(cell, "w:tcPr/w:gridSpan", 1) - 1)
        rows.append(cells + [None] * (width - len(cells)))
    return rows


def parts_of(parent, tag):
    """The rows of a table or the cells of a row, also those inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == qn(tag):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")):
            yield from parts_of(child, tag)


def find(element, path):
    return element.find("/".join(qn(step) for step in path.split("/")))


def number(element, path, default):
    found = find(element, path)
    return default if found is None else int(found.get(qn("w:val")))


def continues_above(cell):
    merge = find(cell, "w:tcPr/w:vMerge")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def docx_metadata(document):
    properties = document.core_properties
    language = properties.language
    if not language:
        default = find(document.styles.element, "w:docDefaults/w:rPrDefault/w:rPr/w:lang")
        language = None if default is None else default.get(qn("w:eastAsia")) or default.get(qn("w:val"))
    return {"title": properties.title or None, "author": properties.author or None, "language": language}


def main():
    parser = argparse.ArgumentParser(description="Read a report back from its PDF or DOCX as JSON.")
    parser.add_argument("file", metavar="FILE.pdf|FILE.docx")
    path = parser.parse_args().file
    readers = {"pdf": read_pdf, "docx": read_docx}
    kind = path.rpartition(".")[2].lower()
    if kind not in readers:
        parser.error(f"{path}: neither .pdf nor .docx")
    sys.stdout.reconfigure(encoding="utf-8")
    print(json.dumps(readers[kind](path), ensure_ascii=False))


if __name__ == "__main__":
    main()

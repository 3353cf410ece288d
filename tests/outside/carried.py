#!/usr/bin/env python3
"""Print what a DOCX carries beside its text as JSON, so that a file can be compared with its copy that another program saved.

usage: carried.py FILE.docx

Keys: `anchors`, the style of the paragraph that each hidden bookmark begins, by the bookmark's name; `heads`, the number of repeated head
rows of each table; `source`, the text of every file in the part urn:nianbao:source, by its name.
"""
import json
import sys
import xml.etree.ElementTree as ElementTree
import zipfile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SOURCE = "{urn:nianbao:source}"

with zipfile.ZipFile(sys.argv[1]) as package:
    body = ElementTree.fromstring(package.read("word/document.xml"))
    styles = ElementTree.fromstring(package.read("word/styles.xml"))
    parts = [package.read(name) for name in package.namelist() if name.startswith("customXml/item") and name.endswith(".xml")]

names = {style.get(W + "styleId"): style.find(W + "name").get(W + "val").lower() for style in styles.iter(W + "style")}
anchors = {}
for paragraph in body.iter(W + "p"):
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    for mark in paragraph.iter(W + "bookmarkStart"):
        if mark.get(W + "name").startswith("_nb_"):
            anchors[mark.get(W + "name")] = None if style is None else names[style.get(W + "val")]
heads = [sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(W + "tr")) for table in body.iter(W + "tbl")]
roots = [root for root in map(ElementTree.fromstring, parts) if root.tag == SOURCE + "source"]
source = {file.get("name"): file.text or "" for root in roots for file in root}
json.dump({"anchors": anchors, "heads": heads, "source": source}, sys.stdout, ensure_ascii=False)

#!/usr/bin/env python3
"""Print the text of a PDF as pypdf reads it.

usage: text.py FILE.pdf
"""
import sys

import pypdf

for page in pypdf.PdfReader(sys.argv[1]).pages:
    print(page.extract_text())

#!/usr/bin/env python3
"""Put the tables of a DOCX into a workbook, a sheet each, as somebody does who copies them there.

usage: plain_sheets.py FILE.docx FILE.xlsx
"""
import re
import sys

import docx
import openpyxl


def main(source, target):
    book = openpyxl.Workbook()
    book.remove(book.active)
    document = docx.Document(source)
    title = document.paragraphs[0].text.replace("\n", "")
    for number, table in enumerate(document.tables, 1):
        sheet = book.create_sheet(f"Sheet{number}")
        sheet["A1"] = title
        places = {}
        for row, cells in enumerate(table.rows, 3):
            for column, cell in enumerate(cells.cells, 1):
                places.setdefault(cell._tc, []).append((row, column))
        for cell, all in places.items():
            (row, column), (last_row, last_column) = all[0], all[-1]
            text = "".join(node.text or "" for node in cell.iter("{*}t"))
            number = re.fullmatch(r"-?\d+(\.\d+)?", text)
            into = sheet.cell(row, column)
            into.value = (float if number and number[1] else int)(text) if number else text
            if number and number[1]:
                into.number_format = "0." + "0" * (len(number[1]) - 1)
            if len(all) > 1:
                sheet.merge_cells(start_row=row, start_column=column, end_row=last_row, end_column=last_column)
    book.save(target)
    print("[]")


main(*sys.argv[1:])

#!/usr/bin/env python3
"""Edit workbooks in LibreOffice as a person would, save them, and print what the formulas of each give, as JSON.

usage: office_form.py PROFILE JOBS

PROFILE is a folder for LibreOffice's settings. JOBS is JSON: a list of jobs, each a file to open, one to save (.xlsx, .xls or .ods) and a list of steps; a step is a list of its
name and arguments.
Runs in Debian's own Python, which has LibreOffice's bridge (python3-uno).
"""
import contextlib
import json
import os
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import CellRangeAddress
from com.sun.star.sheet.CellDeleteMode import ROWS as DELETE_ROWS
from com.sun.star.table.CellContentType import FORMULA

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xls": "MS Excel 97", ".ods": "calc8"}


def properties(**named):
    return tuple(PropertyValue(name, 0, value, 0) for name, value in named.items())


def connect(profile):
    pipe = f"nianbao{os.getpid()}"
    office = subprocess.Popen(
        ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", f"--accept=pipe,name={pipe};urp"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(600):
        try:
            return office, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
    office.kill()
    sys.exit("LibreOffice does not answer")


class Editor:
    def __init__(self, document):
        self.document = document
        self.sheets = document.Sheets

    def cell(self, sheet, cell):
        return self.sheets.getByName(sheet).getCellRangeByName(cell)

    def by_name(self, name):
        for known in (name, name.replace(".", "_")):
            if self.document.NamedRanges.hasByName(known):
                return self.document.NamedRanges.getByName(known).ReferredCells.getCellByPosition(0, 0)
        sys.exit(f"no name {name}")

    def unprotect(self):
        for name in self.sheets.ElementNames:
            self.sheets.getByName(name).unprotect("")

    def fill(self, numbers):
        """Types numbers into the cells of these names, as a person does."""
        for name, text in numbers.items():
            self.by_name(name).setFormula(text)

    def type(self, sheet, cell, text):
        self.cell(sheet, cell).setFormula(text)

    def text(self, sheet, cell, text):
        self.cell(sheet, cell).setString(text)

    def insert_rows(self, sheet, at, count):
        self.sheets.getByName(sheet).Rows.insertByIndex(at, count)

    def insert_columns(self, sheet, at, count):
        self.sheets.getByName(sheet).Columns.insertByIndex(at, count)

    def delete_rows(self, sheet, at, count):
        self.sheets.getByName(sheet).Rows.removeByIndex(at, count)

    def copy(self, sheet, name, at):
        self.sheets.copyByName(sheet, name, at)

    def delete(self, sheet):
        self.sheets.removeByName(sheet)

    def rename(self, sheet, name):
        self.sheets.getByName(sheet).Name = name

    def cut(self, sheet, cell, to):
        target = self.cell(sheet, to).CellAddress
        self.sheets.getByName(sheet).moveRange(target, self.cell(sheet, cell).RangeAddress)

    def sort(self, sheet, cells, column):
        """Sorts rows by a column of theirs, the largest number first."""
        field = uno.createUnoStruct("com.sun.star.table.TableSortField")
        field.Field, field.IsAscending = column, False
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        range = self.cell(sheet, cells)
        uno.invoke(range, "sort", (properties(SortFields=fields, ContainsHeader=False, BindFormatsToContent=False),))


def formulas(document):
    """What each formula of the visible sheets gives after a hard recalculation."""
    document.calculateAll()
    found = {}
    for name in document.Sheets.ElementNames:
        sheet = document.Sheets.getByName(name)
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        for row in range(end.EndRow + 1):
            for column in range(end.EndColumn + 1):
                cell = sheet.getCellByPosition(column, row)
                if cell.Type == FORMULA:
                    found[f"{name}!{letters(column)}{row + 1}"] = cell.String if cell.FormulaResultType2 == 2 else cell.Value
    return found


def letters(column):
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def edit(desktop, source, target, steps):
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(os.path.abspath(source)), "_blank", 0, properties(Hidden=True))
    editor = Editor(document)
    for name, *arguments in steps:
        getattr(editor, name)(*arguments)
    found = formulas(document)
    filter = FILTERS[os.path.splitext(target)[1]]
    document.storeToURL(uno.systemPathToFileUrl(os.path.abspath(target)), properties(FilterName=filter))
    document.close(True)
    return found


@contextlib.contextmanager
def running(profile):
    """LibreOffice while it runs: its context and its desktop."""
    office, context = connect(profile)
    try:
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        yield context, desktop
        try:
            desktop.terminate()
        except Exception:
            pass
    finally:
        try:
            office.wait(20)
        except subprocess.TimeoutExpired:
            office.kill()


def main(profile, jobs):
    with running(profile) as (_, desktop):
        found = [edit(desktop, *job) for job in json.loads(jobs)]
        json.dump(found, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(*sys.argv[1:])

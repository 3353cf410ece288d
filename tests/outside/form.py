#!/usr/bin/env python3
"""Edit a workbook with openpyxl, save it, and print what each formula of its sheets gave when the file was last saved, as JSON.

usage: form.py IN OUT STEPS

STEPS is JSON: a list of steps, each a list of its name and arguments. Nothing is calculated: openpyxl writes formulas without results.
"""
import json
import re
import sys

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName


class Editor:
    def __init__(self, book):
        self.book = book

    def place(self, name):
        found = re.fullmatch(r"'?(.*?)'?!\$([A-Z]+)\$(\d+)", self.book.defined_names[name].attr_text)
        return self.book[found[1]], found[2] + found[3]

    def fill(self, numbers):
        for name, value in numbers.items():
            sheet, cell = self.place(name)
            sheet[cell].value = value

    def set(self, sheet, cell, value):
        self.book[sheet][cell].value = value

    def look(self, sheet, cell, number_format):
        self.book[sheet][cell].number_format = number_format

    def swap(self, sheet, first, second, columns):
        """Puts two rows into each other's places, as sorting does: names stay where they were."""
        sheet = self.book[sheet]
        for column in columns:
            one, other = sheet[f"{column}{first}"], sheet[f"{column}{second}"]
            one.value, other.value = other.value, one.value

    def copy(self, sheet, name):
        """Copies a sheet as Excel does: with names of its own."""
        copied = self.book.copy_worksheet(self.book[sheet])
        copied.title = name
        for known in list(self.book.defined_names.values()):
            if known.attr_text.startswith((f"'{sheet}'!", f"{sheet}!")):
                text = f"'{name}'!" + known.attr_text.split("!")[1]
                copied.defined_names[known.name] = DefinedName(known.name, attr_text=text)

    def delete(self, sheet):
        """Deletes a sheet: the workbook's names of its cells lead nowhere."""
        for known in self.book.defined_names.values():
            if known.attr_text.startswith((f"'{sheet}'!", f"{sheet}!")):
                known.attr_text = "#REF!"
        del self.book[sheet]

    def rename(self, sheet, name):
        renamed = self.book[sheet]
        for known in [*self.book.defined_names.values(), *renamed.defined_names.values()]:
            if known.attr_text.startswith(f"'{sheet}'!"):
                known.attr_text = f"'{name}'!" + known.attr_text.split("!")[1]
        renamed.title = name

    def cut(self, sheet, cell, to):
        """Cuts a cell and pastes it elsewhere: its name goes with it."""
        sheet = self.book[sheet]
        sheet[to].value, sheet[cell].value = sheet[cell].value, None
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
        for known in self.book.defined_names.values():
            if known.attr_text == f"'{sheet.title}'!${column}${row}":
                column, row = re.fullmatch(r"([A-Z]+)(\d+)", to).groups()
                known.attr_text = f"'{sheet.title}'!${column}${row}"

    def lose(self, names):
        for name in names:
            self.book.defined_names[name].attr_text = "#REF!"

    def forget(self, sheet):
        del self.book[sheet]


def results(path):
    written, given = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    found = {}
    for sheet in written:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    name = f"{sheet.title}!{get_column_letter(cell.column)}{cell.row}"
                    found[name] = given[sheet.title][cell.coordinate].value
    return found


def main(source, target, steps):
    found = results(source)
    book = openpyxl.load_workbook(source)
    editor = Editor(book)
    for name, *arguments in json.loads(steps):
        getattr(editor, name)(*arguments)
    book.save(target)
    json.dump(found, sys.stdout, ensure_ascii=False)


main(*sys.argv[1:])

#!/usr/bin/env python3
"""Edit DOCX files in LibreOffice through the commands of its menus and keys, as a person does, and save them.

usage: office_word.py PROFILE JOBS

PROFILE is a folder for LibreOffice's settings. JOBS is JSON: a list of jobs, each a file to open, one to save, whether changes are tracked, and a list of steps; a step is a list of its
name and arguments. Runs in Debian's own Python, which has LibreOffice's bridge (python3-uno).
"""
import json
import os
import sys

import uno

from office_form import properties, running


class Writer:
    def __init__(self, document, dispatcher):
        self.document = document
        self.controller = document.CurrentController
        self.dispatcher = dispatcher

    def do(self, command, **arguments):
        self.dispatcher.executeDispatch(self.controller.Frame, f".uno:{command}", "", 0, properties(**arguments))

    def find(self, words):
        search = self.document.createSearchDescriptor()
        search.SearchString = words
        search.SearchCaseSensitive = True
        found = self.document.findFirst(search)
        if found is None:
            sys.exit(f"no {words}")
        return found

    def select(self, words):
        self.controller.select(self.find(words))

    def paragraph(self, words, end=False):
        """The cursor at the head or the end of the paragraph with these words."""
        found = self.find(words)
        cursor = found.Text.createTextCursorByRange(found.Start)
        cursor.gotoEndOfParagraph(False) if end else cursor.gotoStartOfParagraph(False)
        self.controller.ViewCursor.gotoRange(cursor, False)

    def before(self, words):
        self.controller.ViewCursor.gotoRange(self.find(words).Start, False)

    def behind(self, words):
        self.controller.ViewCursor.gotoRange(self.find(words).End, False)

    def typed(self, old, new):
        """Words selected and typed over."""
        self.select(old)
        self.do("InsertText", Text=new)

    def put(self, words, more):
        """Words typed behind others."""
        self.behind(words)
        self.do("InsertText", Text=more)

    def split(self, words):
        self.before(words)
        self.do("InsertPara")

    def join(self, words):
        """Backspace at the head of a paragraph."""
        self.paragraph(words)
        self.do("SwBackspace")

    def gone(self, words):
        """A paragraph selected with its end, and deleted."""
        self.paragraph(words)
        self.do("EndOfParaSel")
        self.do("CharRightSel")
        self.do("Delete")

    def new(self, words, text, style=None):
        """A paragraph behind another."""
        self.paragraph(words, end=True)
        self.do("InsertPara")
        self.do("InsertText", Text=text)
        if style:
            self.do("StyleApply", Style=style, FamilyName="ParagraphStyles")

    def moved(self, words, times):
        """A paragraph moved up by Alt+Ctrl+Up."""
        self.before(words)
        for _ in range(times):
            self.do("MoveUp")

    def carried(self, words, before):
        """A paragraph cut and pasted before another."""
        self.paragraph(words)
        self.do("EndOfParaSel")
        self.do("CharRightSel")
        self.do("Cut")
        self.paragraph(before)
        self.do("Paste")

    def style(self, words, style):
        self.before(words)
        self.do("StyleApply", Style=style, FamilyName="ParagraphStyles")

    def bold(self, words):
        self.select(words)
        self.do("Bold")

    def numbered(self, words):
        self.before(words)
        self.do("DefaultNumbering")

    def note(self, words, text):
        note = self.document.createInstance("com.sun.star.text.Footnote")
        found = self.find(words)
        found.Text.insertTextContent(found.End, note, False)
        note.setString(text)

    def cleared(self, words):
        self.select(words)
        self.do("Delete")

    def row_gone(self, words):
        self.before(words)
        self.do("DeleteRows")

    def row_new(self, words):
        self.before(words)
        self.do("InsertRowsAfter")

    def all(self, old, new):
        """Find and replace."""
        replace = self.document.createReplaceDescriptor()
        replace.SearchString, replace.ReplaceString = old, new
        self.document.replaceAll(replace)


def edit(desktop, dispatcher, source, target, tracked, steps):
    url = uno.systemPathToFileUrl(os.path.abspath(source))
    document = desktop.loadComponentFromURL(url, "_blank", 0, ())
    document.RecordChanges = tracked
    writer = Writer(document, dispatcher)
    for name, *arguments in steps:
        getattr(writer, name)(*arguments)
    target = uno.systemPathToFileUrl(os.path.abspath(target))
    document.storeToURL(target, properties(FilterName="MS Word 2007 XML"))
    document.close(True)


def main(profile, jobs):
    with running(profile) as (context, desktop):
        dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        for job in json.loads(jobs):
            edit(desktop, dispatcher, *job)
        print("[]")


main(*sys.argv[1:])

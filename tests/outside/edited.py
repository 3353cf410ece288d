"""Edits of a DOCX as editors make them, by python-docx or in Word's own markup.

edited.py FILE FOLDER EDIT...  writes FOLDER/EDIT.docx for each.
"""

import copy
import random
import re
import sys
import zipfile
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def find(d, words):
    return next(p for p in d.paragraphs if words in p.text)


def swap(d, words, old, new):
    run = next(r for r in find(d, words).runs if old in r.text)
    run.text = run.text.replace(old, new, 1)


def cells(d):
    seen = set()
    for table in d.tables:
        for row in table.rows:
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    yield cell


def cell(d, old, new, whole=False):
    found = next(c for c in cells(d) if c.text.strip() == old)
    if whole:
        found.text = new  # loses the bookmark
    else:
        found.paragraphs[0].runs[0].text = new


def after(d, words, text, style=None):
    p = find(d, words)
    new = copy.deepcopy(p._p)
    for mark in new.findall(qn("w:bookmarkStart")) + new.findall(qn("w:bookmarkEnd")):
        new.remove(mark)
    p._p.addnext(new)
    q = Paragraph(new, p._parent)
    for run in q.runs[1:]:
        run._r.getparent().remove(run._r)
    q.runs[0].text = text
    if style:
        q.style = next(s for s in d.styles if s.name.lower() == style)
    return q


def remove(d, words):
    p = find(d, words)._p
    p.getparent().remove(p)


def move(d, words, before):
    find(d, before)._p.addprevious(find(d, words)._p)


def split(d, words, at):
    p = find(d, words)
    text = p.text
    cut = text.index(at)
    new = after(d, words, text[cut:])
    p.runs[0].text = text[:cut]
    for run in p.runs[1:]:
        run._r.getparent().remove(run._r)
    return new


def join(d, words, more):
    p, q = find(d, words), find(d, more)
    for child in list(q._p):
        if child.tag != qn("w:pPr"):
            p._p.append(child)
    q._p.getparent().remove(q._p)


def bold(d, words, part):
    p = find(d, words)
    run = next(r for r in p.runs if part in r.text)
    before, behind = run.text.split(part, 1)
    rest = copy.deepcopy(run._r)
    strong = copy.deepcopy(run._r)
    run._r.addnext(rest)
    run._r.addnext(strong)
    run.text = before
    runs = {r._r: r for r in p.runs}
    runs[strong].text, runs[strong].bold = part, True
    runs[rest].text = behind


def row(d, words, remove_it=False):
    found = next(c for c in cells(d) if c.text.strip() == words)
    tr = found._tc.getparent()
    if remove_it:
        tr.getparent().remove(tr)
        return
    new = copy.deepcopy(tr)
    tr.addnext(new)
    for text in new.iter(qn("w:t")):
        text.text = "新" if text is next(new.iter(qn("w:t"))) else "1"


def comment(d, words):
    d.add_comment(runs=find(d, words).runs, text="请核实", author="李四", initials="L")


def without_source(d):
    for name, relation in list(d.part.rels.items()):
        if "customXml" in relation.reltype:
            del d.part.rels[name]


def tracked(d, words, old, new):
    """A word deleted and another put in, as Word tracks it, with something put in and taken out."""
    p = find(d, words)
    run = next(r for r in p.runs if old in r.text)
    before, behind = run.text.split(old, 1)

    def piece(text, kind=None):
        r = copy.deepcopy(run._r)
        t = r.find(qn("w:t"))
        t.text = text
        t.set(qn("xml:space"), "preserve")
        if kind == "del":
            t.tag = qn("w:delText")
        if kind:
            change = OxmlElement(f"w:{kind}")
            change.set(qn("w:id"), "900")
            change.set(qn("w:author"), "张三")
            change.append(r)
            return change
        return r

    passing = OxmlElement("w:ins")
    passing.set(qn("w:id"), "901")
    passing.set(qn("w:author"), "张三")
    passing.append(piece("来去", "del"))
    for new_piece in [piece(behind), passing, piece(new, "ins"), piece(old, "del"), piece(before)]:
        run._r.addnext(new_piece)
    run._r.getparent().remove(run._r)


def tracked_end(d, words):
    """The end of a paragraph deleted: it is joined with the next."""
    properties = find(d, words)._p.get_or_add_pPr()
    mark = OxmlElement("w:rPr")
    change = OxmlElement("w:del")
    change.set(qn("w:id"), "902")
    change.set(qn("w:author"), "张三")
    mark.append(change)
    properties.append(mark)


def tracked_move(d, words, before):
    """A paragraph moved, as Word tracks it."""
    p = find(d, words)._p
    new = copy.deepcopy(p)
    find(d, before)._p.addprevious(new)
    for paragraph, kind in [(p, "moveFrom"), (new, "moveTo")]:
        for run in paragraph.findall(qn("w:r")):
            change = OxmlElement(f"w:{kind}")
            change.set(qn("w:id"), "903")
            change.set(qn("w:author"), "张三")
            run.addprevious(change)
            change.append(run)
        mark = OxmlElement("w:rPr")
        change = OxmlElement(f"w:{kind}")
        change.set(qn("w:id"), "904")
        change.set(qn("w:author"), "张三")
        mark.append(change)
        paragraph.find(qn("w:pPr")).append(mark)
    for start in new.findall(qn("w:bookmarkStart")):
        start.set(qn("w:name"), start.get(qn("w:name")) + "_Copy_1")


def note(d, old, new):
    part = next(r.target_part for r in d.part.rels.values() if "footnotes" in r.reltype)
    part._blob = part.blob.decode().replace(old, new).encode()


def footnotes(d):
    return next(r.target_part for r in d.part.rels.values() if "footnotes" in r.reltype)


def note_new(d, words, text):
    """A footnote as Word makes it, behind all others: LibreOffice finds them by their order."""
    part = footnotes(d)
    note = (
        f'<w:footnote w:id="77"><w:p><w:r><w:footnoteRef/></w:r>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>"
    )
    part._blob = part.blob.decode().replace("</w:footnotes>", note + "</w:footnotes>").encode()
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "77")
    find(d, words).add_run()._r.append(reference)


def note_moved(d, words):
    """A footnote whose mark was cut and pasted into another paragraph."""
    reference = list(d.element.body.iter(qn("w:footnoteReference")))[-1]
    find(d, words)._p.append(reference.getparent())


def note_gone(d):
    """What Word leaves of a deleted footnote: neither its reference nor its text."""
    reference = next(d.element.body.iter(qn("w:footnoteReference")))
    key = reference.get(qn("w:id"))
    reference.getparent().getparent().remove(reference.getparent())
    part = footnotes(d)
    pattern = f'<w:footnote [^>]*w:id="{key}"(?:(?!</w:footnote>).)*</w:footnote>'
    part._blob = re.sub(pattern, "", part.blob.decode(), flags=re.S).encode()


def level(d, words, style):
    p = next(p for p in d.paragraphs if words in p.text and p.style.name.lower()[:3] == "hea")
    p.style = next(s for s in d.styles if s.name.lower() == style)


def received(d, numbers):
    """Numbers of the row of what was received, by their columns."""
    row = next(c for c in cells(d) if "本年新收" in c.text)._tc.getparent()
    texts = [t for t in row.iter(qn("w:t")) if t.text.isdigit()]
    for column, number in numbers.items():
        texts[column].text = number


def pasted(d, source, target):
    """A number cell pasted over another, its bookmark with it."""
    one = next(c for c in cells(d) if c.text.strip() == source)
    other = next(c for c in cells(d) if c.text.strip() == target)
    for child in list(other._tc.findall(qn("w:p"))):
        other._tc.remove(child)
    other._tc.append(copy.deepcopy(one._tc.find(qn("w:p"))))


def typed(d, old, new):
    """Words of a cell typed over, whatever runs they stand in."""
    paragraphs = (p for c in cells(d) for p in c.paragraphs)
    p = next(p for p in paragraphs if old in p.text)
    text = p.text.replace(old, new)
    for run in p.runs:
        run.text = "" if run._r is not p.runs[0]._r else text


EDITS = {
    "none": lambda d: None,
    "count": lambda d: cell(d, "3402", "3403"),
    "count-overtyped": lambda d: cell(d, "3402", "3403", whole=True),
    "count-full-width": lambda d: cell(d, "3402", "　３，４０３ "),
    "count-words": lambda d: cell(d, "3402", "约3403"),
    "count-zeros": lambda d: cell(d, "3402", "03402"),
    "count-decimal": lambda d: cell(d, "3402", "3402.5"),
    "count-negative": lambda d: cell(d, "3402", "-3"),
    "count-empty": lambda d: cell(d, "3402", ""),
    "count-slash": lambda d: cell(d, "3402", "/"),
    "amount": lambda d: cell(d, "59237.2449", "59237.24490"),
    "count-pasted": lambda d: pasted(d, "99", "3402"),
    "count-two": lambda d: next(c for c in cells(d) if c.text.strip() == "3402").add_paragraph("5"),
    "form-row-gone": lambda d: row(d, "行政许可", remove_it=True),
    "form-row-new": lambda d: (row(d, "行政许可"), cell(d, "3402", "3403")),
    "label": lambda d: (cell(d, "行政许可", "许可"), cell(d, "3402", "3403")),
    "words": lambda d: swap(d, "二是把重点亮出来", "招商引资", "项目引资"),
    "head-words": lambda d: swap(d, "一是把政策讲明白", "一是", "首先是"),
    "punctuation": lambda d: swap(d, "二是把重点亮出来", "亮出来。", "亮出来，"),
    "spaces": lambda d: swap(d, "二是把重点亮出来", "二是把", "二 是\u00a0把"),
    "markup": lambda d: swap(d, "二是把重点亮出来", "招商引资", "*招商*[引资]<b>_"),
    "rewritten": lambda d: [
        setattr(r, "text", "今年另有安排。" if i == 0 else "")
        for i, r in enumerate(find(d, "二是把重点亮出来").runs)
    ],
    "split": lambda d: split(d, "一是把政策讲明白", "市政府办公室"),
    "join": lambda d: join(d, "二是把重点亮出来", "三是把回应做在前"),
    "gone": lambda d: remove(d, "三是把回应做在前"),
    "moved": lambda d: move(d, "四是把底数理清楚", "一是把政策讲明白"),
    "new": lambda d: after(d, "三是把回应做在前", "# 另外，全年宣讲12场。"),
    "new-heading": lambda d: after(d, "三是把回应做在前", "新的一节", "heading 2"),
    "heading": lambda d: [
        setattr(p.runs[-1], "text", p.runs[-1].text.replace("依申请公开", "依申请办理"))
        for p in d.paragraphs
        if p.style.name.lower() == "heading 2" and "依申请公开" in p.text
    ],
    "title": lambda d: setattr(d.paragraphs[0].runs[0], "text", "年报"),
    "signature": lambda d: setattr(d.paragraphs[-1].runs[-1], "text", "2024年2月1日"),
    "preface": lambda d: swap(d, "本报告按照", "本报告按照", "本年度报告按照"),
    "beside-table": lambda d: d.tables[0]._tbl.addnext(
        copy.deepcopy(after(d, "三是把回应做在前", "以上为全年数。")._p)
    )
    or remove(d, "以上为全年数。"),
    "bold": lambda d: bold(d, "二是把重点亮出来", "招商引资"),
    "comment": lambda d: comment(d, "二是把重点亮出来"),
    "heading-lower": lambda d: level(d, "监督保障", "heading 3"),
    "typed-number": lambda d: after(d, "三是把回应做在前", "1. 办理时限缩短三成。"),
    "no-source": without_source,
    "look": lambda d: setattr(find(d, "二是把重点亮出来").runs[0].font, "size", 200000),
    "tracked": lambda d: tracked(d, "二是把重点亮出来", "招商引资", "项目引资"),
    "tracked-end": lambda d: tracked_end(d, "二是把重点亮出来"),
    "tracked-move": lambda d: tracked_move(d, "四是把底数理清楚", "一是把政策讲明白"),
    "untracked": lambda d: (
        tracked(d, "二是把重点亮出来", "招商引资", "项目引资"),
        swap(d, "四是把底数理清楚", "便于查考", "便于查找"),
    ),
    # markdown-2022
    "bound": lambda d: swap(d, "全年新收政府信息公开申请", "485件", "486件"),
    "bound-around": lambda d: swap(d, "全年新收政府信息公开申请", "申请485件", "申请表485份"),
    "bound-gone": lambda d: swap(d, "全年新收", "全年新收政府信息公开申请485件，", ""),
    "bound-cell": lambda d: cell(d, "96171.60", "96171.61"),
    "bound-both": lambda d: (cell(d, "96171.60", "96171.61"), swap(d, "收取行政", "96171.60", "96171.61")),
    "bound-copied": lambda d: find(d, "全年新收")._p.addnext(
        copy.deepcopy(find(d, "全年新收")._p)
    ),
    "item": lambda d: swap(d, "部分公开28件", "28件", "29件"),
    "item-new": lambda d: after(d, "予以公开70件", "延期答复5件；"),
    "item-gone": lambda d: remove(d, "部分公开28件"),
    "break": lambda d: next(
        find(d, "青禾市政务服务中心一楼")._p.iter(qn("w:br"))
    ).getparent().clear_content(),
    "cell-words": lambda d: next(
        r for c in cells(d) for p in c.paragraphs for r in p.runs if "第一平台" in r.text
    ).__setattr__("text", "首要平台"),
    "cell-row-gone": lambda d: row(d, "门户网站", remove_it=True),
    "note": lambda d: note(d, "有效问卷1200份", "有效问卷1300份"),
    "note-new": lambda d: note_new(d, "一年来，工作中还有一些不足", "含网上申请。"),
    "note-gone": note_gone,
    "note-moved": lambda d: note_moved(d, "特殊符号的显示"),
    "note-in-new": lambda d: note_moved(d, after(d, "特殊符号的显示", "新的一段。") and "新的一段。"),
    "note-new-in-new": lambda d: note_new(
        d, after(d, "一年来，工作中还有", "新的一段。") and "新的一段。", "含网上申请。"
    ),
    "caption": lambda d: swap(d, "各渠道发布政府信息数量", "信息数量", "信息的数量"),
    "heading-higher": lambda d: level(d, "行政执法和收费", "heading 2"),
    "total": lambda d: cell(d, "485", "486"),
    "total-and-term": lambda d: (cell(d, "210", "211"), cell(d, "485", "486")),
    # points-2030
    "points": lambda d: [
        typed(d, old, new)
        for old, new in [
            ("云岭社区便民", "南岭社区便民"),
            ("5月6日", "5月16日"),
            ("■社区　□村", "□社区　■村"),
            ("□无障碍通道", "■无障碍通道"),
            ("-12件", "-13 件"),
            ("0.50℃", "0.55℃"),
            ("■是　□否", "□是　■否"),
            ("1204个", "0个"),
            ("林小满", "林大满"),
        ]
    ],
    "points-blank": lambda d: typed(d, "云岭办事", ""),
    "points-label": lambda d: typed(d, "关注数：", "粉丝："),
    "points-wrong": lambda d: [
        typed(d, old, new)
        for old, new in [("5月6日", "5月36日"), ("■社区", "■街道"), ("1280.50元", "约1280元")]
    ],
    # all-zero-2024
    "shorthand": lambda d: received(d, {0: "1", 6: "1"}),
    "link": lambda d: [
        setattr(r, "_target", "http://www.qinghe.example/new/")
        for r in d.part.rels.values()
        if r.is_external and "pingyi" not in r._target and r._target.endswith("zfxxgk/")
    ],
}


def like_wps(path):
    """What WPS does to a file: ids of styles are numbers, runs are cut, attributes are added."""
    random.seed(1)
    with zipfile.ZipFile(path) as old:
        parts = {entry.filename: old.read(entry) for entry in old.infolist()}
    styles = parts["word/styles.xml"].decode()
    ids = {name: str(at + 1) for at, name in enumerate(re.findall('w:styleId="([^"]+)"', styles))}

    def rename(text):
        kinds = "styleId|pStyle w:val|rStyle w:val|basedOn w:val|next w:val|link w:val"
        pattern = f'(w:(?:{kinds})=")([^"]+)"'
        return re.sub(pattern, lambda m: m[1] + ids.get(m[2], m[2]) + '"', text)

    def cut(match):
        head, text, tail = match.groups()
        if len(text) < 4 or "&" in text:
            return match[0]
        at = random.randrange(1, len(text))
        run = '{}<w:t xml:space="preserve">{}</w:t></w:r>'
        proof = '<w:proofErr w:type="spellStart"/>'
        return run.format(head, text[:at]) + proof + run.format(head, text[at:])

    body = rename(parts["word/document.xml"].decode())
    run = r"(<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?)<w:t[^>]*>([^<]*)</w:t>(</w:r>)"
    body = re.sub(run, cut, body)
    body = re.sub("<w:p>", '<w:p w:rsidR="00AB12CD">', body)
    parts["word/document.xml"] = body.encode()
    parts["word/styles.xml"] = rename(styles).encode()
    for name in ["word/footnotes.xml", "word/numbering.xml"]:
        if name in parts:
            parts[name] = rename(parts[name].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)


def main(source, folder, *edits):
    for edit in edits:
        name, _, wps = edit.partition("@")
        document = docx.Document(source)
        EDITS[name](document)
        path = Path(folder) / f"{edit}.docx"
        document.save(path)
        if wps:
            like_wps(path)
    print("[]")


main(*sys.argv[1:])

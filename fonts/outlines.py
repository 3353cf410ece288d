"""Outlines drawn again with fewer points.

Fandol's outlines are traced: an edge that one curve could draw is a dozen short ones. Here every stretch between two
corners becomes the fewest quadratic splines, those of TrueType, that stay within a tolerance of it. A PDF embeds the
outlines of each report's characters, so that points that nobody sees cost time and space in every file.

The arithmetic is that of IEEE 754 one operation at a time, and sums are exact (fsum): every machine gives the same.
"""
import cmath, math

import numpy as np

STEP = 8       # units between two samples of an outline
LEAST = 4      # samples of a piece at least, of a hook four times as many
CORNER = 20    # degrees; where an outline turns by more, there is a corner, and it stays where it is
HOOK = 75      # degrees; a piece that turns by more needs a closer look
CONTROLS = 3   # off-curve points of a spline at most
ROUNDS = 3     # of moving a sample to where its spline is nearest


def redraw(recording, tolerance):
    """The value of a RecordingPen, drawn again as another; `tolerance` in units of the em."""
    drawn = []
    for pieces in contours(recording):
        turns = [turn(pieces[i - 1], piece) for i, piece in enumerate(pieces)]
        corners = [i for i, t in enumerate(turns) if t > CORNER] or [turns.index(max(turns))]
        start = corners[0]
        pieces = pieces[start:] + pieces[:start]
        drawn.append(("moveTo", (point(pieces[0][0]),)))
        for a, b in zip(corners, corners[1:] + [start + len(pieces)]):
            for controls, end in stretch(pieces[a - start:b - start], tolerance):
                drawn.append(("qCurveTo" if controls else "lineTo", (*map(point, controls), point(end))))
        drawn.append(("closePath", ()))
    return drawn


def contours(recording):
    """Each contour as its pieces: two points a line, four a cubic curve, as complex numbers."""
    for operator, points in recording:
        points = [complex(*p) for p in points]
        if operator == "moveTo":
            start, pieces = points[0], []
        elif operator in ("lineTo", "curveTo"):
            pieces.append([pieces[-1][-1] if pieces else start, *points])
        else:
            pieces.append([pieces[-1][-1] if pieces else start, start])
            pieces = [p for p in pieces if any(q != p[0] for q in p)]
            if pieces:
                yield pieces


def point(z):
    return round(z.real), round(z.imag)


def direction(points):
    """From the first point to the next that is elsewhere."""
    return next(p for p in points if p != points[0]) - points[0]


def turn(before, after):
    """Degrees by which the outline turns from one piece to the next."""
    return abs(math.degrees(cmath.phase(direction(after) / -direction(before[::-1]))))


def stretch(pieces, tolerance):
    """The fewest splines for pieces without a corner between them, each with its off-curve points and its end."""
    samples, knots = [pieces[0][0]], [0]
    for piece in pieces:
        first, new = len(samples) - 1, sampled(piece)
        samples += new
        knots += [first + len(new) * quarter // 4 for quarter in (1, 2, 3)] if len(new) >= 2 * LEAST else []
        knots.append(first + len(new))
    for knot in knots:
        samples[knot] = complex(*point(samples[knot]))  # where a spline may end is a point of the grid
    samples = np.array(samples)
    # The cheapest way to each knot: points, and at equal points the closer drawing.
    best = [(0, 0, [])] + [(math.inf, 0, [])] * (len(knots) - 1)
    for i, first in enumerate(knots[:-1]):
        for j in range(i + 1, len(knots)):
            found = spline(samples[first:knots[j] + 1], tolerance)
            if found is None:
                break
            controls, error = found
            cost = best[i][0] + 1 + len(controls) + 0.3 * error / tolerance
            best[j] = min(best[j], (cost, i, controls), key=lambda way: way[0])
    way, j = [], len(knots) - 1
    while j > 0:
        cost, i, controls = best[j]
        assert cost < math.inf, "a quarter of a curve is a spline"
        way.append((controls, complex(samples[knots[j]])))
        j = i
    return way[::-1]


def sampled(piece):
    """Places along a piece, without its beginning."""
    legs = [b - a for a, b in zip(piece, piece[1:]) if a != b]
    is_hook = sum(abs(cmath.phase(b / a)) for a, b in zip(legs, legs[1:])) > math.radians(HOOK)
    count = max(4 * LEAST if is_hook else LEAST, round(sum(map(abs, legs)) / STEP))
    if len(piece) == 2:
        a, b = piece
        return [a + (b - a) * i / count for i in range(1, count)] + [b]
    a, b, c, d = piece
    times = [i / count for i in range(1, count)]
    return [(1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t ** 3 * d for t in times] + [d]


def spline(samples, tolerance):
    """The off-curve points, on the grid, of the shortest spline that stays within the tolerance, and how far off it is."""
    a, b = complex(samples[0]), complex(samples[-1])
    x, y = samples.real[1:-1], samples.imag[1:-1]
    chord = b - a
    if chord:
        share = ((x - a.real) * chord.real + (y - a.imag) * chord.imag) / (chord.real ** 2 + chord.imag ** 2)
        share = np.clip(share, 0, 1)
        error = farthest(x - (a.real + share * chord.real), y - (a.imag + share * chord.imag))
        if error <= tolerance:
            return [], error
    steps = np.sqrt(np.diff(samples.real) ** 2 + np.diff(samples.imag) ** 2)
    along = np.cumsum(steps)
    along = along[:-1] / along[-1]
    for count in range(1, CONTROLS + 1):
        t = along
        for _ in range(ROUNDS):
            weights, slopes = basis(t, count)
            px = solved(weights, x - weights[0] * a.real - weights[-1] * b.real)
            py = solved(weights, y - weights[0] * a.imag - weights[-1] * b.imag)
            if px is None or py is None:
                break
            px, py = [a.real, *map(round, px), b.real], [a.imag, *map(round, py), b.imag]
            off_x, off_y = x - blend(weights, px), y - blend(weights, py)
            error = farthest(off_x, off_y)
            if error <= tolerance:
                return [complex(*p) for p in zip(px, py)][1:-1], error
            if error > 8 * tolerance:
                break
            dx, dy = blend(slopes, px), blend(slopes, py)
            t = np.clip(t + (off_x * dx + off_y * dy) / np.maximum(dx * dx + dy * dy, 1e-9), 0, 1)
    return None


def farthest(x, y):
    return math.sqrt((x * x + y * y).max())


def blend(weights, values):
    total = weights[0] * values[0]
    for w, v in zip(weights[1:], values[1:]):
        total = total + w * v
    return total


def basis(t, count):
    """What a spline's beginning, each of its off-curve points and its end weigh at `t`, and the slopes of these.

    Between two off-curve points TrueType implies an on-curve one, half-way.
    """
    scaled = t * count
    which = np.minimum(scaled.astype(int), count - 1)
    v = scaled - which
    parts = ((1 - v) * (1 - v), 2 * v * (1 - v), v * v), (2 * v - 2, 2 - 4 * v, 2 * v)
    weights, slopes = [[np.zeros(len(t)) for _ in range(count + 2)] for _ in range(2)]
    for into, (before, middle, after) in zip((weights, slopes), parts):
        for k in range(count):
            here = which == k
            head, tail = (1 if k == 0 else 0.5), (1 if k == count - 1 else 0.5)
            into[k] += here * before * head
            into[k + 1] += here * (middle + before * (1 - head) + after * (1 - tail))
            into[k + 2] += here * after * tail
    return weights, slopes


def solved(weights, wanted):
    """Values of the off-curve points that give `wanted` with the least squares of differences; none where they are not settled."""
    inner = weights[1:-1]
    rows = [[math.fsum((w * v).tolist()) for v in inner] + [math.fsum((w * wanted).tolist())] for w in inner]
    for i in range(len(rows)):  # elimination; the matrix is symmetric and positive
        if rows[i][i] < 1e-9:
            return None
        for j in range(len(rows)):
            if j != i:
                factor = rows[j][i] / rows[i][i]
                rows[j] = [q - factor * p for p, q in zip(rows[i], rows[j])]
    return [row[-1] / row[i] for i, row in enumerate(rows)]

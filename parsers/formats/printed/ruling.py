"""Ruling lines → tables: which cells they draw, merged ones found where a line is left out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.formats.printed.marks import Rule

_NEAR = 3.0  # points within which lines are meant to meet, or to be one
_COVERED = 0.6  # share of a cell's side that a line must cover to close it
_LEAST = 4.0  # points: shorter lines are part of a letter or a box to tick
MOST_RULES = 20_000
MOST_SQUARES = 200_000  # of the finest grid of one table


@dataclass(frozen=True, slots=True)
class Area:
    """A cell: its place in the grid (from 1), how far it reaches, and where it lies on the page."""

    row: int
    col: int
    down: int
    across: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table as its lines draw it."""

    columns: tuple[float, ...]  # edges
    rows: tuple[float, ...]
    areas: tuple[Area, ...]

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.rows[0]

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.rows[-1]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the table."""
        near = _NEAR / 2
        return (
            self.columns[0] - near <= x <= self.columns[-1] + near
            and self.rows[0] - near <= y <= self.rows[-1] + near
        )

    @property
    def size(self) -> float:
        """Its surface."""
        return (self.columns[-1] - self.columns[0]) * (self.rows[-1] - self.rows[0])


def find_tables(rules: Sequence[Rule]) -> list[RuledTable]:
    """Return the tables that the lines draw, from top to bottom; a mere frame is none."""
    joined = joined_rules(rules[:MOST_RULES])
    tables = [table for group in _connected(joined) if (table := _table(group)) is not None]
    return sorted(tables, key=lambda table: (table.top, table.columns[0]))


def joined_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Return lines with those in one another's continuation made one, short remains left out."""
    done: list[Rule] = []
    for across in (True, False):
        lanes: list[list[Rule]] = []
        for rule in sorted((r for r in rules if r.across == across), key=lambda r: r.at):
            if lanes and rule.at - lanes[-1][0].at <= _NEAR / 2:
                lanes[-1].append(rule)
            else:
                lanes.append([rule])
        for lane in lanes:
            at = sum(rule.at for rule in lane) / len(lane)
            start = end = None
            for rule in sorted(lane, key=lambda r: r.start):
                if start is None or end is None or rule.start > end + _NEAR:
                    if start is not None and end is not None:
                        done.append(Rule(across, at, start, end))
                    start, end = rule.start, rule.end
                else:
                    end = max(end, rule.end)
            if start is not None and end is not None:
                done.append(Rule(across, at, start, end))
    return [rule for rule in done if rule.end - rule.start >= _LEAST]


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return groups of lines that meet or cross."""
    parents = list(range(len(rules)))

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    down = sorted((i for i, rule in enumerate(rules) if not rule.across), key=lambda i: rules[i].at)
    places = [rules[i].at for i in down]
    for i, rule in enumerate(rules):
        if not rule.across:
            continue
        first, last = bisect_left(places, rule.start - _NEAR), bisect_right(places, rule.end + _NEAR)
        for j in down[first:last]:
            if rules[j].start - _NEAR <= rule.at <= rules[j].end + _NEAR:
                parents[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate(rules):
        groups.setdefault(root(i), []).append(rule)
    return list(groups.values())


def _table(group: Sequence[Rule]) -> RuledTable | None:
    across = [rule for rule in group if rule.across]
    down = [rule for rule in group if not rule.across]
    if len(across) < 2 or not down:
        return None
    # Sides left open are closed where the other lines end.
    columns = _edges([r.at for r in down], [r.start for r in across] + [r.end for r in across])
    rows = _edges([r.at for r in across], [r.start for r in down] + [r.end for r in down])
    width, height = len(columns) - 1, len(rows) - 1
    if width < 1 or height < 1 or width * height < 2 or width * height > MOST_SQUARES:
        return None
    areas = _areas(columns, rows, across, down)
    return RuledTable(tuple(columns), tuple(rows), tuple(areas)) if len(areas) > 1 else None


def _edges(places: Sequence[float], ends: Sequence[float]) -> list[float]:
    """Return the distinct places of lines, and the outermost ends of the crossing ones where these stick out far."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    if ends and min(ends) < edges[0] - 4 * _NEAR:
        edges.insert(0, min(ends))
    if ends and max(ends) > edges[-1] + 4 * _NEAR:
        edges.append(max(ends))
    return edges


def _areas(
    columns: Sequence[float], rows: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]
) -> list[Area]:
    """Return the cells: squares of the finest grid, joined where no line parts them."""
    width, height = len(columns) - 1, len(rows) - 1
    right = _closed(columns, rows, down)  # right[c][r]: a line stands at edge c beside row r
    below = _closed(rows, columns, across)
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    areas: list[Area] = []
    for r in range(height):
        for c in range(width):
            if (r, c) in owner:
                continue
            reach = c
            while reach + 1 < width and (r, reach + 1) not in owner and not right[reach + 1][r]:
                reach += 1
            deep = r
            while deep + 1 < height and all(
                not below[deep + 1][k] and (deep + 1, k) not in owner for k in range(c, reach + 1)
            ):
                if any(right[k + 1][deep + 1] for k in range(c, reach)):
                    break
                deep += 1
            for y in range(r, deep + 1):
                for x in range(c, reach + 1):
                    owner[y, x] = (r, c)
            areas.append(
                Area(
                    r + 1,
                    c + 1,
                    deep - r + 1,
                    reach - c + 1,
                    columns[c],
                    rows[r],
                    columns[reach + 1],
                    rows[deep + 1],
                )
            )
    return areas


def _closed(edges: Sequence[float], others: Sequence[float], rules: Sequence[Rule]) -> list[list[bool]]:
    """Return for each edge, and each stretch between two of the others, whether a line closes it."""
    covered = [[0.0] * (len(others) - 1) for _ in edges]
    for rule in rules:
        edge = min(range(len(edges)), key=lambda i: abs(edges[i] - rule.at))
        if abs(edges[edge] - rule.at) > _NEAR:
            continue
        first = max(0, bisect_right(others, rule.start) - 1)
        for k in range(first, len(others) - 1):
            if others[k] >= rule.end:
                break
            covered[edge][k] += max(0.0, min(rule.end, others[k + 1]) - max(rule.start, others[k]))
    return [
        [part >= _COVERED * (others[k + 1] - others[k]) for k, part in enumerate(stretch)]
        for stretch in covered
    ]

"""How figures are written."""

import math


def number(value: float | None) -> str:
    if value is None:
        return ""
    digits = max(0, 1 - math.floor(math.log10(max(value, 0.0001))))
    return f"{value:,.{digits}f}"


def table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * 2 + ["--:"] * (len(heads) - 2), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def ratio(own: float | None, peers: list[float]) -> str:
    return f"{number(min(peers) / own)}×" if own and peers else ""


def growth(values: list[float | None], sizes: list[int]) -> str:
    known = [(value, quotes) for value, quotes in zip(values, sizes) if value]
    if len(known) < 2:
        return ""
    (first, small), (last, large) = known[0], known[-1]
    exponent = math.log(last / first) / math.log(large / small)
    if exponent > 1.15:
        return f"**faster than linearly: n^{exponent:.2f}**"
    return f"{'constant' if exponent < 0.2 else 'less' if exponent < 0.85 else 'linear'} (n^{exponent:.2f})"

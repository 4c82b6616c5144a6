# SPDX-License-Identifier: BSD-2-Clause
"""A bar chart as SVG, without any library."""

from xml.sax.saxutils import escape

ROW, LEFT, WIDTH, PAD = 30, 400, 460, 90


def bars(title, rows):
    """rows: (label, value, ours). Values are drawn to one linear scale; ours are filled, others' are lighter."""
    largest = max(value for _, value, _ in rows)
    height = 60 + ROW * len(rows)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + PAD}" height="{height}" '
           'font-family="sans-serif" font-size="13">',
           f'<rect width="100%" height="100%" fill="white"/><text x="16" y="28" font-size="16">{escape(title)}</text>']
    for number, (label, value, ours) in enumerate(rows):
        y = 48 + ROW * number
        length = max(1.0, WIDTH * value / largest)
        colour = "#2a6f97" if ours else "#c9c9c9"
        out.append(f'<text x="{LEFT - 10}" y="{y + 15}" text-anchor="end">{escape(label)}</text>'
                   f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="20" fill="{colour}"/>'
                   f'<text x="{LEFT + length + 6:.1f}" y="{y + 15}">{value:,}</text>')
    out.append("</svg>\n")
    return "\n".join(out)

"""Square codes (QR) as vector graphics."""

import qrcode


def squares(text: str) -> tuple[str, int]:
    """The dark squares of a code as the path of an SVG, and how many squares a side has."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    return "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark), len(rows)


def as_svg(text: str) -> str:
    """A whole SVG document: black on white, whatever the page's colours are."""
    path, side = squares(text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )

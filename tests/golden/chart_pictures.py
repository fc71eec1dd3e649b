"""Charts as small pictures: ``python -m tests.golden.chart_pictures`` draws the agreed ones anew.

Typst, which makes the PDFs of the reports, turns the drawing into pixels; no program of the
system is asked. Look at what changed before committing it.
"""

from io import BytesIO
from pathlib import Path

import typst
from PIL import Image, ImageChops, ImageFilter

from cchc_lib.present.charts import Chart
from tests.golden.chart_cases import CHARTS

AGREED = Path(__file__).parent / "charts"
TOLERANCE = 25
"""The largest difference of any spot of two pictures that is still the same, of 255."""
_SPOT = 1.5
_DOTS_PER_INCH = 72.0
_SHEET = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg")"""


def picture(chart: Chart, finer: int = 3) -> Image.Image:
    """Return a chart in pixels, each the mean of ``finer`` times ``finer`` drawn ones."""
    compiler = typst.Compiler(_SHEET, sys_inputs={"drawing": chart.svg.markup})
    content = compiler.compile(format="png", ppi=_DOTS_PER_INCH * finer)
    assert isinstance(content, bytes)
    drawn = Image.open(BytesIO(content)).convert("RGB")
    size = round(drawn.width / finer), round(drawn.height / finer)
    return drawn.resize(size, Image.Resampling.BOX)


def agreed_picture(name: str) -> Image.Image:
    """Return the agreed picture of a kind of chart."""
    return Image.open(AGREED / f"{name}.png").convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> int:
    """Return how much two pictures differ where they differ most, from 0 to 255.

    Both are blurred first: edges that fall between pixels in another way do not count, what is
    as large as a digit does.
    """
    if one.size != other.size:
        return 255
    blurred = (image.filter(ImageFilter.GaussianBlur(_SPOT)) for image in (one, other))
    return max(high for _, high in ImageChops.difference(*blurred).getextrema())


def renew() -> None:
    """Draw every agreed picture anew."""
    AGREED.mkdir(exist_ok=True)
    for name, (draw, _) in CHARTS.items():
        picture(draw()).save(AGREED / f"{name}.png", optimize=True)


if __name__ == "__main__":
    renew()

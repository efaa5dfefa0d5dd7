"""Drawings (SVG) as pixels.

They come from elsewhere, and the renderer ends the process when a drawing asks for more memory than there is. So each
is drawn by a process of its own, which may take little time and memory.
"""

import subprocess
import sys
from codecs import BOM_UTF8
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import parse

# The longer side of the picture in pixels: as large as any variation that is made of it.
SIDE = 1440
# An SVG begins with at most so many bytes of comments and declarations.
_HEAD = 4096
_SECONDS = 20
_BYTES = 2 * 1024**3
_DRAW = f"""
import contextlib, sys
with contextlib.suppress(ImportError, OSError, ValueError):  # not every system can limit it
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({_BYTES}, {_BYTES}))
import resvg_py
sys.stdout.buffer.write(resvg_py.svg_to_bytes(svg_string=sys.stdin.read(), width={SIDE}, height={SIDE}))
"""


class NotDrawable(ValueError):
    """An SVG that cannot be drawn, or must not be."""


def is_svg(content: bytes) -> bool:
    return content.removeprefix(BOM_UTF8).lstrip().startswith(b"<") and b"<svg" in content[:_HEAD]


def as_png(content: bytes) -> bytes:
    """Return the drawing as a PNG, as large as fits into a square of SIDE. Raises NotDrawable."""
    try:
        text = content.decode("utf-8-sig")
        for element in parse(BytesIO(content)).iter():
            _check(element)
        drawn = subprocess.run(
            [sys.executable, "-I", "-c", _DRAW], input=text.encode(), capture_output=True, timeout=_SECONDS, check=True
        )
    except (UnicodeDecodeError, ParseError, DefusedXmlException) as error:
        raise NotDrawable(f"no SVG: {error}") from error
    except subprocess.TimeoutExpired as error:
        raise NotDrawable(f"drawing it takes longer than {_SECONDS} seconds") from error
    except subprocess.CalledProcessError as error:
        lines = error.stderr.decode("utf-8", "replace").strip().splitlines() or ["killed"]
        raise NotDrawable(f"it cannot be drawn: {lines[-1][:200]}") from error
    return drawn.stdout


def _check(element: Element) -> None:
    """A drawing may show what it holds itself, and not files of this machine."""
    if element.tag.rpartition("}")[2] not in ("image", "feImage", "use"):
        return
    for name, value in element.attrib.items():
        if name.rpartition("}")[2] == "href" and not value.strip().startswith(("#", "data:")):
            raise NotDrawable(f"it refers to {value[:100]}")

"""Archives whose bytes do not know when they were made, so that equal content gives equal files."""

from __future__ import annotations

import io
import zipfile

# In an archive a file has some time.
MADE = (2000, 1, 1, 0, 0, 0)


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Files by their names as one archive, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files.items():
            about = zipfile.ZipInfo(name, MADE)
            about.compress_type = compression
            archive.writestr(about, content)
    return out.getvalue()


def without_clock(raw: bytes) -> bytes:
    """An archive packed anew: Word and PowerPoint files are written with the time of the day."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()})

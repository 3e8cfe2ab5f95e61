"""What is attached to a proposal: looked at by its bytes, kept in the store, never in a folder that is served."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from atlas.faults import FaultError
from data.limits import DOCUMENT_BYTES

# How files of the kinds that offices attach begin.
KINDS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
LONGEST = 120


@dataclass(frozen=True)
class Document:
    """A file of a kind that is taken.  kind  pdf, png, jpg"""

    name: str
    kind: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """Hash of the content, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def taken(name: str, content: bytes) -> Document:
    """A file as a document. Raises FaultError for one that is too large, or none of the kinds by its first bytes."""
    if len(content) > DOCUMENT_BYTES.most:
        raise FaultError(DOCUMENT_BYTES.sentence, file=name, most=DOCUMENT_BYTES.told)
    kind = next((kind for kind, begin in KINDS.items() if content.startswith(begin)), None)
    if kind is None:
        raise FaultError("{file}: expected a PDF, a PNG or a JPEG picture", file=name)
    plain = "".join(sign for sign in PurePosixPath(name.replace("\\", "/")).name if sign.isprintable())
    stem = plain.rsplit(".", 1)[0].strip()[:LONGEST] or "document"
    return Document(f"{stem}.{kind}", kind, content)

"""A table of demand as Parquet bytes, with what is said of it in the file's own metadata."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

ABOUT = b"guangdong-ip-atlas"


def demand_parquet(columns: Mapping[str, Any], about: Mapping[str, str]) -> bytes:
    """The bytes of a file. columns  of one length;  about  where it is from, as text by name"""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    table = pa.table({name: pa.array(each) for name, each in columns.items()})
    table = table.replace_schema_metadata({ABOUT: json.dumps(dict(about), ensure_ascii=False).encode()})
    packed = io.BytesIO()
    parquet.write_table(table, packed, compression="zstd")
    return packed.getvalue()

"""A provider of logins beside the atlas, and the people whom it knows, as an office has them."""

from __future__ import annotations

import logging
import secrets
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PEOPLE = {"editor": "汕头编辑", "reviewer": "省级审核员"}


@dataclass(frozen=True)
class Provider:
    """url  by which the atlas and the browsers reach it"""

    url: str

    def subject(self, person: str) -> str:
        """How the store knows somebody who has logged in."""
        return f"{self.url} {person}"


@contextmanager
def provider(atlas: str, home: Path) -> Iterator[Provider]:
    """One that runs until the end of the block; `home` gets the secrets of an atlas that is reached at `atlas`."""
    # It tells each request on the error stream.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    # Its own, about what it is built on; it has them shown whatever we say.
    with warnings.catch_warnings(record=True):
        from oidc_provider_mock import User, run_server_in_thread  # noqa: PLC0415

        with run_server_in_thread(user_claims=[User(sub=sub, claims={"name": PEOPLE[sub]}) for sub in PEOPLE]) as it:
            found = Provider(f"http://localhost:{it.server_port}")
            file = home / ".streamlit" / "secrets.toml"
            file.parent.mkdir()
            file.touch(mode=0o600)
            file.write_text(
                f'[auth]\nredirect_uri = "{atlas}/oauth2callback"\ncookie_secret = "{secrets.token_hex(32)}"\n'
                f'client_id = "atlas"\nclient_secret = "{secrets.token_hex(16)}"\n'
                f'server_metadata_url = "{found.url}/.well-known/openid-configuration"\n',
                encoding="utf-8",
            )
            yield found

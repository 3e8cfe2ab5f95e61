"""Who is at the other end: by the login where a provider is configured, else the person at the keyboard or a stranger.

A login says only who somebody is. What they may do stands in the store, and is looked up at every write anew.
"""

from __future__ import annotations

import time

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from atlas.corrections.accounts import known
from atlas.corrections.roles import AT_THE_KEYBOARD, STRANGER, Who
from data.store.place import StoreError
from ui.corrected import CORRECTED
from ui.door.judge import Hosts, bracketed, place
from ui.settings import read_settings

# What a server in front of this one adds: then the machine next to us is not where the reader sits.
PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via")


def has_login() -> bool:
    """Whether a provider is configured ([auth] of .streamlit/secrets.toml)."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def who() -> Who:
    """The reader, with the role that the store gives them now; a stranger once the login has expired."""
    if not has_login():
        return AT_THE_KEYBOARD if _only_this_machine() else STRANGER
    if not st.user.is_logged_in:
        return STRANGER
    told = st.user.to_dict()
    expires = told.get("exp")
    if not isinstance(expires, int | float) or expires < time.time():
        # Streamlit's cookie outlives what the provider has vouched for.
        return STRANGER
    found = Who(f"{told.get('iss', '')} {told.get('sub', '')}", name=str(told.get("name") or told.get("email") or ""))
    try:
        store = CORRECTED.store()
        return known(store, found) if store is not None else found
    except StoreError:
        return found


def _only_this_machine() -> bool:
    """Whether nobody but the person at this machine can have sent this: it listens to loopback, under no other name,
    and nothing in front of it passes on what others ask.
    """
    address = str(st.get_option("server.address") or "")
    host = place(st.context.headers.get("Host") or "")
    passed_on = any(st.context.headers.get(each) for each in PASSED_ON)
    listens = place(bracketed(address))
    alone = listens is not None and listens in Hosts() and host is not None and host in Hosts()
    return alone and not passed_on and not read_settings().host_names

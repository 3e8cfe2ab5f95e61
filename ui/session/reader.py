"""Who reads: what tells one session from another, and whether it is still there."""

from __future__ import annotations

from collections.abc import Callable

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx


def session_id() -> str:
    """What tells this session from every other; "" where no page runs."""
    context = get_script_run_ctx(suppress_warning=True)
    return "" if context is None else context.session_id


def still_there() -> Callable[[], bool]:
    """Says of this session, at any time and from any thread, whether its page is still open."""
    mine = session_id()

    def there() -> bool:
        return not runtime.exists() or runtime.get_instance().is_active_session(mine)

    return there

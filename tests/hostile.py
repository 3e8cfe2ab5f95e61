"""Forty names that try to be something else: markup, template literals, Markdown, formulas, control characters."""

from __future__ import annotations

MARK = "window.__pwned=1"
NAMES: tuple[str, ...] = (
    f"<script>{MARK}</script>", f"</script><script>{MARK}</script>", f'"><img src=x onerror={MARK}>', f"'><svg onload={MARK}>", f"<img src=x onerror={MARK}>",
    f"`+({MARK})+`", f"${{{MARK}}}", f"`${{{MARK}}}`", f"\\`${{{MARK}}}", f"\\\\${{{MARK}}}", f"');{MARK};//", f'");{MARK};//', f"\\');{MARK};//", f"\u2028{MARK}",
    f"-->{MARK}<!--", "<!--", "]]>", "</textarea>", "</title><b>x</b>", "</style><b>x</b>", f"javascript:{MARK}", f"[a](javascript:{MARK})", f"![a](x){{onerror={MARK}}}",
    "**bold** _it_ ~~s~~", "# heading", "> quote", "- item", "$x^2$", ":red[x] :material/home:", "| a | b |", "<b>bold</b>", "&lt;b&gt;", "&amp;", "{{ 7*7 }}", "{% raw %}",
    "=1+1", "@cmd", "中心\u202e反转", "a\u0000b\tc", "名\n称",
)  # fmt: skip
assert len(NAMES) == 40

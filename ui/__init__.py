"""Streamlit, thin: pages, state in the URL, the one map beside the pages."""

"""The door: everything that comes from outside is judged, bounded and answered here before Streamlit sees it."""

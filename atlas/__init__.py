"""What is asked of the atlas, and what it answers: the same for page, link, file and command line. No Streamlit."""

"""What people propose, approve and publish: one embedded SQLite file, or PostgreSQL. Who may do what is not decided
here (atlas.corrections); here nothing acknowledged is lost, and nothing is half done.

SQLAlchemy and Alembic cost a verb half a second of start: whoever needs the store imports it inside the function.
"""

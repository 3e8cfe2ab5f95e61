"""`make cluster-demo`: nginx, two processes, PostgreSQL, a login and Dask on loopback, and a walk through it."""

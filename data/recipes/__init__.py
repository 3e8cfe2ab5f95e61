"""How the derived datasets are made: one module a dataset, each with a pure `build()`; `make data` runs them."""

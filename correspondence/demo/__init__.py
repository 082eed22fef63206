"""An office to try the product with: one real letter of 29 November 2023, and invented ones around today.

Everything is made by the actions a person uses. Stands above every other package and may import any;
nothing imports it but the command `load_demo`. What it says lies in `data/`.
"""

"""How fast the product is: a generator of large records, and scripts that time it against a bare floor."""

"""The admin, staff's desk for data entry: one module a domain package, listed in `modules`."""

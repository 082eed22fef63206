"""13 Dec 2023, everywhere: the same in lists, forms and history as on the pages."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j M Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j M Y, g:i a"
YEAR_MONTH_FORMAT = "M Y"
MONTH_DAY_FORMAT = "j M"

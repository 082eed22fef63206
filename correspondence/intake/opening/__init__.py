"""A file of any kind becomes pages of lines of words. What is sent in is never trusted.

`child.open_file` and `child.page_image` are what others call: they do the work in a process of its own, with
limits on time, memory and files. Everything else here runs in that process and knows neither Django nor the
database.
"""

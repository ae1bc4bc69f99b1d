"""A Word document: its parts, the settings in them, and its text written as HTML.

In reading order: `parts`, `elements`, `styles`, `lists`, `symbols`, `writer`.
"""

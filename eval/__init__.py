"""Gold questions in, measures out.

Reading order: gold, measures, report.
"""

"""Gold questions in, measures out.

Reading order: gold, evidence, cases, ranking, measures, results, estimates, report, page; then
alterations and checker, ablation and stock, candidates.
"""

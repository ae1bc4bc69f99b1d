"""Text that was pasted: from lines to pieces of known kind, whole and in order.

Read in the order in which it passes: `lines`, `furniture`, `manner`, `pieces` (with `shapes`),
`outline`, `figures`, `flow`.
"""

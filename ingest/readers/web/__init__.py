"""A web page: its elements, which of them are content, and that content as blocks.

In reading order: `elements`, `page` (from bytes), `notes`, `cells`, `furniture`, `content`,
`coded`, `raised`, `pieces`, `markup`, `metadata`.
"""

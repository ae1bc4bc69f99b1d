"""Question in, cited answer out.

Reading order: schema, conversation, retrieval, composer, verification, abstention, engine.
`ask()` in engine is the one door.
"""

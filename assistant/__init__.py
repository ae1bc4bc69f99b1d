"""Question in, cited answer out.

Reading order: schema, conversation, retrieval, composer, abstention, privacy, scope, records,
redflags, verification, engine.
`ask()` in engine is the one door.
"""

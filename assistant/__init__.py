"""Question in, cited answer out.

Reading order: schema, conversation, retrieval, composer, verification (over quantities, signs,
wording and bindings), abstention (over kinds and judge), disagreement, privacy, scope, records,
redflags, engine.
`ask()` in engine is the one door.
"""

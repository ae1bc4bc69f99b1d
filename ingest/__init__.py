"""Documents in, index out.

Reading order: schema, errors, documents, cleaning, passages, dutch, embeddings, stores, index,
pipeline.
"""

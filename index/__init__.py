"""Articles in, a searchable store out: cleaning, sentences, statements, encoder, store, vectors."""

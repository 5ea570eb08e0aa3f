-- The store's schema. Offsets count code points of articles.text; vectors are fp16, little-endian.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE articles (
    number    INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,      -- the source's own id
    digest    TEXT NOT NULL,             -- of all its fields: tells an unchanged article
    text      TEXT NOT NULL,             -- the source text; every answer is a slice of it
    title     TEXT,
    outlet    TEXT,
    author    TEXT,
    published TEXT,                      -- ISO 8601
    url       TEXT
);
CREATE INDEX articles_by_url ON articles (url);
-- Both: in the table they lie behind the text, which would be read too.
CREATE INDEX articles_by_outlet ON articles (outlet, published);

CREATE TABLE sentences (
    number  INTEGER PRIMARY KEY AUTOINCREMENT, -- also the vector's id in FAISS and the row's in FTS: never used again
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    start   INTEGER NOT NULL,
    end     INTEGER NOT NULL,
    UNIQUE (article, start)
);

CREATE TABLE vectors (
    sentence INTEGER PRIMARY KEY REFERENCES sentences ON DELETE CASCADE,
    vector   BLOB NOT NULL
);

-- The tokens of each sentence, packed (index/token_space.py), for late interaction.
CREATE TABLE token_vectors (
    sentence INTEGER PRIMARY KEY REFERENCES sentences ON DELETE CASCADE,
    tokens   BLOB NOT NULL
);

CREATE TABLE statements (
    number        INTEGER PRIMARY KEY,
    article       INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    start         INTEGER NOT NULL,
    end           INTEGER NOT NULL,
    kind          TEXT NOT NULL,         -- direct, indirect, mixed
    reference     TEXT NOT NULL,         -- how the sentence names the speaker
    speaker       TEXT,                  -- the fullest form in the article; NULL where it cannot be told
    speaker_type  TEXT,                  -- person, organisation, unnamed
    alias         TEXT,                  -- the form's key in the registry
    mention_start INTEGER,               -- where the reporting clause names the speaker
    mention_end   INTEGER,
    cue_start     INTEGER,               -- the reporting word
    cue_end       INTEGER,
    title_heads   TEXT,                  -- the speaker's offices, and all that the article says of them
    title_words   TEXT
);
CREATE INDEX statements_by_article ON statements (article, start);
CREATE INDEX statements_by_alias ON statements (alias, speaker_type, speaker);
CREATE INDEX statements_by_title ON statements (title_heads) WHERE title_heads IS NOT NULL;

-- Near-duplicates (index/duplicates.py): each article's MinHash signature, its bands to meet by, and who met, both ways.
CREATE TABLE signatures (
    article   INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    signature BLOB NOT NULL
);
CREATE TABLE bands (
    band    INTEGER NOT NULL,
    key     BLOB NOT NULL,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (band, key, article)
) WITHOUT ROWID;
CREATE INDEX bands_by_article ON bands (article);
CREATE TABLE links (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    other   INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (article, other)
) WITHOUT ROWID;
CREATE INDEX links_by_other ON links (other);

-- Derived: the registry of speakers over all articles (index/registry.py).
CREATE TABLE speakers (
    number    INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,
    is_person INTEGER NOT NULL,
    said      INTEGER NOT NULL           -- number of statements
);
CREATE TABLE aliases (
    alias     TEXT PRIMARY KEY,
    speaker   INTEGER NOT NULL REFERENCES speakers ON DELETE CASCADE,
    skeletons TEXT NOT NULL,             -- of its words (index/transliteration.py), divided by spaces
    block     TEXT NOT NULL,             -- where other names of the same speaker are looked for
    tail      TEXT                       -- the last word of a surname that is written in several, too: دريان of لودريان
) WITHOUT ROWID;
CREATE INDEX aliases_by_speaker ON aliases (speaker);
CREATE INDEX aliases_by_block ON aliases (block);
-- The aliases whose statements have changed since their speakers were registered.
CREATE TABLE touched (alias TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE titles (
    speaker INTEGER NOT NULL REFERENCES speakers ON DELETE CASCADE,
    head    TEXT NOT NULL,               -- the office: وزير
    words   TEXT NOT NULL,               -- all that one article says of it (index/title.py), in order
    PRIMARY KEY (head, speaker, words)
) WITHOUT ROWID;

-- Derived: the folded words of each sentence, for BM25. Folding happens in Python (index/arabic.py),
-- so the tokenizer has only to divide at spaces.
CREATE VIRTUAL TABLE lexical USING fts5 (words, tokenize = "unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE lexical_vocabulary USING fts5vocab (lexical, row);

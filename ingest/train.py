"""Make the encoder that ships: python -m ingest.train [--out FOLDER] [--without ID].

A StaticEmbedding (one vector a subword) over a WordPiece tokenizer, both learnt from the corpus's
own words: the digests, the lexicon and the questions. It learns from pairs that should lie close
together: a question and the passage that answers it, the sentence that answers it, another question
that the same sentence answers; a heading and its passage, a few words of a sentence (some swapped
for a synonym, some misspelt) and its passage, two names of one concept. In-batch negatives; at
each step every text lacks some of its subwords (dropout of words: Iyyer et al. 2015). Same seed,
same vectors.
"""

import argparse
import os
import random
import sys
from collections.abc import Collection, Iterable, Iterator
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

os.environ["HF_HUB_OFFLINE"] = "1"  # nothing is looked up; set before the import

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from ingest import documents, passages, pipeline, questions
from ingest.dutch import STOP_WORDS, Dutch, Lexicon, fold
from ingest.embeddings import SHIPPED_PATH
from ingest.passages import searched_text
from ingest.schema import Document, Passage

SEED = 20261121
SUBWORDS = 12000
UNKNOWN = "[UNK]"
DIMENSION = 256
EPOCHS = 12
BATCH = 256
LEARNING_RATE = 0.02
QUERIES_A_SENTENCE = 8
LIKE_QUESTIONS = 3  # of those that the same sentence answers, for each question
DROPPED = 0.15  # of a text's subwords at each step, so that none is relied on
FEWEST_SUBWORDS = 4  # of a text that loses any

Numbers = NDArray[np.int64]


class Pair(NamedTuple):
    """Two texts that mean the same, or of which the first asks for the second."""

    question: str
    passage: str


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m ingest.train", description=__doc__)
    parser.add_argument("--out", type=Path, default=SHIPPED_PATH, help="default: corpus/encoder")
    parser.add_argument(
        "--without", metavar="ID", default="", help="leave out the questions of this source"
    )
    options = parser.parse_args(arguments)
    rng = random.Random(SEED)
    lexicon = Lexicon.load(pipeline.LEXICON)
    pairs = list(training_pairs(pipeline.DIGESTS, lexicon, rng, options.without))
    print(f"{len(pairs)} paren")
    save(train(pairs), options.out)
    return 0


def training_pairs(
    digests: Path, lexicon: Lexicon, rng: random.Random, without: str = ""
) -> Iterator[Pair]:
    """Every pair that the corpus gives, in a fixed order for a given `rng`.

    The questions of the source `without` are left out, to know what the encoder is worth then.
    """
    for concept in lexicon.concepts.values():
        names = concept.terms[:8]
        yield from (Pair(one, other) for one, other in permutations(names, 2))
        if concept.broader:
            yield Pair(concept.preferred, concept.broader)
    synonyms = {
        fold(term): [other for other in concept.terms if other != term]
        for concept in lexicon.concepts.values()
        for term in concept.terms
    }
    files, _ = documents.find([digests], digests)
    for file in files:
        document = documents.read(file, None)
        found = passages.split(document)
        if document.id != without:
            yield from _asked(document, found, lexicon, rng)
        for passage in found:
            text = searched_text(passage)
            yield Pair(passage.section, text)
            for start, end in passages.sentences(passage.text):
                for _ in range(QUERIES_A_SENTENCE):
                    question = _question(passage.text[start:end], synonyms, rng)
                    if question:
                        yield Pair(question, text)


def _asked(
    document: Document, found: list[Passage], lexicon: Lexicon, rng: random.Random
) -> Iterator[Pair]:
    """A question with its passage, with its sentence, and with others of the same sentence."""
    facts = questions.load(document.id)
    held = questions.attach(facts, document, found, Dutch(lexicon))
    texts = {q: searched_text(p) for p, keys in zip(found, held, strict=True) for q, *_ in keys}
    for fact in facts:
        for question in fact.questions:
            yield Pair(question, texts[question])
            yield Pair(question, fact.quote)
            others = [other for other in fact.questions if other != question]
            for other in rng.sample(others, min(LIKE_QUESTIONS, len(others))):
                yield Pair(question, other)


def train(pairs: list[Pair]) -> SentenceTransformer:
    """Fit the encoder on the pairs; deterministic."""
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)  # more would add up in another order; and save little
    rng, chance = random.Random(SEED), np.random.default_rng(SEED)
    tokenizer = train_tokenizer(text for pair in pairs for text in pair)
    module = StaticEmbedding(tokenizer, embedding_dim=DIMENSION)
    model = SentenceTransformer(modules=[module], device="cpu")
    loss = MultipleNegativesRankingLoss(model)
    batch = min(BATCH, len(pairs))
    steps = EPOCHS * (len(pairs) // batch)
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    decay = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=steps)
    subwords = _subwords(tokenizer, {text for pair in pairs for text in pair})
    for epoch in range(EPOCHS):
        rng.shuffle(pairs)
        total = 0.0
        for start in range(0, len(pairs) - batch + 1, batch):
            columns = zip(*pairs[start : start + batch], strict=True)
            features = [_features([subwords[text] for text in texts], chance) for texts in columns]
            value = loss(features, torch.empty(0))
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            decay.step()
            total += value.item()
        print(f"ronde {epoch + 1}: verlies {total * EPOCHS / steps:.3f}")
    return model


def _subwords(tokenizer: Tokenizer, texts: Collection[str]) -> dict[str, Numbers]:
    """The numbers of each text's subwords: every text is seen in many rounds, and cut once."""
    found = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return {text: np.array(one.ids) for text, one in zip(texts, found, strict=True)}


def _features(texts: Iterable[Numbers], chance: np.random.Generator) -> dict[str, torch.Tensor]:
    """What a StaticEmbedding takes: the subwords of all texts in a row, and where each begins."""
    kept = [_thinned(text, chance) for text in texts]
    offsets = np.cumsum([0, *map(len, kept[:-1])])
    return {
        "input_ids": torch.from_numpy(np.concatenate(kept)),
        "offsets": torch.from_numpy(offsets),
    }


def _thinned(subwords: Numbers, chance: np.random.Generator) -> Numbers:
    """A text without DROPPED of its subwords."""
    if len(subwords) < FEWEST_SUBWORDS:
        return subwords
    return subwords[chance.random(len(subwords)) >= DROPPED]


def train_tokenizer(texts: Iterable[str]) -> Tokenizer:
    """A WordPiece tokenizer over folded words: lower case, no accents; deterministic.

    The library numbers the letters that continue a word in the order of a hash map, and so breaks
    ties between subwords by chance; letters that are named beforehand have fixed numbers.
    """
    texts = list(texts)
    learner = _tokenizer({UNKNOWN: 0})
    words = {word for text in texts for word in _pretokenized(learner, text)}
    letters = sorted({f"##{letter}" for word in words for letter in word[1:]})
    trainer = trainers.WordPieceTrainer(
        vocab_size=SUBWORDS, special_tokens=[UNKNOWN, *letters], show_progress=False
    )
    learner.train_from_iterator(texts, trainer)
    return _tokenizer(learner.get_vocab())  # without the letters as special tokens


def _tokenizer(subwords: dict[str, int]) -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(subwords, unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.BertNormalizer(strip_accents=True, lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def _pretokenized(tokenizer: Tokenizer, text: str) -> list[str]:
    normal = tokenizer.normalizer.normalize_str(text)
    return [word for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(normal)]


def save(model: SentenceTransformer, out: Path) -> None:
    """Write the model as sentence-transformers does, without the model card it makes up."""
    model.save(str(out), create_model_card=False)
    for path in out.iterdir():
        path.chmod(0o644)  # the library leaves the weights readable by their owner alone


def _question(sentence: str, synonyms: dict[str, list[str]], rng: random.Random) -> str:
    """A few content words of a sentence as a hurried person would type them."""
    words = [w for w in sentence.strip("-.: ").split() if fold(w).strip("(),;:") not in STOP_WORDS]
    chosen = [word for word in words if rng.random() < 0.5][:8]
    return " ".join(_disturbed(word.strip("(),;:."), synonyms, rng) for word in chosen)


def _disturbed(word: str, synonyms: dict[str, list[str]], rng: random.Random) -> str:
    """The word, another name for it, or now and then a slip of the finger."""
    others = synonyms.get(fold(word))
    if others and rng.random() < 0.5:
        return rng.choice(others)
    if len(word) > 5 and rng.random() < 0.1:
        at = rng.randrange(1, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word


if __name__ == "__main__":
    sys.exit(main())

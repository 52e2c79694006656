"""Writes ngram_hashes.json: buckets and weights of n-grams, by another implementation of the hash.

Python 3.11, mmh3 5.3.1:
    python ngram_hashes.py > ngram_hashes.json
"""

import json
import math
import random
from collections import Counter

import mmh3

random.seed(7)


def unsigned(data, seed):
    return mmh3.hash(data, seed, signed=False)


def bucket(data, seed, buckets):
    return unsigned(data, seed) * buckets >> 32


def of_characters(token, shortest, longest, buckets):
    if len(token) < 2:
        return []
    marked = "<" + token[:30] + (">" if len(token) <= 30 else "")
    found = []
    for start in range(len(marked)):
        for length in range(shortest, longest + 1):
            gram = marked[start : start + length]
            at_end = len(token) <= 30 and start == len(marked) - 1
            if len(gram) == length and not (length == 1 and (start == 0 or at_end)):
                found.append(bucket(gram.encode(), 0, buckets))
    return found


def of_words(tokens, shortest, longest, marks, gaps, buckets):
    if not tokens:
        return []
    found = []
    for length in range(shortest, longest + 1):
        edge = [b""] if marks and length > 1 else []
        parts = edge + [t.encode() for t in tokens] + edge
        for start in range(len(parts) - length + 1):
            found.append(bucket(b"\xff".join(parts[start : start + length]), 1, buckets))
    if gaps:
        for start in range(len(tokens) - 2):
            found.append(
                bucket(tokens[start].encode() + b"\xff" + tokens[start + 2].encode(), 2, buckets)
            )
    return found


def weights(blocks, factors, frequencies, texts, tf_idf):
    bag = []
    for block, factor in zip(blocks, factors):
        counts = sorted((b, c) for b, c in Counter(block).items() if frequencies[b])
        if tf_idf:
            values = [
                (1 + math.log(c)) * (math.log((1 + texts) / (1 + frequencies[b])) + 1)
                for b, c in counts
            ]
            norm = math.sqrt(sum(v * v for v in values))
            values = [v / norm for v in values]
        else:
            values = [c for _, c in counts]
        bag += [[b, v * factor] for (b, _), v in zip(counts, values)]
    return bag


hashes = []
for length in list(range(0, 18)) + [100]:
    data = bytes(random.randrange(256) for _ in range(length))
    for seed in (0, 1, 2, 0x9747B28C):
        hashes.append({"hex": data.hex(), "seed": seed, "hash": mmh3.hash(data, seed)})

TOKENS = [
    "a", "ab", "where", "don't", "caf\u00e9", "\u4e2d", "\u4e2d\u6587", "\U00010400\U00010401x",
    "\u0939\u093f\u0928\u094d\u0926\u0940", "x" * 29, "y" * 30, "z" * 31, "ab" * 40, "<>", "\u043f\u0440\u0438\u0432\u0435\u0442",
]
tokens = [
    {"token": t, "shortest": s, "longest": l, "buckets": n, "expected": of_characters(t, s, l, n)}
    for t in TOKENS
    for s, l, n in ((2, 5, 1 << 18), (3, 6, 1000), (1, 2, 1), (1, 32, 1 << 28))
]

TRAINING = [
    "the cat sat on the mat", "the dog sat", "a cat and a dog", "", "mat",
    "caf\u00e9 au lait caf\u00e9", "\u4e2d \u6587 \u4e2d", "word" * 12 + " end",
]
TEXTS = TRAINING + ["the unseen cat", "zzz", "cat cat cat mat"]
settings = [
    {"words": [1, 2], "characters": [2, 5], "marks": False, "gaps": False, "factor": 1.0, "tfIdf": True, "buckets": 1 << 18},
    {"words": [1, 3], "characters": [3, 4], "marks": True, "gaps": True, "factor": 0.7, "tfIdf": True, "buckets": 97},
    {"words": [2, 2], "characters": [0, 0], "marks": True, "gaps": False, "factor": 1.0, "tfIdf": False, "buckets": 1 << 20},
    {"words": [0, 0], "characters": [2, 5], "marks": False, "gaps": False, "factor": 0.5, "tfIdf": False, "buckets": 1 << 16},
]
texts = []
for one in settings:

    def blocks(text):
        split = text.split()
        words = []
        characters = []
        if one["words"][1]:
            words = of_words(split, *one["words"], one["marks"], one["gaps"], one["buckets"])
        if one["characters"][1]:
            for token in split:
                characters += of_characters(token, *one["characters"], one["buckets"])
        return [words, characters]

    frequencies = Counter()
    for text in TRAINING:
        first, second = blocks(text)
        frequencies.update(set(first) | set(second))
    texts.append(
        {
            **one,
            "bags": [
                weights(blocks(t), [1, one["factor"]], frequencies, len(TRAINING), one["tfIdf"])
                for t in TEXTS
            ],
        }
    )

print(
    json.dumps(
        {"hashes": hashes, "tokens": tokens, "training": TRAINING, "texts": TEXTS, "settings": texts}
    )
)

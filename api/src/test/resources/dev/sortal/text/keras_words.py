"""Writes keras_words.json: what Keras's legacy Tokenizer, pad_sequences and str.lower give.

Python 3.11, keras 3.15.0, numpy 2.4.6, scipy 1.17.1:
    KERAS_BACKEND=numpy python keras_words.py > keras_words.json
"""

import json
import random
import sys
import unicodedata

import keras
from keras.src.legacy.preprocessing.text import Tokenizer, text_to_word_sequence
from keras.utils import pad_sequences

assert keras.__version__ == "3.15.0", keras.__version__
assert sys.version_info[:2] == (3, 11), sys.version

AWKWARD = [
    "",
    " ",
    " \t\n.,;:!?",
    "Don't stop-me, now! (a_b) it\u2019s 'quoted'",
    "tab\tnew\nline\rreturn\x0bvertical\x0cform\x00nul",
    "no\u00a0break ideographic\u3000space zero\u200bwidth line\u2028para\u2029next\u0085end",
    "\u0130stanbul I\u0130i\u0131 \u0130\u0307 TITLE",
    "\u039f\u0394\u039f\u03a3 \u03a3 \u03a3\u03a3 \u0391\u03a3. \u0391\u03a3'\u0391 \u0391\u03a3\u2019 \u03a3\u0391",
    "\u0391.\u03a3 \u0391:\u03a3\u0391 \u0391\u00b7\u03a3 \u0391\u0301\u03a3\u0301 \u0391\u00ad\u03a3\u00ad\u0391 1\u03a3 a\u03a3b \u0130\u03a3",
    "\u0391\u03a3\u02b0 \u0391\u03a3\u02b0\u0391 \u02b0\u03a3 \u0391^\u03a3 \u0391\u03a3\U00010400 \U00010400\u03a3",
    "STRASSE Stra\u00dfe \u1e9e \u01c5 \u01c4 \u2126 \u212a \u212b \u2160 \u24b6",
    "\U00010400\U00010401 \U0001d400 \U0001f44d\U0001f3fd \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f",
    "\u4e2d\u6587\uff0c\u6807\u70b9\u3002 \uff21\uff22\uff23 \uff41",
    "\u0e17\u0e35\u0e48\u0e19\u0e35\u0e48 \ud55c\uad6d\uc5b4 \u1112\u1161\u11ab \u0939\u093f\u0928\u094d\u0926\u0940",
    "\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f \u202bright to left\u202c \u05e9\u05dc\u05d5\u05dd",
    "e\u0301cole \u00c9COLE E\u0301cole",
    'all !"#$%&()*+,-./:;<=>?@[\\]^_`{|}~ filters',
    "x" * 300 + " " + "y " * 50,
    "' '' 'a' a' 'a ''a'' rock'n'roll O'NEILL",
    "\ufeffmark so\u00adft em\u2003space nar\u202frow thin\u2009 \u1680ogham \u180evowel \x1funit \x7fdel",
    "CR\r\nLF\n\rx\r \r y\t\tz\t",
    "\U0001f1f9\U0001f1f7 1\ufe0f\u20e3 \U0010ffff \ufffd \ufb01ne \U0001d7d8\U0001d7d9 \u0661\u0662",
    "I\u0307 I\u0307\u0323 \u0131\u0307 DI\u011eER d\u0130\u011eer \u0130",
    "a_b a-b a.b a/b a\\b 3,14 50% #tag @user http://x.y/?q=1&r=2 <b>bold</b> {x} ~`^|",
]

SMALL = ["b a a", "c b d", "d D. d e", "", "f"]
LARGE = [
    " ".join("w%d" % min(int(rng.paretovariate(0.7)), 60) for _ in range(rng.randrange(0, 25)))
    for rng in [random.Random(7)]
    for _ in range(40)
]


def fit(texts, others, words, unknown):
    tokenizer = Tokenizer(num_words=words, oov_token="<unknown>" if unknown else None)
    tokenizer.fit_on_texts(texts)
    sequences = tokenizer.texts_to_sequences(texts + others)
    case = {
        "texts": texts,
        "others": others,
        "maxSize": words,
        "unknown": unknown,
        "words": list(tokenizer.word_index),
        "sequences": sequences,
        "padded": [],
    }
    for length in (1, 4, 30):
        for padding in ("pre", "post"):
            for truncation in ("pre", "post"):
                rows = pad_sequences(sequences, length, padding=padding, truncating=truncation)
                case["padded"].append(
                    {
                        "maxLength": length,
                        "padding": padding,
                        "truncation": truncation,
                        "rows": rows.tolist(),
                    }
                )
    return case


def mapped():
    """Every character of Unicode 3.2, which each JDK knows, that has another lower case."""
    return [
        chr(c)
        for c in range(sys.maxunicode + 1)
        if unicodedata.ucd_3_2_0.category(chr(c)) != "Cn" and chr(c).lower() != chr(c)
    ]


print(
    json.dumps(
        {
            "lower": [[text, text.lower()] for text in AWKWARD + [" ".join(mapped())]],
            "tokens": [[text, text_to_word_sequence(text)] for text in AWKWARD],
            "fits": [
                fit(SMALL, ["a x b d", "x y"], None, False),
                fit(SMALL, ["a x b d", "x y"], 3, False),
                fit(SMALL, ["a x b d", "x y"], 2, False),
                fit(SMALL, ["a x b d", "x y"], 4, True),
                fit(SMALL, ["a x b d", "x y"], 3, True),
                fit(SMALL, ["a x b d", "x y"], None, True),
                fit(LARGE, ["w1 w999 w2"], None, False),
                fit(LARGE, ["w1 w999 w2"], 20, False),
                fit(LARGE, ["w1 w999 w2"], 20, True),
                fit(AWKWARD, ["don't \u03c3 \u03c2"], 12, False),
                fit(AWKWARD, ["'a' \u0130 i\u0307", "\u00a0 \u3000"], None, True),
            ],
        },
        ensure_ascii=True,
        separators=(",", ":"),
    )
)

"""Writes small tokenizer.json files, and ids.json: what the tokenizers library gives for texts.

Python 3.11, tokenizers 0.23.3; run it in its folder:
    python tokenizer_cases.py
"""

import json
import random

import tokenizers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
from tokenizers import processors, trainers

random.seed(11)

CORPUS = [
    "The plot never lets go, and the actors are wonderful: 10/10!",
    "I've seen better films; it's dull, they'll say, but we're not sure he'd agree.",
    "Das Stra\u00dfenfest in M\u00fcnchen war gro\u00dfartig. \u00dcber 2000 Leute!",
    "Le caf\u00e9 est tr\u00e8s bon \u00e0 l'\u00e9t\u00e9, na\u00efve gar\u00e7on.",
    "\u4e2d\u6587\u5206\u8bcd\u5f88\u96be\uff0c\u4f46\u662f\u5f88\u6709\u8da3\u30022012\u5e74\u8003\u7814\u3002",
    "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8\u3068\u30ab\u30bf\u30ab\u30ca\u3002",
    "\ud55c\uad6d\uc5b4 \ubb38\uc7a5\ub3c4 \uc788\uc2b5\ub2c8\ub2e4.",
    "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440! \u042d\u0442\u043e \u0442\u0435\u043a\u0441\u0442.",
    "def f(x):\n    return x**2 + 3*x - 1  # comment\n\n\n",
    "low lower lowest new newer newest wide wider widest unhappiness happiness",
] * 3

AWKWARD = [
    "", " ", "  ", "\n", "a", "A b", " leading and trailing ", "two  spaces   three\t\ttabs\n\nlines\r\n",
    "The plot never lets go!", "I've can't won't THEY'LL we'd o'clock '' ' 's",
    "na\u00efve caf\u00e9 Stra\u00dfe \u00dcBER \u0130stanbul I\u0131 \u01c5 \ufb01ne \u1e9e",
    "e\u0301cole nai\u0308ve a\u0300\u0301\u0302", "\u4e2d\u6587\u5206\u8bcd2012\u5e74\u8003\u7814abc\u4e2d",
    "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8 \u30ab\uff76\uff9e\u30fc", "\ud55c\uad6d\uc5b4\uac00\ub098\ub2e4 \u1112\u1161\u11ab",
    "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22\u0e14\u0e35", "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645 \u0663\u0664",
    "\u041f\u0440\u0438\u0432\u0435\u0442, \u041c\u0418\u0420! \u0419\u0451", "\U0001f44d\U0001f3fd \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f", "\U0001d400\U0001d401 \U00020000\U0002a6d6",
    "x" * 150, "lowestwidestnewest " * 20, "123456789 1,000.50 3/4 \u00bd \u00b2 \u2167 \u096b",
    "don\u2019t \u201cquoted\u201d \u2014 dash\u2026 \u00abx\u00bb $5 \u20ac6 a+b=c <tag> ^_^ ~`|",
    "no\u00a0break\u2003em\u3000wide\u200bzero\u00adsoft\ufeffbom\u2028line\u2029para\u0085next", "nul\x00bel\x07del\x7f esc\x1b",
    "\ufffd private \ue000 unassigned \u0378 tag \U000e0001", "[MASK] [CLS] x [SEP] <s> </s> <unk> [UNK] <|endoftext|> <pad>",
    "pre[MASK]post  [MASK]  [mask] <|endoftext|>again<|endoftext|>", "TAGGED tagged ntagged tagged! a-tagged",
    "def f(x):\n    return x**2\n\n\n# c", "unhappiness happier lowering \u03a3\u03a3\u0391\u03a3 \u039f\u0394\u039f\u03a3",
    "\u0939\u093f\u0928\u094d\u0926\u0940 \u092d\u093e\u0937\u093e", "<0x41> <0xE4> \u2581 \u2581\u2581a \u0120the",
]
PIECES = [piece for text in AWKWARD for piece in (text[:3], text[3:7]) if piece] + list("aeiou .,'\n")
for _ in range(150):
    AWKWARD.append("".join(random.choice(PIECES) for _ in range(random.randrange(1, 12))))
for _ in range(60):
    # Planes that every Java of use knows alike: later letters are of no category before.
    low, high = random.choice([(0x20, 0x2FF), (0x300, 0x2FFF), (0x3000, 0xD7FF), (0xE000, 0xFFFF), (0x1F300, 0x1F64F)])
    AWKWARD.append("".join(chr(random.randrange(low, high)) for _ in range(random.randrange(1, 8))))

GPT4 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|"
    r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def train(tokenizer, trainer):
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def wordpiece(lowercase):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    train(tokenizer, trainers.WordPieceTrainer(vocab_size=400, special_tokens=special, show_progress=False))
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def wordpiece_of_parts():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=20))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=True)]
    )
    train(tokenizer, trainers.WordPieceTrainer(vocab_size=350, special_tokens=["[UNK]"], show_progress=False))
    tokenizer.add_tokens([AddedToken("tagged", single_word=True, normalized=True)])
    tokenizer.add_special_tokens([AddedToken("[MASK]", lstrip=True, rstrip=True)])
    return tokenizer


def byte_level(prefix_space):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix_space)
    trainer = trainers.BpeTrainer(
        vocab_size=450,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    train(tokenizer, trainer)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def split_and_byte_level():
    tokenizer = Tokenizer(models.BPE(ignore_merges=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(GPT4), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=450,
        special_tokens=["<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    return train(tokenizer, trainer)


def byte_fallback():
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")]
    )
    special = ["<unk>", "<s>", "</s>"] + [f"<0x{b:02X}>" for b in range(256)]
    train(tokenizer, trainers.BpeTrainer(vocab_size=700, special_tokens=special, limit_alphabet=60, show_progress=False))
    written = json.loads(tokenizer.to_str())
    written["added_tokens"] = [one for one in written["added_tokens"] if one["id"] < 3]
    return Tokenizer.from_str(json.dumps(written))


def metaspace(fuse):
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=fuse))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return train(
        tokenizer,
        trainers.BpeTrainer(vocab_size=300, special_tokens=["<unk>"], limit_alphabet=50, show_progress=False),
    )


def end_of_word():
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Punctuation(behavior="contiguous"),
            pre_tokenizers.Split("-", behavior="merged_with_previous"),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=["<unk>"], end_of_word_suffix="</w>", show_progress=False
    )
    return train(tokenizer, trainer)


assert tokenizers.__version__ == "0.23.3", tokenizers.__version__
made = {
    "wordpiece": wordpiece(True),
    "wordpiece-cased": wordpiece(False),
    "wordpiece-parts": wordpiece_of_parts(),
    "bytes": byte_level(False),
    "bytes-prefix": byte_level(True),
    "bytes-split": split_and_byte_level(),
    "byte-fallback": byte_fallback(),
    "metaspace": metaspace(False),
    "metaspace-fuse": metaspace(True),
    "end-of-word": end_of_word(),
}
ids = {}
for name, tokenizer in made.items():
    with open(name + ".json", "w", encoding="utf-8") as out:
        out.write(tokenizer.to_str(pretty=False))
    ids[name] = [tokenizer.encode(text, add_special_tokens=False).ids for text in AWKWARD]
with open("ids.json", "w", encoding="utf-8") as out:
    json.dump({"texts": AWKWARD, "ids": ids}, out)

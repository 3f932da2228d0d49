"""Luck: published vectors of the mixer, our own of the chain, and that luck looks like luck."""

import random
import struct

import pytest

from aiboard.engine.chance import luck
from aiboard.engine.chance.latents import Purpose
from aiboard.engine.chance.luck import LUCK_RANGE, happens, mix, murmur3

MASK = 0xFFFFFFFF

#: MurmurHash3_x86_32 of whole-word inputs, as published with ports of smhasher: bytes, seed, hash.
PUBLISHED = [
    (b"", 0x00000000, 0x00000000),
    (b"", 0x00000001, 0x514E28B7),
    (b"", 0xFFFFFFFF, 0x81F16F39),
    (b"\xff\xff\xff\xff", 0x00000000, 0x76293B50),
    (b"\x21\x43\x65\x87", 0x00000000, 0xF55B516B),
    (b"\x21\x43\x65\x87", 0x5082EDEE, 0x2362F9DE),
    (b"\x00\x00\x00\x00", 0x00000000, 0x2362F9DE),
    (b"test", 0x00000000, 0xBA6BD213),
    (b"test", 0x9747B28C, 0x704B81DC),
    (b"aaaa", 0x9747B28C, 0x5A97808A),
    (b"abcd", 0x9747B28C, 0xF0478627),
]

#: Vectors of the five-word chain, ours: seed, purpose, entity, n -> luck. A change here changes every game.
CHAIN = [
    ((0, 0, 0, 0), 0xEE9D294A),
    ((1, 1, 0, 0), 0x854C1DEB),
    ((7, 21, 3, 65_543), 0x61ECD417),
    ((2**63 - 1, 91, 199, 2**32 - 1), 0xBADA6904),
    ((4_294_967_296, 1, 0, 0), 0xF74242D4),
]


def plain_murmur3(data: bytes, seed: int) -> int:
    """The reference algorithm, written from its description with Python's big integers."""
    h = seed
    for (k,) in struct.iter_unpack("<I", data):
        k = k * 0xCC9E2D51 & MASK
        k = (k << 15 | k >> 17) & MASK
        k = k * 0x1B873593 & MASK
        h ^= k
        h = (h << 13 | h >> 19) & MASK
        h = (h * 5 + 0xE6546B64) & MASK
    h ^= len(data)
    h ^= h >> 16
    h = h * 0x85EBCA6B & MASK
    h ^= h >> 13
    h = h * 0xC2B2AE35 & MASK
    return h ^ h >> 16


def words(data: bytes) -> list[int]:
    return [word for (word,) in struct.iter_unpack("<I", data)]


@pytest.mark.parametrize(("data", "seed", "expected"), PUBLISHED)
def test_published_vectors(data: bytes, seed: int, expected: int) -> None:
    assert murmur3(words(data), seed) == expected
    assert plain_murmur3(data, seed) == expected


@pytest.mark.parametrize(("key", "expected"), CHAIN)
def test_chain_vectors(key: tuple[int, int, int, int], expected: int) -> None:
    assert mix(*key) == expected


def test_chain_is_murmur3_of_five_little_endian_words() -> None:
    dice = random.Random(1)
    for _ in range(3_000):
        seed = dice.getrandbits(63)
        purpose, entity, n = (dice.getrandbits(dice.choice((1, 8, 32))) for _ in range(3))
        assert mix(seed, purpose, entity, n) == plain_murmur3(struct.pack("<QIII", seed, purpose, entity, n), 0)


def test_intermediates_stay_under_63_bits() -> None:
    """The steps of the mixer at their largest words, on integers that refuse to grow beyond a native's range."""

    class Native(int):
        def _of(self, value: int) -> "Native":
            assert -(2**63) <= value < 2**63, f"{value:#x} does not fit"
            return Native(value)

        def __mul__(self, other: int) -> "Native":
            return self._of(int(self) * int(other))

        def __add__(self, other: int) -> "Native":
            return self._of(int(self) + int(other))

        def __lshift__(self, other: int) -> "Native":
            return self._of(int(self) << int(other))

        def __rshift__(self, other: int) -> "Native":
            return Native(int(self) >> int(other))

        def __and__(self, other: int) -> "Native":
            return Native(int(self) & int(other))

        def __or__(self, other: int) -> "Native":
            return Native(int(self) | int(other))

        def __xor__(self, other: int) -> "Native":
            return Native(int(self) ^ int(other))

    for word in (MASK, 0xFFFF0000, 0xFFFF, 0x80000000):
        for state in (0, MASK, 0x80000001):
            assert 0 <= luck._finish(luck._absorb(Native(state), Native(word)), Native(20)) <= MASK


def test_every_purpose_is_its_own_number() -> None:
    assert len(Purpose.__members__) == len(set(Purpose))


def flips(bit: int, of: str, count: int) -> list[int]:
    """How often each bit of luck flips when one bit of the key does."""
    dice = random.Random(bit)
    flipped = [0] * 32
    for _ in range(count):
        key = {"seed": dice.getrandbits(63), "purpose": dice.randrange(92), "entity": dice.randrange(200)}
        key["n"] = dice.randrange(100_000)
        before = mix(**key)
        key[of] ^= 1 << bit
        change = before ^ mix(**key)
        for i in range(32):
            flipped[i] += change >> i & 1
    return flipped


@pytest.mark.parametrize(("of", "bits"), [("seed", 63), ("purpose", 7), ("entity", 10), ("n", 22)])
def test_avalanche(of: str, bits: int) -> None:
    """Each flipped bit of the key flips each bit of luck in half of the keys: 5.5 SD over up to 2,016 counts."""
    count = 1_000
    for bit in range(bits):
        for seen in flips(bit, of, count):
            assert abs(seen - count / 2) < 5.5 * (count / 4) ** 0.5


def correlation(pairs: list[tuple[int, int]]) -> float:
    n = len(pairs)
    mean_a = sum(a for a, _ in pairs) / n
    mean_b = sum(b for _, b in pairs) / n
    cov = sum((a - mean_a) * (b - mean_b) for a, b in pairs)
    return float(cov / (sum((a - mean_a) ** 2 for a, _ in pairs) * sum((b - mean_b) ** 2 for _, b in pairs)) ** 0.5)


NEIGHBOURS = {
    "n": lambda k: (mix(5, Purpose.READOUT, 3, k), mix(5, Purpose.READOUT, 3, k + 1)),
    "entity": lambda k: (mix(5, Purpose.READOUT, k, 2), mix(5, Purpose.READOUT, k + 1, 2)),
    "seed": lambda k: (mix(k, Purpose.READOUT, 3, 2), mix(k + 1, Purpose.READOUT, 3, 2)),
    "purpose": lambda k: (mix(k, Purpose.READOUT, 3, 2), mix(k, Purpose.EVAL_SEED, 3, 2)),
    "swapped": lambda k: (mix(5, 7, k, k + 1), mix(5, 7, k + 1, k)),
    "high and low seed": lambda k: (mix(k, 7, 1, 1), mix(k << 32, 7, 1, 1)),
}


@pytest.mark.parametrize("along", NEIGHBOURS)
def test_neighbouring_keys_are_independent(along: str) -> None:
    """Correlation of neighbours under 4 SD of what independent values give (SD = 1/sqrt n)."""
    count = 20_000
    assert abs(correlation([NEIGHBOURS[along](k) for k in range(count)])) < 4 / count**0.5


@pytest.mark.parametrize("shift", [0, 8, 16, 24])
def test_values_are_uniform(shift: int) -> None:
    """Chi-square of each byte over keys that play would use; 255 degrees of freedom: 378 is the 10^-6 point."""
    seen = [0] * 256
    for seed in range(8):
        for entity in range(40):
            for n in range(200):
                seen[mix(seed, Purpose.EVAL_SEED, entity, n) >> shift & 255] += 1
    expected = sum(seen) / 256
    assert sum((count - expected) ** 2 / expected for count in seen) < 378


def test_rare_hazards_are_exact() -> None:
    assert not any(happens(0, 1, Purpose.INCIDENT, 2, n) for n in range(1_000))
    assert all(happens(1_000_000, 1, Purpose.INCIDENT, 2, n) for n in range(1_000))
    for chance in (15, 250, 63_000, 999_999):
        for n in range(300):
            strikes = mix(1, Purpose.INCIDENT, 2, n) / LUCK_RANGE < chance / 1_000_000
            assert happens(chance, 1, Purpose.INCIDENT, 2, n) == strikes
    count = 200_000
    struck = sum(happens(2_000, 9, Purpose.INCIDENT, 4, n) for n in range(count))
    assert abs(struck - 400) < 5 * 400**0.5

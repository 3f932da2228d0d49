"""Luck: a pure function of (seed, purpose, entity, the entity's own effect number).

The mixer is MurmurHash3_x86_32 (Austin Appleby, public domain) over five little-endian 32-bit words:
seed low, seed high, purpose, entity, n. Its published vectors are tests; the vectors of the chain are ours.
32 x 32-bit products are split so that every intermediate stays under 2**63: the compiled engine (native
64-bit integers) and the interpreted one (big integers) agree to the bit. Nothing else draws luck.
"""

from typing import Final

from mypy_extensions import i64

from aiboard.engine.chance.tables import Table

#: Luck is uniform on 0 .. LUCK_RANGE - 1.
LUCK_RANGE: Final = 1 << 32
#: A chance of one, millionths.
CERTAIN_PPM: Final = 1_000_000


# A product with a 32-bit constant c is the word times the lower half of c, plus the word's lower half times the upper
# half of c in its place: the same in its low 32 bits, and all that comes on the way stays under 2**62. It is written
# out four times, since a day mixes two hundred words and an interpreted call costs as much as the product. After a
# turn the bits over the 32nd need no cutting off: the next product or sum loses them.
def _absorb(state: i64, word: i64) -> i64:
    """One MurmurHash3 block step; its constants are 0xCC9E2D51 and 0x1B873593."""
    k: i64 = (word * 0x2D51 + (word & 0xFFFF) * 0xCC9E0000) & 0xFFFFFFFF
    k = (k << 15) | (k >> 17)
    k = (k * 0x3593 + (k & 0xFFFF) * 0x1B870000) & 0xFFFFFFFF
    h: i64 = state ^ k
    h = (h << 13) | (h >> 19)
    return (h * 5 + 0xE6546B64) & 0xFFFFFFFF


def _finish(state: i64, length: i64) -> i64:
    """MurmurHash3's finaliser (fmix32) after mixing in the length in bytes; constants 0x85EBCA6B and 0xC2B2AE35."""
    h: i64 = state ^ length
    h ^= h >> 16
    h = (h * 0xCA6B + (h & 0xFFFF) * 0x85EB0000) & 0xFFFFFFFF
    h ^= h >> 13
    h = (h * 0xAE35 + (h & 0xFFFF) * 0xC2B20000) & 0xFFFFFFFF
    return h ^ (h >> 16)


def murmur3(words: list[int], start: int) -> int:
    """MurmurHash3_x86_32 of whole 32-bit words; exists so that the published vectors can be checked."""
    h: i64 = start
    for word in words:
        h = _absorb(h, word)
    return _finish(h, 4 * len(words))


def mix(seed: int, purpose: int, entity: int, n: int) -> int:
    """32 bits of luck for one effect.

    `seed` is 0 .. 2**63 - 1; purpose, entity and n are 0 .. 2**32 - 1. Same key, same luck, in any order of play.
    """
    return finish_mix(begin_mix(seed, purpose, entity), n)


def begin_mix(seed: i64, purpose: i64, entity: i64) -> i64:
    """The part of `mix` before an entity's effect number: whoever draws many of them mixes it once."""
    h: i64 = _absorb(0, seed & 0xFFFFFFFF)
    h = _absorb(h, (seed >> 32) & 0xFFFFFFFF)
    h = _absorb(h, purpose)
    return _absorb(h, entity)


def finish_mix(before: i64, n: i64) -> i64:
    """The rest of `mix`, from what `begin_mix` returned."""
    return _finish(_absorb(before, n), 20)


def draw(table: Table, seed: int, purpose: int, entity: int, n: int) -> int:
    """One value of the table, chosen by the luck of this key."""
    return table.at(mix(seed, purpose, entity, n))


def happens(chance_ppm: int, seed: int, purpose: int, entity: int, n: int) -> bool:
    """Whether a hazard of `chance_ppm` millionths strikes; compares 32 bits, so rare hazards are exact to 2**-32."""
    if chance_ppm >= CERTAIN_PPM:
        return True
    # Most days have no chance of an incident: nothing is mixed for them.
    if chance_ppm <= 0:
        return False
    chance: i64 = chance_ppm
    luck: i64 = mix(seed, purpose, entity, n)
    return luck * CERTAIN_PPM < chance * LUCK_RANGE

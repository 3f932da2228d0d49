"""A chi-square test of counts against a table, without floating-point libraries beyond the standard one."""

from collections.abc import Mapping

from aiboard.engine.chance.tables import ONE, Table

#: Cells of fewer expected counts are pooled.
LEAST = 8.0
#: One-sided z of the chi-square's bound: 4.26 is a chance of about 1e-5 that honest luck fails a test.
Z = 4.26


def bound(df: int) -> float:
    """The chi-square value that `df` degrees of freedom exceed about once in 100,000 times (Wilson and Hilferty)."""
    spread = 2 / (9 * df)
    return float(df * (1 - spread + Z * spread**0.5) ** 3)


def chi_square_ok(seen: Mapping[int, int], table: Table) -> bool:
    """Whether counts of values agree with the table's weights; a value off the table never does."""
    total = sum(seen.values())
    if any(table.weight(value) == 0 for value in seen):
        return False
    chi, df, pooled, pooled_expected = 0.0, -1, 0, 0.0
    for value in table.values():
        pooled += seen.get(value, 0)
        pooled_expected += total * table.weight(value) / ONE
        if pooled_expected >= LEAST:
            chi += (pooled - pooled_expected) ** 2 / pooled_expected
            df += 1
            pooled, pooled_expected = 0, 0.0
    if pooled_expected:
        chi += (pooled - pooled_expected) ** 2 / max(pooled_expected, 1.0)
    return df < 1 or chi < bound(df)

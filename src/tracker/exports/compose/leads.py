"""A lead department in headings and charts: with how it is known, so that none is taken for the ministry's word."""

from collections import Counter

from tracker.domain.terms import DepartmentBasis
from tracker.wording import Words


def led(department: str, bases: Counter[DepartmentBasis], words: Words) -> str:
    """The department with how many it leads on which basis: 中小企业局（按职能推定 8、原文点名 1）."""
    parts = [words.report("led_part", basis=basis, count=bases[basis]) for basis in DepartmentBasis if bases[basis]]
    return words.report("led", department=department, bases=words.join(parts))


def led_in_short(department: str, bases: Counter[DepartmentBasis], words: Words) -> str:
    """The same where there is little room: only whether, or of how many, the text does not name it."""
    count = bases.total()
    inferred = count - bases[DepartmentBasis.NAMED]
    if not inferred:
        return department
    if inferred == count:
        return words.report("led_inferred", department=department)
    return words.report("led_partly", department=department, inferred=inferred, count=count)

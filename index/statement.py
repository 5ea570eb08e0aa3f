"""Statements: a stretch of an article, who said it, and how. Finding them comes next."""

from typing import Literal

Kind = Literal["direct", "indirect", "mixed"]

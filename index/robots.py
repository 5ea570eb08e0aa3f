"""robots.txt: what a site allows, as RFC 9309 says."""

from dataclasses import dataclass

from protego import Protego

from index.exchange import Reply

# The name that a robots.txt calls us by.
ROBOT = "qala"
# What is read of a robots.txt; RFC 9309 asks for 500 KiB at least.
LONGEST = 512_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site allows `qala`; all of it where it has no rules."""

    robots: Protego | None = None

    def allow(self, url: str) -> bool:
        """Whether this address may be fetched."""
        return self.robots is None or self.robots.can_fetch(url, ROBOT)

    @property
    def delay(self) -> float:
        """The seconds between two requests that the site asks for; 0 where it asks for nothing."""
        return (self.robots.crawl_delay(ROBOT) if self.robots else None) or 0.0


def read_rules(reply: Reply) -> Rules | None:
    """The rules of a site from its answer to /robots.txt; None where it cannot tell them now.

    A site that has none allows everything; one whose server is in trouble nothing for the moment.
    """
    if reply.status == 200:
        return Rules(Protego.parse(reply.data[:LONGEST].decode("utf-8-sig", "replace")))
    return None if reply.passing or reply.status >= 500 else Rules()

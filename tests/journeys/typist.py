"""Who types at a counter: counts keys and the seconds that the machine lets them wait.

Used by the journeys of the desk."""

import time

from playwright.sync_api import Page

KEYS_A_SECOND = 200 / 60  # an office typist: 40 words a minute of five letters; the average of those who type at work


class Typist:
    """Presses keys one by one, counts them, and measures how long the machine lets them wait."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.waited, self._began = page, 0, 0.0, 0.0

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.keys += len(words)

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.keys += len(name.split("+"))

    def wait(self, ready) -> None:
        began = time.monotonic()
        ready()
        self.waited += time.monotonic() - began

    @property
    def seconds(self) -> float:
        return self.keys / KEYS_A_SECOND + self.waited

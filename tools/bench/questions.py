"""What readers ask about: links made with a fixed seed, so that a crowd asks the same in every run."""

from __future__ import annotations

import random
from dataclasses import replace

from atlas.question.choices import Choices, month_ends
from atlas.question.question import Question, default_question, to_params

POPULAR = 40


class Questions:
    """Links a reader may follow: half of them from a list that all readers share, half of them asked by nobody else."""

    def __init__(self, choices: Choices, seed: int) -> None:
        self.choices = choices
        self.usual = default_question(choices)
        self.days = month_ends(choices.first_day, choices.last_day)
        self.chance = random.Random(seed)  # noqa: S311 -- a repeatable crowd, no secret
        self.popular = [self.fresh() for _ in range(POPULAR)]

    def next(self) -> Question:
        """What the next reader asks."""
        return self.chance.choice(self.popular) if self.chance.random() < 0.5 else self.fresh()

    def fresh(self) -> Question:
        """Any date, definition, indicator, radius, and one layer more or less."""
        indicator = self.chance.choice(list(self.choices.indicators))
        layer = self.chance.choice([each for each in self.choices.layers if each not in self.choices.exclusive])
        return replace(
            self.usual,
            as_of=self.chance.choice(self.days),
            definition=self.chance.choice(self.choices.definitions),
            indicator=indicator,
            period=self.chance.choice(self.choices.indicators[indicator]),
            layers=tuple(each for each in self.choices.layers if (each in self.usual.layers) != (each == layer)),
            radius_km=self.chance.choice((20, 30, 50, 80)),
            prefecture=self.chance.choice(self.choices.prefectures),
        )

    def link(self) -> dict[str, str]:
        """The next question as the parameters of a link."""
        return to_params(self.next(), self.choices)

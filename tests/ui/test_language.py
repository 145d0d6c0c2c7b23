"""Names that a city gives in two languages: English for who reads English, Indonesian for everybody else."""

import pytest
from django.utils.translation import override

from lapor.agencies.models import Category
from lapor.agencies.questions import Question, QuestionKind


@pytest.mark.parametrize(("language", "said"), [("id", "Lampu"), ("jv", "Lampu"), ("en", "Lamp"), ("en-gb", "Lamp")])
def test_categories_and_questions_are_named_in_the_readers_language(language, said):
    category = Category(name="Lampu", name_en="Lamp", group_name="Lampu", group_name_en="Lamp")
    question = Question("a", QuestionKind.CHOICE, "Lampu", "Lamp", (("Lampu", "Lamp"),))
    with override(language):
        assert (category.label, category.group_label) == (said, said)
    assert (question.label(language), question.choice_labels(language)) == (said, [("Lampu", said)])

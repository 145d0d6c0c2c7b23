"""Categories and offices of the city by code."""

import pytest

from lapor.agencies.models import Agency, Category


@pytest.fixture
def categories(root):
    return {one.code: one for one in Category.objects.filter(root=root)}


@pytest.fixture
def offices(root):
    return {one.code: one for one in Agency.objects.filter(root=root)}

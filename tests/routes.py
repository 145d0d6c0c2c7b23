"""Every address there is, as the resolver knows it: for tests that walk over all of them."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def routes(
    resolvers: "list[URLPattern | URLResolver] | None" = None, before: str = "", namespace: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Route without the first slash ("laporan/<str:number>"), full name ("web:report"), pattern."""
    for pattern in get_resolver().url_patterns if resolvers is None else resolvers:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(
                pattern.url_patterns, route, namespace + (f"{pattern.namespace}:" if pattern.namespace else "")
            )
        else:
            yield route, f"{namespace}{pattern.name or ''}", pattern

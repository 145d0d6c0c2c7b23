"""Templates whose constant parts are written once for each language, when they are loaded, instead of on every page.

Constant folding, as compilers do it: a translation of fixed words, the address of a view with fixed arguments, a static
file, a tag that is pure and has fixed arguments become text; tags that write nothing go. A page of an officer holds
some hundred of them. Of an address with one argument that varies, the route is looked up once. Our templates hold
neither {% language %} nor {% autoescape %}: what a page includes, or a block that another template gives, is folded in
the language that is active around it.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.template import Context, Node, NodeList, Template, TemplateDoesNotExist
from django.template.base import FilterExpression, TextNode, TokenType, Variable
from django.template.defaulttags import CommentNode, ForNode, IfNode, LoadNode, URLNode, WithNode
from django.template.library import InclusionNode, SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode
from django.template.loaders import base, cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lapor.ui.addresses import url_about

Tag = TypeVar("Tag", bound=Callable[..., Any])
_pure: set[Callable[..., Any]] = set()


def pure(tag: Tag) -> Tag:
    """What this tag writes depends on its arguments and the language alone, not on the page it stands on."""
    _pure.add(tag)
    return tag


class _FoldedOnce(base.Loader):
    """Comes after the cache in the order of method resolution: what that keeps is folded."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template = super().get_template(template_name, skip)
        context = Context()
        with context.bind_template(template):
            fold(template.nodelist, context)
        return template


class Loader(cached.Loader, _FoldedOnce):
    """Keeps each template once for each language."""

    def cache_key(self, template_name: str, skip: Any = None) -> str:
        return f"{get_language()} {super().cache_key(template_name, skip) if skip else template_name}"


def fold(nodes: NodeList, context: Context) -> None:
    """Write what is constant in `nodes`, in place, in the language that is active."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, LoadNode | CommentNode):
            continue
        for inner in _inner(node):
            fold(inner, context)
        new = _folded(node, context) if is_constant(node) else _address_about(node)
        last = found[-1] if found else None
        if isinstance(new, TextNode) and isinstance(last, TextNode):
            found[-1] = TextNode(last.s + new.s)
        else:
            found.append(new)
    nodes[:] = found


def _folded(node: Node, context: Context) -> Node:
    """As it is where it cannot be written: the fault belongs to the page that comes to it."""
    try:
        return TextNode(str(node.render(context)))
    except (NoReverseMatch, ValueError, TemplateDoesNotExist):
        return node


class AddressNode(Node):
    """The address of a view with a fixed name and one argument: its route is looked up once (lapor.ui.addresses)."""

    def __init__(self, name: str, about: FilterExpression) -> None:
        self.name, self.about = name, about

    def render(self, context: Context) -> SafeString:
        return conditional_escape(url_about(self.name, self.about.resolve(context)))


def _address_about(node: Node) -> Node:
    match node:
        case URLNode(asvar=None, args=[about]) if not node.kwargs and _are_fixed(node.view_name):
            return AddressNode(node.view_name.resolve(Context()), about)
    return node


def _inner(node: Node) -> Iterator[Any]:
    """The lists of nodes in a tag, of those tags that change neither language nor escaping."""
    if isinstance(node, IfNode):
        for _condition, inner in node.conditions_nodelists:
            yield inner
    elif isinstance(node, ForNode):
        yield node.nodelist_loop
        yield node.nodelist_empty
    elif isinstance(node, BlockNode | ExtendsNode | WithNode):
        yield node.nodelist


def is_constant(node: Node) -> bool:
    match node:
        case TranslateNode(asvar=None):
            return _are_fixed(node.filter_expression, node.message_context)
        case BlockTranslateNode(asvar=None):
            is_text = all(token.token_type is TokenType.TEXT for token in node.singular)
            return is_text and not (node.plural or node.extra_context) and _are_fixed(node.message_context)
        case URLNode(asvar=None):
            return _are_fixed(node.view_name, *node.args, *node.kwargs.values())
        case StaticNode(varname=None):
            return _are_fixed(node.path)
        case SimpleNode(target_var=None) | InclusionNode():
            return node.func in _pure and not node.takes_context and _are_fixed(*node.args, *node.kwargs.values())
    return False


def _are_fixed(*expressions: FilterExpression | None) -> bool:
    """Literals without filters; those to be translated, True, False and None are kept as variables."""
    return all(
        one is None or (not one.filters and (not isinstance(one.var, Variable) or one.var.lookups in _LITERALS))
        for one in expressions
    )


_LITERALS = (None, ("True",), ("False",), ("None",))

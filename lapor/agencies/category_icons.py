"""The picture of a category: by its own name of one (`icon` in a preset's categories.csv), else by its group.

Shown where a report's words are not published, and where categories are chosen by picture; each is `category-NAME` of
the icon set (frontend/icons.json), in the sprite lapor/pictures.svg."""

OTHER = "other"
# Of the groups that a preset usually has (docs/operate/preset.md); a group of another name names its icons itself.
BY_GROUP = {
    "jalan": "road",
    "penerangan": "lamp",
    "air": "water",
    "drainase": "flood",
    "sampah": "waste",
    "lingkungan": "tree",
    "lalu-lintas": "traffic",
    "kesehatan": "health",
    "pendidikan": "school",
    "kependudukan": "card",
    "perizinan": "shop",
    "pajak": "tax",
    "sosial": "care",
    "ketertiban": "safety",
    "kerja": "work",
    "wisata": "leisure",
    "pelayanan": "service",
}
ICONS = frozenset(
    {
        *BY_GROUP.values(),
        *(
            "bridge",
            "cable",
            "noise",
            "smoke",
            "bus",
            "parking",
            "ambulance",
            "disability",
            "fire",
            "animal",
            "building",
        ),
        OTHER,
    }
)


def category_icon(group_code: str, own: str = "") -> str:
    """The icon's name in the sprite."""
    return f"category-{own or BY_GROUP.get(group_code, OTHER)}"

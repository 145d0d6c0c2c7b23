"""What this service is, by which law, and what becomes of people's data: the texts that come with the program. A city
writes its own in their place (/konsol/halaman/)."""

from django.utils.translation import gettext as _


def about() -> tuple[str, str]:
    return _("About this service"), _(
        "Here the people of the city tell their government what is wrong, what they wish for and what they want to"
        " know, and see what is done about it. Every report gets a number, an office that is responsible and a"
        " deadline. What is late is shown as late; a report counts as solved only when its reporter says so.\n\nThe"
        " service is run by the city itself. Its program is open source (EUPL-1.2): anybody may read how deadlines are"
        " counted and figures are made, and check it against the [open data](/data/)."
    )


def legal() -> tuple[str, str]:
    return _("Legal basis"), _(
        "- **UU 25/2009** on public services: everybody may complain, and the provider answers in time.\n- **Perpres"
        " 76/2013** and **PermenPANRB 62/2018** on the handling of complaints.\n- **UU 14/2008** on public information:"
        " requests for information, objections.\n- **UU 37/2008** on the Ombudsman.\n- **UU 27/2022** on the protection"
        " of personal data.\n\nThe numbers of the laws are to be checked against their texts. The city adds its own"
        " regulations here."
    )


def privacy() -> tuple[str, str]:
    return _("What we keep of you, and why"), _(
        "This notice follows UU 27/2022 (to be checked against its text).\n\n| what | why | how long "
        "|\n|---|---|---|\n| Name, telephone number, address for mails, where you gave them | to answer you, and "
        "to know a person again who comes back | until you have them erased, and no later than two years after your "
        "last report has ended, unless the city sets another time |\n| Your words, photos and the place | to "
        "handle the report; the public reads words once an officer has checked them for private details | as "
        "long as the report |\n| What you write to us on other channels | to answer where you asked | with the "
        "report |\n| The address of your connection | only to keep machines from flooding us | hours |\n\nYour "
        "name and your contact points are sealed apart from the report. Whoever opens them says why, and that is "
        "recorded; you can see it on the page of your report. Nothing is sold, no advertisement is shown, no "
        "visitor is followed.\n\n**Your rights**: to know, to correct, to take along, to object, to have erased. "
        "Most of it you do yourself on the page of your report; for all else turn to the officer responsible "
        "for data protection, named below."
    )

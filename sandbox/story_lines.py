"""Who says what in the sandbox's story, and which ideas come of it."""

from dataclasses import dataclass

PM = "priya"


@dataclass(frozen=True, slots=True)
class Voice:
    """Something said in a channel, by whom, and who saved it: with its customer by the message's
    form, otherwise by a reaction."""

    days_ago: float
    who: str
    channel: str
    words: str
    saved_by: str = ""
    idea: str = ""
    customer: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An idea, the votes it gets by and by, the moves it makes: (days ago, where), and when it is
    worked on: (days ago, first and last day counted from the present, how sure)."""

    days_ago: float
    who: str
    title: str
    area: str
    description: str = ""
    owner: str = ""
    votes: tuple[tuple[float, str], ...] = ()
    moves: tuple[tuple[float, str], ...] = ()
    dates: tuple[tuple[float, int, int, str], ...] = ()


PROPOSALS = (
    Proposal(
        20.9, PM, "Export every table to CSV", "Reporting",
        "Finance teams copy tables by hand every month.", "emil",
        ((20, "sam"), (19, "sofia"), (12, "emil"), (5, "erin"), (1.2, "priya")),
        ((15, "next"), (3, "now")), ((14.9, -4, 25, "likely"), (2.9, -3, 39, "firm")),
    ),
    Proposal(
        20.5, PM, "Invoices in several currencies", "Billing",
        "One customer, one invoice, two currencies.", "priya",
        ((18, "sofia"), (17, "erin"), (2, "sam")),
        ((14, "now"),), ((13.9, -14, 66, "likely"),),
    ),
    Proposal(
        20.2, "sofia", "Single sign-on with SAML", "Access",
        "Every customer above 200 seats asks for it in the security review.", "emil",
        ((16, "sofia"), (11, "erin"), (4, "sam"), (1.5, "priya")),
        ((10, "next"),), ((9.9, 42, 128, "likely"),),
    ),
    Proposal(
        19.6, "sam", "Reminders before an invoice is due", "Billing",
        "", "priya", ((18.5, "sam"), (13, "sofia")), ((16, "now"), (2.4, "shipped")),
        ((15.9, -16, -1, "firm"),),
    ),
    Proposal(
        18.2, "emil", "Webhook when an invoice is paid", "Integrations",
        "", "", ((17.2, "emil"), (9, "sofia")), ((8, "later"),),
    ),
    Proposal(
        16.1, "sam", "Offline mode in the mobile app", "Mobile",
        "Field engineers write invoices in cellars without a network.", "",
        ((15, "sam"), (6, "sofia")), ((7.5, "later"),), ((7.4, 130, 220, "rough"),),
    ),
    Proposal(
        12.4, "sofia", "Approval before an invoice goes out", "Billing",
        "", "priya", ((11.8, "erin"), (8.2, "sofia"), (2.2, "emil")), ((5.5, "next"),),
        ((5.4, 56, 96, "rough"),),
    ),
    Proposal(9.3, "sam", "Saved filters in reports", "Reporting", "", "", ((9, "sam"),), ()),
    Proposal(
        6.6, "emil", "Dark mode", "Mobile", "", "",
        ((6.4, "emil"), (6.1, "sam"), (2.6, "sofia"), (0.6, "erin")), (),
    ),
)  # fmt: skip


VOICES = (
    Voice(20.6, "sam", "#support", "Brightwater cannot get their table of payments into Excel, "
          "they copy 400 rows by hand every month", "sam", "Export every table to CSV",
          "Brightwater"),
    Voice(19.8, "sofia", "#sales", "Kestrel Freight bills in euro and dollar. Without both on one "
          "invoice they stay with their old tool", "sofia", "Invoices in several currencies",
          "Kestrel Freight"),
    Voice(18.8, "sam", "#support", "Third ticket this week: can people be reminded before an "
          "invoice is due?", "priya", "Reminders before an invoice is due"),
    Voice(15.4, "sofia", "#sales", "Acme's security review stops at single sign-on. Blocker for "
          "the 300 seat deal", "sofia", "Single sign-on with SAML", "Acme"),
    Voice(10.4, "sam", "#support", "Larkspur asks for the export too, but only of what they "
          "filtered", "sam", "Export every table to CSV", "Larkspur"),
    Voice(7.1, "sofia", "#sales", "Northbeam would sign for a webhook on paid invoices, they sync "
          "to their warehouse", "priya", "Webhook when an invoice is paid", "Northbeam"),
    Voice(4.7, "sam", "#support", "A customer sent an invoice with a wrong total to 80 people. "
          "They want a second pair of eyes before it goes out", "priya",
          "Approval before an invoice goes out"),
    Voice(2.9, "sam", "#support", "Brightwater again: could the monthly report come by itself, as "
          "a PDF, on the first?", "sam", customer="Brightwater"),
    Voice(1.8, "sofia", "#sales", "Two prospects this week asked if we have an API for customers, "
          "not only for invoices", "sofia"),
    Voice(0.9, "sam", "#support", "The mobile app logs people out every night, Kestrel's drivers "
          "are annoyed", "priya"),
    Voice(0.6, "sam", "#support", "Larkspur's auditor wants to see who changed an invoice, and "
          "when"),
    Voice(0.4, "emil", "#product", "If we do the export first, saved filters are almost free"),
)  # fmt: skip

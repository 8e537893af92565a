"""Section 2: fingerprints, with the filing firm and with affiliates (U4-FPR)."""

from collections.abc import Iterator

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case, Object
from finpro.filings.policies.checks.rule import At, rule

ON, TYPES = "fingerprints affiliated", "IRD"


def _chosen(case: Case) -> Iterator[tuple[str, Object, int | None]]:
    """Whoever answers for fingerprints, and the CRD number of that firm."""
    yield "/fingerprints", case.section("fingerprints"), case.firm_crd
    for at, row in case.affiliates:
        yield at, row, values.whole(row.get("affiliate_firm_crd"))


@rule("U4-FPR-01", on=ON, types=TYPES)
def one_way(case: Case) -> Iterator[At]:
    """Exactly one way is chosen."""
    options = case.form.lists.get("fingerprint_options")
    for at, holder, _ in _chosen(case):
        chosen = holder.get("fingerprint_option")
        known = options is None or chosen in [entry.code for entry in options.codes]
        if not values.text(chosen) or not known:
            yield At(f"{at}/fingerprint_option", "Choose one way in which fingerprints are provided.")


@rule("U4-FPR-02", on=ON, types=TYPES)
def barcode(case: Case) -> Iterator[At]:
    """Prints that are sent have a barcode of their own."""
    least, most = case.pair("u4_barcode_lengths")
    for at, holder, _ in _chosen(case):
        if holder.get("fingerprint_option") != "SUBMITTING":
            continue
        code = values.text(holder.get("barcode"))
        if not code:
            yield At(f"{at}/barcode", "Enter the barcode of the fingerprint card.")
        elif code in (case.known.taken_barcodes or ()):
            yield At(f"{at}/barcode", "This barcode stands on another person’s card. Compare it with the card.")
        elif not (least <= len(code) <= most and code.isascii() and code.isalnum()):
            message = f"Barcodes have {least} to {most} letters and digits. Compare it with the card."
            yield At(f"{at}/barcode", message, "warning")


@rule("U4-FPR-03", on=ON, types=TYPES)
def on_file(case: Case) -> Iterator[At]:
    """Prints are on file only where the firm has a card that has not ended."""
    cards = case.known.person.cards
    for at, holder, firm in _chosen(case):
        if cards is None or holder.get("fingerprint_option") != "ON_FILE_CONTINUOUS":
            continue
        if not any(card.firm_crd == firm and card.status != "TERM" for card in cards):
            yield At(
                f"{at}/fingerprint_option",
                "This firm has no fingerprint card of the person that still counts. Send fingerprints instead.",
            )


@rule("U4-FPR-04", on=ON, types=TYPES)
def adviser_only(case: Case) -> Iterator[At]:
    """Who registers only as an adviser representative asks for nothing of a broker-dealer."""
    for at, holder, _ in _chosen(case):
        asks = case.requests if at == "/fingerprints" else _own(case, at, holder)
        broker = [category for found, _, category in asks if "sro_requests/" in found or category == "AG"]
        if holder.get("fingerprint_option") == "IAR_ONLY" and broker:
            yield At(
                f"{at}/fingerprint_option",
                f"Only for adviser representatives, and {broker[0] or 'more'} is asked for too. Choose anew.",
            )


def _own(case: Case, at: str, holder: Object) -> list[tuple[str, str, str]]:
    if holder.get("copy_filing_firm_regs") == "SAME":
        return case.requests
    return [found for found in case.all_requests if found[0].startswith(f"{at}/")]


@rule("U4-FPR-05", on=ON, types=TYPES)
def adviser_choice(case: Case) -> Iterator[At]:
    """Who registers only as an adviser representative says what the states ask for."""
    for at, holder, _ in _chosen(case):
        if holder.get("fingerprint_option") == "IAR_ONLY" and not values.text(holder.get("iar_print_choice")):
            yield At(f"{at}/iar_print_choice", "Say what the jurisdictions ask for about fingerprints.")


@rule("U4-FPR-06", on=ON, types=TYPES)
def exemption(case: Case) -> Iterator[At]:
    """An exemption names its paragraph."""
    for at, holder, _ in _chosen(case):
        if holder.get("fingerprint_option") == "EXEMPT_17F2" and not list(
            values.codes(holder.get("exemption_paragraphs"))
        ):
            yield At(f"{at}/exemption_paragraphs", "Name at least one paragraph of SEC Rule 17f-2 that exempts.")

"""Where a visit can be, and which verb moves it there."""

from __future__ import annotations

from aftercare.platform.lifecycle import Lifecycle, Move

VISIT = Lifecycle(
    start="assigned",
    moves=[
        Move("accept", {"assigned"}, "accepted"),
        Move("set_out", {"accepted"}, "traveling"),
        Move("arrive", {"traveling"}, "on_site"),
        Move("finish", {"on_site"}, "done"),
        # Of a crew one leads and reports; the other one only ends the help.
        Move("help_done", {"on_site"}, "assisted"),
        Move("sign", {"done"}, "signed"),
        # The order was accepted by the office, or with the signature a colleague of the crew took.
        Move("settle", {"done"}, "settled"),
        Move("refuse_signature", {"done"}, "rejected"),
        Move("cannot_complete", {"traveling", "on_site"}, "cannot_complete"),
        Move("refuse", {"assigned", "accepted"}, "refused"),
        Move("cancel", {"assigned", "accepted", "traveling", "on_site"}, "canceled"),
        Move("hand_over", {"assigned", "accepted"}, "assigned"),
    ],
)

NOT_SET_OUT = ("assigned", "accepted")
# The work may be written down from arrival until the engineer says it is done.
AT_WORK = "on_site"
# Photos may still be taken, and kept out of the report, until the customer signs.
PICTURED = ("on_site", "done")

"""What leaves the house: decisions to providers, and links for applicants who are asked again.

`sending` is what the job calls, `decisions` and `links` know one kind of message each, `rows` says
in row and trail how an attempt ended, `listing` what stands where, for leads and admins.
"""

from reviews.outbox.decisions import submission_of
from reviews.outbox.links import renew_link, shown_link
from reviews.outbox.rows import give_up
from reviews.outbox.sending import send
from reviews.outbox.sending_again import again, cancel

__all__ = ["again", "cancel", "give_up", "renew_link", "send", "shown_link", "submission_of"]

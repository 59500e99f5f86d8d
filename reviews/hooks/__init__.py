"""What the client's own systems are told: webhooks after the Standard Webhooks scheme.

The closed list of events lies beside their rows; `telling` writes deliveries in the transaction of
a change, `sending` brings one out, `replaying` is what people do with them, `forgetting` deletes
them in the end, `subscriptions` who is told.
"""

from reviews.hooks.forgetting import forget_old
from reviews.hooks.replaying import cancel, replay, replay_failed, send_test
from reviews.hooks.sending import send
from reviews.hooks.subscriptions import (
    change_subscription,
    create_subscription,
    renew_secret,
    resume_subscription,
)
from reviews.models import HookEvent

__all__ = [
    "HookEvent",
    "cancel",
    "change_subscription",
    "create_subscription",
    "forget_old",
    "renew_secret",
    "replay",
    "replay_failed",
    "resume_subscription",
    "send",
    "send_test",
]

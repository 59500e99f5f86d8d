"""What the client's own systems may ask and tell: a JSON API under /api/v1/, by bearer token.

`application` puts it together, `reading` and `telling` are its routes, `tokens` who may come in.
No cookie counts here, and no answer names a member of staff.
"""

from reviews.api.tokens import make_token, revoke_token
from reviews.models import Scope

__all__ = ["Scope", "make_token", "revoke_token"]

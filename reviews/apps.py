"""The reviews app. Owns no rule; connects what hears of every change."""

from django.apps import AppConfig
from django.db.models.signals import post_save


class ReviewsConfig(AppConfig):
    name = "reviews"
    label = "reviews"

    def ready(self) -> None:
        from reviews.hooks.telling import hear

        post_save.connect(hear, sender="trail.TrailEntry", dispatch_uid="reviews.hooks")

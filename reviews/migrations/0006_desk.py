"""The desk: policies with versions, routing, calendars, notices, tags, views, hooks, tokens."""

from datetime import timedelta

import django.db.models.deletion
import django.utils.timezone
import reviews.models.case
import uuid
from django.conf import settings
from django.db import migrations, models

# What lists show of a case, as its newest round has it.
_CLEAR = ("document_type", "country_code", "flow_id")


def fill(apps, schema_editor):
    """Limits and shares from the columns that go; lists' columns from the rounds."""
    using = schema_editor.connection.alias
    queues = apps.get_model("reviews", "Queue").objects.using(using)
    versions = apps.get_model("reviews", "PolicyVersion").objects.using(using)
    for queue in queues.all():
        queue.late_after_minutes = queue.due_hours * 60
        queue.passed_percent = 100 if queue.takes_passed else 0
        queue.kind = "default" if queue.pk == "main" else queue.kind
        queue.save()
    queues.get_or_create(
        slug="technical", defaults={"name": "Technical", "kind": "technical", "due_hours": 24}
    )
    apps.get_model("reviews", "RoutingVersion").objects.using(using).create(number=1, rules=[])
    for queue in queues.all():
        versions.create(queue=queue, number=1, values={})
    cases = apps.get_model("reviews", "Case").objects.using(using)
    rounds = apps.get_model("reviews", "Round").objects.using(using)
    for case in cases.iterator():
        last = rounds.filter(case=case).select_related("journey__account", "opened_on")
        last = last.order_by("-number").first()
        if last is None:
            continue
        case.account = last.journey.account
        for name in _CLEAR:
            setattr(case, name, getattr(last.opened_on, name))
        case.round_opened_at, case.closed_at = last.opened_at, last.closed_at
        case.turn_at = case.due_at - timedelta(seconds=case.queue.handling_seconds)
        case.save()


class Migration(migrations.Migration):

    dependencies = [
        ('journeys', '0002_names'),
        ('reviews', '0005_approval_policy'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('scopes', models.JSONField(default=list)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField(null=True)),
                ('last_used_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('is_restricted', models.BooleanField(default=False)),
                ('sealed_name', models.BinaryField()),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='Calendar',
            fields=[
                ('slug', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('time_zone', models.CharField(default='UTC', max_length=64)),
                ('hours', models.JSONField(default=dict)),
                ('days_off', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='CaseTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('event', models.CharField(max_length=40)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Sending'), ('sent', 'Sent'), ('refused', 'Refused'), ('given_up', 'Given up'), ('cancelled', 'Cancelled')], default='waiting', max_length=10)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('last_error', models.CharField(blank=True, max_length=200)),
                ('sent_at', models.DateTimeField(null=True)),
                ('sealed_body', models.BinaryField()),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('mentioned', 'You were mentioned'), ('assigned', 'A case was given to you'), ('taken', 'A lead took a case back'), ('reopened', 'A case you decided was reopened'), ('overturned', 'A second reader saw it differently'), ('answered', 'The applicant sent again'), ('conflict', 'The provider holds another decision'), ('policy', "A queue's policy changed"), ('confirm', 'A change waits for a second admin'), ('nobody', 'A case has no eligible reader')], max_length=12)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='PendingChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('queue', 'Queue'), ('routing', 'Routing'), ('reason', 'Reason')], max_length=8)),
                ('subject', models.CharField(blank=True, max_length=40)),
                ('based_on', models.PositiveIntegerField()),
                ('values', models.JSONField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting for a second admin'), ('confirmed', 'Confirmed'), ('refused', 'Refused'), ('taken_back', 'Taken back')], default='waiting', max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='PolicyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('values', models.JSONField()),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='QueueWorker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at_most', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('last_given_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='RoutingVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('rules', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('is_shared', models.BooleanField(default=False)),
                ('query', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['is_shared', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Skip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reason', models.CharField(max_length=20)),
                ('until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('url', models.CharField(max_length=400)),
                ('events', models.JSONField(default=list)),
                ('is_personal', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('key_id', models.CharField(max_length=64)),
                ('sealed_secret', models.BinaryField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('slug', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='case',
            name='account',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.account'),
        ),
        migrations.AddField(
            model_name='case',
            name='assigned_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assigned_cases', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='case',
            name='closed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='country_code',
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AddField(
            model_name='case',
            name='document_type',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='case',
            name='flow_id',
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name='case',
            name='held_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='held_cases', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='case',
            name='rank',
            field=models.PositiveSmallIntegerField(choices=[(0, 'Urgent'), (1, 'High'), (2, 'Normal'), (3, 'Low')], default=2),
        ),
        migrations.AddField(
            model_name='case',
            name='reminded_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='round_opened_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name='case',
            name='rule_id',
            field=models.CharField(blank=True, max_length=36),
        ),
        migrations.AddField(
            model_name='case',
            name='severity',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='case',
            name='skip_count',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='case',
            name='turn_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name='case',
            name='why_bits',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='decision',
            name='handling_seconds',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='queue',
            name='applicant_days',
            field=models.PositiveSmallIntegerField(default=7),
        ),
        migrations.AddField(
            model_name='queue',
            name='assignment',
            field=models.CharField(choices=[('pull', 'People take the next case'), ('round_robin', 'Given in turn'), ('least_loaded', 'Given to who has the fewest')], default='pull', max_length=12),
        ),
        migrations.AddField(
            model_name='queue',
            name='handling_seconds',
            field=models.PositiveIntegerField(default=300),
        ),
        migrations.AddField(
            model_name='queue',
            name='is_active',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='queue',
            name='is_guided',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='queue',
            name='kind',
            field=models.CharField(blank=True, choices=[('default', 'Takes what no rule sends elsewhere'), ('technical', 'Takes what a provider could not process')], max_length=10),
        ),
        migrations.AddField(
            model_name='queue',
            name='late_after_minutes',
            field=models.PositiveIntegerField(default=1440),
        ),
        migrations.AddField(
            model_name='queue',
            name='on_silence',
            field=models.CharField(choices=[('back', 'Back to the queue'), ('close', 'Close the case')], default='back', max_length=5),
        ),
        migrations.AddField(
            model_name='queue',
            name='passed_percent',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='queue',
            name='rank',
            field=models.PositiveSmallIntegerField(choices=[(0, 'Urgent'), (1, 'High'), (2, 'Normal'), (3, 'Low')], default=2),
        ),
        migrations.AddField(
            model_name='queue',
            name='reminder_days',
            field=models.PositiveSmallIntegerField(default=3),
        ),
        migrations.AddField(
            model_name='queue',
            name='reread_percent',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='queue',
            name='sample_percent',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='queue',
            name='second_reader_when',
            field=models.JSONField(default=reviews.models.case.default_second_reader_when),
        ),
        migrations.AddField(
            model_name='queue',
            name='shows_names',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='queue',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='search',
            name='filters',
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name='outboxrow',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Sending'), ('sent', 'Provider confirmed'), ('failed', 'Provider refused'), ('conflict', 'Provider holds another decision'), ('withdrawn', 'Withdrawn before sending'), ('given_up', 'Given up'), ('cancelled', 'Cancelled by a lead')], default='waiting', max_length=10),
        ),
        migrations.AlterField(
            model_name='round',
            name='why',
            field=models.CharField(choices=[('first', 'First look'), ('resubmission', 'The applicant sent again'), ('new_evidence', 'New evidence on a closed case'), ('reopened', 'Reopened by a lead'), ('monitor', 'Screening update at the provider'), ('spot_check', 'Spot check'), ('renewal', 'Renewal'), ('reread', 'Read again, blind'), ('silence', 'The applicant did not answer')], default='first', max_length=16),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', ('open', 'claimed'))), fields=['queue', 'is_test', 'rank', 'turn_at', 'id'], name='case_by_turn'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('assigned_to__isnull', False), ('state__in', ('open', 'claimed'))), fields=['assigned_to'], name='case_assigned'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('held_until__isnull', False)), fields=['held_by', 'held_until'], name='case_held'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='case_waiting'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['queue', 'closed_at'], name='case_closed'),
        ),
        migrations.AddField(
            model_name='apitoken',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='attachment',
            name='blob',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.blob'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='attachment',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='reviews.round'),
        ),
        migrations.AddField(
            model_name='queue',
            name='calendar',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='queues', to='reviews.calendar'),
        ),
        migrations.AddField(
            model_name='casetag',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casetag',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_tags', to='reviews.case'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='reviews.case'),
        ),
        migrations.AddField(
            model_name='notice',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.case'),
        ),
        migrations.AddField(
            model_name='notice',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='queue',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.queue'),
        ),
        migrations.AddField(
            model_name='pendingchange',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pendingchange',
            name='settled_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='queue',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='reviews.queue'),
        ),
        migrations.AddField(
            model_name='decision',
            name='policy',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.policyversion'),
        ),
        migrations.AddField(
            model_name='presence',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='reviews.case'),
        ),
        migrations.AddField(
            model_name='presence',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='queueworker',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='queue_places', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='queueworker',
            name='queue',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='workers', to='reviews.queue'),
        ),
        migrations.AddField(
            model_name='routingversion',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='savedview',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='savedview',
            name='queue',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='reviews.queue'),
        ),
        migrations.AddField(
            model_name='skip',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skips', to='reviews.case'),
        ),
        migrations.AddField(
            model_name='skip',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='subscription',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='delivery',
            name='subscription',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='reviews.subscription'),
        ),
        migrations.AddField(
            model_name='casetag',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_tags', to='reviews.tag'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('read_at__isnull', True)), fields=['person', '-at'], name='notice_unread'),
        ),
        migrations.AddConstraint(
            model_name='pendingchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('settled_by__isnull', False), models.Q(('settled_by', models.F('by')), _negated=True)), _connector='OR'), name='pending_change_two_people'),
        ),
        migrations.AddConstraint(
            model_name='pendingchange',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('kind', 'subject'), name='pending_change_one_waiting'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.UniqueConstraint(fields=('queue', 'number'), name='policy_version_once'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(fields=('case', 'person'), name='presence_once'),
        ),
        migrations.AddConstraint(
            model_name='queueworker',
            constraint=models.UniqueConstraint(fields=('queue', 'person'), name='queue_worker_once'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('owner', 'queue', 'name'), name='saved_view_once'),
        ),
        migrations.AddIndex(
            model_name='skip',
            index=models.Index(fields=['person', '-until'], name='skip_of_person'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['subscription', '-at'], name='delivery_log'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ('waiting', 'sending', 'refused'))), fields=['at'], name='delivery_open'),
        ),
        migrations.AddConstraint(
            model_name='casetag',
            constraint=models.UniqueConstraint(fields=('case', 'tag'), name='case_tag_once'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

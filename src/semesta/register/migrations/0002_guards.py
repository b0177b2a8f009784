"""Facts are appended, never changed; on PostgreSQL no two of them hold at once."""

from django.db import migrations

from semesta.database.guards import (
    never_changed,
    never_deleted,
    one_version,
    room_to_change,
    superseded_once,
    written_once,
)


class Migration(migrations.Migration):
    """Triggers on both databases, an exclusion constraint on PostgreSQL."""

    dependencies = [("register", "0001_first")]
    operations = [
        migrations.RunPython(never_changed("change", "family", "look", "taken"), migrations.RunPython.noop),
        migrations.RunPython(
            superseded_once("person_fact", "identifier", "membership"), migrations.RunPython.noop
        ),
        migrations.RunPython(written_once({"merge": ("undone_by_id",)}), migrations.RunPython.noop),
        migrations.RunPython(never_deleted("person", "payer"), migrations.RunPython.noop),
        migrations.RunPython(one_version("person_fact", "membership"), migrations.RunPython.noop),
        migrations.RunPython(room_to_change("person"), migrations.RunPython.noop),
    ]

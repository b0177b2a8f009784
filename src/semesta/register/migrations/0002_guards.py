"""Facts are appended, never changed; on PostgreSQL no two of them hold at once."""

from django.db import migrations

from semesta.database.guards import never_changed, one_version, room_to_change, superseded_once

FACT = ("valid_from", "valid_to", "change_id", "person_id")


class Migration(migrations.Migration):
    """Triggers on both databases, an exclusion constraint on PostgreSQL."""

    dependencies = [("register", "0001_first")]
    operations = [
        migrations.RunPython(never_changed("change", "look", "taken"), migrations.RunPython.noop),
        migrations.RunPython(
            superseded_once(
                {
                    "person_fact": (
                        *FACT,
                        *("name", "sex", "birth_date", "died_on", "kk", "village", "address", "rt", "rw"),
                        *("phone", "email", "facility"),
                    ),
                    "identifier": (*FACT, "kind", "value", "contested"),
                    "membership": (
                        *FACT,
                        *("spell", "family_id", "relation", "segment", "hospital_class", "payer_id"),
                        *("status", "transition", "start_date", "end_date", "status_raw", "payer_written"),
                    ),
                }
            ),
            migrations.RunPython.noop,
        ),
        migrations.RunPython(one_version("person_fact", "membership"), migrations.RunPython.noop),
        migrations.RunPython(room_to_change("person"), migrations.RunPython.noop),
    ]

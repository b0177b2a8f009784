"""Entries, postings, bill lines and payments are never changed; nothing of the ledger is deleted."""

from django.db import migrations

from semesta.database.guards import never_changed, never_deleted, superseded_once, written_once


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies = [("ledger", "0001_first")]
    operations = [
        migrations.RunPython(
            never_changed(
                *("entry", "posting", "bill_line", "payment", "rate", "bill_run", "adjust_run"),
                *("arrears_run", "month_closed", "inpatient_charge"),
            ),
            migrations.RunPython.noop,
        ),
        migrations.RunPython(superseded_once("wage"), migrations.RunPython.noop),
        migrations.RunPython(
            written_once(
                {
                    "refund": ("decided_id", "agreed", "entry_id", "paid_id"),
                    "instalment": ("ended_id", "outcome"),
                }
            ),
            migrations.RunPython.noop,
        ),
        migrations.RunPython(never_deleted("bank"), migrations.RunPython.noop),
    ]

"""Entries, postings, bill lines and payments are never changed."""

from django.db import migrations

from semesta.database.guards import never_changed, superseded_once


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies = [("ledger", "0001_first")]
    operations = [
        migrations.RunPython(
            never_changed(
                *(
                    "entry",
                    "posting",
                    "bill_line",
                    "payment",
                    "rate",
                    "bill_run",
                    "arrears_run",
                    "month_closed",
                )
            ),
            migrations.RunPython.noop,
        ),
        migrations.RunPython(
            superseded_once({"wage": ("person_id", "payer_id", "from_month", "wage_rupiah", "change_id")}),
            migrations.RunPython.noop,
        ),
    ]

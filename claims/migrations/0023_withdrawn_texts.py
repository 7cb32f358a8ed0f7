from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0022_claim_reading'),
    ]

    operations = [
        migrations.AddField(
            model_name='snapshot',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RemoveConstraint(
            model_name='evidence',
            name='evidence_unique',
        ),
    ]

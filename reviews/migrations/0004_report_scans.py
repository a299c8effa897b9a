import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = """
CREATE TRIGGER reviews_reportscan_immutable BEFORE UPDATE OR DELETE ON reviews_reportscan
    FOR EACH ROW EXECUTE FUNCTION reviews_refuse_change();
"""
REVERSE = "DROP TRIGGER reviews_reportscan_immutable ON reviews_reportscan;"


class Migration(migrations.Migration):
    """A scan that the checks refused is followed by another one, and never taken away."""

    dependencies = [
        ('perizinan', '0002_audit_append_only'),
        ('reviews', '0003_reports_kept'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='reviews.stagereport')),
                ('stored', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='perizinan.storedfile')),
            ],
        ),
        migrations.RunSQL(SQL, REVERSE),
    ]

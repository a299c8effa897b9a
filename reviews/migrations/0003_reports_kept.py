from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION reviews_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % never change: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER reviews_stagereport_immutable BEFORE UPDATE OR DELETE ON reviews_stagereport
    FOR EACH ROW EXECUTE FUNCTION reviews_refuse_change();
"""
REVERSE = """
DROP TRIGGER reviews_stagereport_immutable ON reviews_stagereport;
DROP FUNCTION reviews_refuse_change();
"""


class Migration(migrations.Migration):
    """What was found on the spot or received at the till is kept by the database itself."""

    dependencies = [("reviews", "0002_stage_reports")]
    operations = [migrations.RunSQL(SQL, REVERSE)]

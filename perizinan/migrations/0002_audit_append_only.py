from django.db import migrations

TABLES = ("perizinan_auditentry", "perizinan_auditlink")
SQL = """
CREATE OR REPLACE FUNCTION perizinan_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit rows are append-only: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION perizinan_audit_append_only();
"""
    for table in TABLES
)
REVERSE = (
    "".join(f"DROP TRIGGER {table}_append_only ON {table};\n" for table in TABLES)
    + "DROP FUNCTION perizinan_audit_append_only();\n"
)


class Migration(migrations.Migration):
    """Rows of the audit refuse UPDATE and DELETE. No TRUNCATE trigger: it would break the tests' flush."""

    dependencies = [("perizinan", "0001_initial")]
    operations = [migrations.RunSQL(SQL, REVERSE)]

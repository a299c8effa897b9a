from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION applications_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % never change: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER applications_version_immutable BEFORE UPDATE OR DELETE ON applications_version
    FOR EACH ROW EXECUTE FUNCTION applications_refuse_change();
CREATE TRIGGER applications_statuschange_immutable BEFORE UPDATE OR DELETE ON applications_statuschange
    FOR EACH ROW EXECUTE FUNCTION applications_refuse_change();
CREATE OR REPLACE FUNCTION applications_keep_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'sealed' AND (NEW.sha256, NEW.sealed_id, NEW.number, NEW.code, NEW.token, NEW.holder_name)
        IS DISTINCT FROM (OLD.sha256, OLD.sealed_id, OLD.number, OLD.code, OLD.token, OLD.holder_name) THEN
        RAISE EXCEPTION 'a sealed permit never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_permit_sealed BEFORE UPDATE ON applications_permit
    FOR EACH ROW EXECUTE FUNCTION applications_keep_sealed();
CREATE TRIGGER applications_permit_kept BEFORE DELETE ON applications_permit
    FOR EACH ROW EXECUTE FUNCTION applications_refuse_change();
CREATE TRIGGER applications_number_kept BEFORE DELETE ON applications_numberentry
    FOR EACH ROW EXECUTE FUNCTION applications_refuse_change();
"""
REVERSE = """
DROP TRIGGER applications_number_kept ON applications_numberentry;
DROP TRIGGER applications_permit_kept ON applications_permit;
DROP TRIGGER applications_permit_sealed ON applications_permit;
DROP TRIGGER applications_statuschange_immutable ON applications_statuschange;
DROP TRIGGER applications_version_immutable ON applications_version;
DROP FUNCTION applications_keep_sealed();
DROP FUNCTION applications_refuse_change();
"""


class Migration(migrations.Migration):
    """Published versions, the history of a case, numbers and sealed permits are kept by the database itself."""

    dependencies = [("applications", "0001_initial")]
    operations = [migrations.RunSQL(SQL, REVERSE)]

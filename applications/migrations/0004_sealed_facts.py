from django.db import migrations

KEPT = "sha256, sealed_id, number, code, token, holder_name"
MORE = KEPT + (
    ", application_id, number_entry_id, type_name, holder_is_business, facts, valid_from, valid_until, approved_at"
    ", signatory_id, signatory_name, signatory_title, predecessor_id, renderer, letter_id, sealed_at, state"
)


def keep(columns: str, ended: bool) -> str:
    new = ", ".join(f"NEW.{name}" for name in columns.split(", "))
    old = ", ".join(f"OLD.{name}" for name in columns.split(", "))
    end = """
    IF OLD.ended_how <> '' AND (NEW.ended_how, NEW.ended_at) IS DISTINCT FROM (OLD.ended_how, OLD.ended_at) THEN
        RAISE EXCEPTION 'a permit ends once' USING ERRCODE = 'restrict_violation';
    END IF;"""
    return f"""
CREATE OR REPLACE FUNCTION applications_keep_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'sealed' AND ({new}) IS DISTINCT FROM ({old}) THEN
        RAISE EXCEPTION 'a sealed permit never changes' USING ERRCODE = 'restrict_violation';
    END IF;{end if ended else ""}
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """What the proof page shows and what made the letter are sealed with it; the end of a permit stays."""

    dependencies = [("applications", "0003_types_as_data")]
    operations = [migrations.RunSQL(keep(MORE, ended=True), keep(KEPT, ended=False))]

"""The statements that make the cases, in the order of their foreign keys. `bench_case` holds what was drawn."""

# The share of each state; the four stages of IN_REVIEW are equally likely.
DRAWN = """
CREATE UNLOGGED TABLE IF NOT EXISTS bench_case (
    id int PRIMARY KEY, number text, status text, stages int, open bool, created_at timestamptz,
    submitted_at timestamptz, person int, village_id text, place text, pick float8, unclaimed bool
);
WITH drawn AS MATERIALIZED (
    SELECT i, random() AS state, random() AS age, random() AS who, random() AS stage, random() AS village,
           random() AS pick, random() AS claim
    FROM generate_series(1, %(count)s) AS i
), told AS (
    SELECT *, CASE WHEN state < .04 THEN 'DRAFT' WHEN state < .07 THEN 'SUBMITTED' WHEN state < .13 THEN 'IN_REVIEW'
        WHEN state < .15 THEN 'RETURNED' WHEN state < .155 THEN 'AWAITING_SIGNATURE' WHEN state < .915 THEN 'ISSUED'
        WHEN state < .955 THEN 'REJECTED' WHEN state < .985 THEN 'WITHDRAWN' ELSE 'LAPSED' END AS status
    FROM drawn
), dated AS (
    SELECT *, now() - CASE WHEN status IN ('DRAFT', 'SUBMITTED', 'IN_REVIEW', 'RETURNED', 'AWAITING_SIGNATURE')
        THEN age * interval '15 days' ELSE interval '15 days' + age * interval '1080 days' END AS created_at
    FROM told
), ordered AS (
    SELECT *, %(base)s + row_number() OVER (ORDER BY created_at) AS id FROM dated
), villages AS (
    SELECT v.code, v.kind || ' ' || v.name || ', Kecamatan ' || d.name AS place,
           row_number() OVER (ORDER BY v.code) AS n, count(*) OVER () AS total
    FROM perizinan_region v JOIN perizinan_region d ON d.code = v.parent_id
    WHERE v.level = 'village' AND v.code LIKE '35.16.%%'
)
INSERT INTO bench_case
SELECT o.id, b.number, o.status,
       CASE o.status WHEN 'DRAFT' THEN 0 WHEN 'IN_REVIEW' THEN 1 + floor(o.stage * 4) WHEN 'ISSUED' THEN 4
            WHEN 'AWAITING_SIGNATURE' THEN 4 ELSE 1 END,
       o.status IN ('SUBMITTED', 'IN_REVIEW', 'RETURNED'),
       o.created_at, CASE WHEN o.status <> 'DRAFT' THEN o.created_at + interval '2 hours' END,
       CASE WHEN o.i <= %(heavy)s THEN 1 ELSE %(first_person)s + floor(o.who * %(people)s) END,
       v.code, v.place, o.pick, o.claim < .3
FROM ordered o JOIN bench_number b ON b.id = o.id
JOIN villages v ON v.n = 1 + floor(o.village * v.total)
"""
APPLICATIONS = """
INSERT INTO applications_application (id, number, tracking_code, version_id, applicant_id, filed_by_id, capacity,
    village_id, title, status, waiting_on, stage_key, round, revision, created_at, submitted_at, complete_at, closed_at,
    due_on, amber_on, red_on, correction_due_on, refusal_reason, refusal_text, kind, former_number)
OVERRIDING SYSTEM VALUE
SELECT c.id, c.number, upper(substr(md5(c.id::text), 1, 6)), %(version)s, p.party_id, p.user_id,
    CASE WHEN p.i %% 10 = 0 THEN 'business' ELSE 'self' END, c.village_id, 'Penelitian nomor ' || c.id || ' (contoh)',
    c.status, CASE WHEN c.status IN ('DRAFT', 'RETURNED') THEN 'applicant' WHEN c.open THEN 'unit'
        WHEN c.status = 'AWAITING_SIGNATURE' THEN 'signature' ELSE 'nobody' END,
    coalesce(s.key, ''), 1, c.stages, c.created_at, c.submitted_at,
    CASE WHEN c.stages > 1 THEN c.submitted_at + interval '1 day' END,
    CASE WHEN c.status IN ('ISSUED', 'REJECTED', 'WITHDRAWN', 'LAPSED') THEN c.submitted_at + interval '5 days' END,
    CASE WHEN c.open AND c.status <> 'RETURNED' THEN (c.created_at + interval '12 days')::date END,
    CASE WHEN c.open AND c.status <> 'RETURNED' THEN (c.created_at + interval '9 days')::date END,
    CASE WHEN c.open AND c.status <> 'RETURNED' THEN (c.created_at + interval '12 days')::date END,
    CASE WHEN c.status = 'RETURNED' THEN (c.created_at + interval '20 days')::date END, '', '',
    'new', ''
FROM bench_case c JOIN bench_person p ON p.i = c.person
LEFT JOIN (SELECT (e->>0)::int AS n, e->>1 AS key FROM jsonb_array_elements(%(stages)s::jsonb) AS e) s ON s.n = c.stages
WHERE c.id > %(base)s
"""
WORK_ITEMS = """
INSERT INTO applications_workitem (application_id, stage_key, stage_kind, stage_name, position, positions, role,
    unit_id, officer_id, opened_at, closed_at, outcome, note, number, applicant_name, type_name, place, rounds,
    waiting_on, waiting_since, sort_on, due_on, amber_on, red_on)
SELECT c.id, s.e->>1, s.e->>2, s.e->>3, s.n, %(positions)s, s.e->>4, (s.e->>5)::bigint,
    CASE WHEN s.here AND (c.unclaimed OR s.e->>4 = %(head_role)s) THEN NULL
         ELSE (s.e->6->>floor(c.pick * jsonb_array_length(s.e->6))::int)::bigint END,
    c.submitted_at + (s.n - 1) * interval '1 day',
    CASE WHEN NOT s.here THEN c.submitted_at + s.n * interval '1 day' END,
    CASE WHEN s.here THEN '' WHEN s.n < c.stages OR c.stages = 4
         THEN (ARRAY['complete', 'recommend', 'endorse', 'approve'])[s.n]
         ELSE CASE c.status WHEN 'REJECTED' THEN 'reject' WHEN 'LAPSED' THEN 'lapse' ELSE 'withdraw' END END,
    '', c.number, p.name, %(type_name)s, c.place, 0,
    CASE WHEN s.here AND c.status = 'RETURNED' THEN 'applicant' ELSE 'unit' END, c.submitted_at,
    (c.created_at + interval '12 days')::date, a.due_on, a.amber_on, a.red_on
FROM bench_case c JOIN bench_person p ON p.i = c.person JOIN applications_application a ON a.id = c.id
CROSS JOIN LATERAL (
    SELECT e, (e->>0)::int AS n, c.open AND (e->>0)::int = c.stages AS here
    FROM jsonb_array_elements(%(stages)s::jsonb) AS e WHERE (e->>0)::int <= c.stages
) s
WHERE c.id > %(base)s ORDER BY c.id, s.n
"""
CHANGES = """
INSERT INTO applications_statuschange (application_id, verb, source, target, stage_key, unit_id, by_id, by_name,
    acting_for, at, count)
SELECT c.id, v.verb, v.source, v.target, '', CASE WHEN v.n > 1 THEN %(unit)s END, %(verifier)s, '', '',
    c.submitted_at + v.n * interval '20 hours', 2
FROM bench_case c CROSS JOIN LATERAL (VALUES
    (0, 'submit', 'DRAFT', 'SUBMITTED', c.stages > 0),
    (1, 'complete', 'SUBMITTED', 'IN_REVIEW', c.stages > 1),
    (2, 'recommend', 'IN_REVIEW', 'IN_REVIEW', c.stages > 2),
    (3, 'endorse', 'IN_REVIEW', 'IN_REVIEW', c.stages > 3),
    (4, 'approve', 'IN_REVIEW', 'AWAITING_SIGNATURE', c.status IN ('AWAITING_SIGNATURE', 'ISSUED')),
    (5, 'issue', 'AWAITING_SIGNATURE', 'ISSUED', c.status = 'ISSUED'),
    (2, 'return', 'SUBMITTED', 'RETURNED', c.status IN ('RETURNED', 'LAPSED')),
    (5, 'reject', 'SUBMITTED', 'REJECTED', c.status = 'REJECTED'),
    (5, 'withdraw', 'SUBMITTED', 'WITHDRAWN', c.status = 'WITHDRAWN'),
    (5, 'lapse', 'RETURNED', 'LAPSED', c.status = 'LAPSED')
) AS v (n, verb, source, target, happens)
WHERE v.happens AND c.id > %(base)s ORDER BY c.id, v.n
"""
AUDIT = """
INSERT INTO perizinan_auditentry (at, verb, subject_type, subject_id, label, actor_id, actor_name, role, behalf, data)
SELECT s.at, 'application.' || s.verb, 'applications.application', c.id::text, c.number, s.by_id, '', 'staff', '', '{}'
FROM applications_statuschange s JOIN bench_case c ON c.id = s.application_id WHERE c.id > %(base)s ORDER BY s.id
"""
CLOCKS = """
INSERT INTO applications_clockinterval (application_id, clock, started_on, ended_on, start_reason, end_reason)
SELECT id, 'completeness', submitted_at::date,
    CASE WHEN stages > 1 OR NOT open OR status = 'RETURNED' THEN submitted_at::date + 1 END, 'submit', ''
FROM bench_case WHERE stages > 0 AND id > %(base)s
UNION ALL
SELECT id, 'legal', submitted_at::date + 1, CASE WHEN NOT open THEN submitted_at::date + 5 END, 'complete', ''
FROM bench_case WHERE stages > 1 AND id > %(base)s
"""
ANSWERS = """
INSERT INTO applications_answerset (application_id, round, data, saved_at, revision, carried)
SELECT id, 1, %(answers)s::jsonb || jsonb_build_object('judul', 'Penelitian nomor ' || id || ' (contoh)'), created_at,
    5, '{}'
FROM bench_case WHERE id > %(base)s
"""
FILES = """
INSERT INTO perizinan_storedfile (id, name, accept, size, sha256, content_type, quarantine_key, key, state, problem,
    remarks, facts, engine, checked_at, attempts, last_trouble, created_at, uploaded_by_id, images, images_attempts)
SELECT md5(c.id || d)::uuid, d || '.pdf', '["pdf"]', 120000, md5(d || c.id) || md5(c.id::text), 'application/pdf', '',
    'bench/' || c.id || d, 'CLEAN', '', '[]', '{}', 'bench', c.created_at, 1, '', c.created_at, p.user_id,
    CASE WHEN d <> 'surat' AND c.open THEN 'READY' ELSE '' END, 1
FROM bench_case c JOIN bench_person p ON p.i = c.person CROSS JOIN unnest(%(documents)s || ARRAY['surat']) AS d
WHERE c.id > %(base)s AND (d <> 'surat' OR c.status IN ('AWAITING_SIGNATURE', 'ISSUED'))
"""
# Of the cases that officers look at; of all it would be millions.
PAGE_IMAGES = """
INSERT INTO perizinan_pageimage (stored_id, number, key, thumb_key, width, height, size, thumb_size, sha256)
SELECT md5(c.id || d)::uuid, n, 'bench/' || c.id || d || n, 'bench/' || c.id || d || n || 'k', 1414, 2000, 300000, 9000,
    md5(d || c.id || n) || md5(c.id::text)
FROM bench_case c CROSS JOIN unnest(%(documents)s) AS d CROSS JOIN generate_series(1, 3) AS n
WHERE c.id > %(base)s AND c.open
"""
DOCUMENTS = """
INSERT INTO applications_documentversion (application_id, requirement_key, number, round, stored_id, attached_by_id,
    attached_at, current)
SELECT c.id, d, 1, 1, md5(c.id || d)::uuid, p.user_id, c.created_at, true
FROM bench_case c JOIN bench_person p ON p.i = c.person CROSS JOIN unnest(%(documents)s) AS d WHERE c.id > %(base)s
"""
VERDICTS = """
INSERT INTO reviews_verdict (application_id, kind, key, fingerprint, judgement, note, internal, by_id, unit_id, at)
SELECT c.id, 'document', d, md5(c.id || d)::uuid::text, 'fits', '', '', %(verifier)s, %(unit)s, c.submitted_at
FROM bench_case c CROSS JOIN unnest(%(documents)s) AS d WHERE c.stages > 1 AND c.id > %(base)s
"""
ROUNDS = """
INSERT INTO applications_round (application_id, number, opened_at, opened_by_id, unit_name, due_on)
SELECT id, 2, submitted_at + interval '1 day', %(verifier)s, 'DPMPTSP', (created_at + interval '20 days')::date
FROM bench_case WHERE status = 'RETURNED' AND id > %(base)s
"""
POINTS = """
INSERT INTO applications_point (round_id, kind, key, label, note, author, reply, reply_text)
SELECT r.id, 'document', d, d, 'Tulisan di halaman 1 buram (contoh).', 'DPMPTSP', '', ''
FROM applications_round r CROSS JOIN unnest((%(documents)s)[1:2]) AS d WHERE r.application_id > %(base)s
"""
NUMBERS = """
INSERT INTO applications_numbercounter (series, year, last) VALUES ('bench', 2025, 0) ON CONFLICT DO NOTHING;
INSERT INTO applications_numberentry (id, counter_id, value, text, state, taken_at, taken_by_id)
OVERRIDING SYSTEM VALUE
SELECT c.id, (SELECT id FROM applications_numbercounter WHERE series = 'bench'), c.id, '000/' || c.id || '/2025',
    'used', c.submitted_at, %(head)s
FROM bench_case c WHERE c.status IN ('AWAITING_SIGNATURE', 'ISSUED') AND c.id > %(base)s
"""
PERMITS = """
INSERT INTO applications_permit (application_id, number_entry_id, number, code, token, state, type_name, holder_name,
    holder_is_business, facts, signatory_id, signatory_name, signatory_title, approved_at, letter_id,
    sealed_id, sha256, sealed_at, ended_how, renderer)
SELECT c.id, c.id, '000/' || c.id || '/2025', upper(substr(md5(c.number), 1, 8)), md5(c.id::text) || 'contoh', v.state,
    %(type_name)s, p.name, false, '[]', %(head)s, '', '', c.submitted_at + interval '4 days',
    md5(c.id || 'surat')::uuid, CASE WHEN v.sealed THEN md5(c.id || 'surat')::uuid END,
    CASE WHEN v.sealed THEN md5(c.number) || md5(c.number) ELSE '' END,
    CASE WHEN v.sealed THEN c.submitted_at + interval '5 days' END, '', ''
FROM bench_case c JOIN bench_person p ON p.i = c.person
CROSS JOIN LATERAL (
    SELECT c.status = 'ISSUED' AS sealed, CASE c.status WHEN 'ISSUED' THEN 'sealed' ELSE 'rendered' END AS state
) v
WHERE c.status IN ('AWAITING_SIGNATURE', 'ISSUED') AND c.id > %(base)s
"""
ALL = [
    DRAWN,
    APPLICATIONS,
    WORK_ITEMS,
    CHANGES,
    AUDIT,
    CLOCKS,
    ANSWERS,
    FILES,
    PAGE_IMAGES,
    DOCUMENTS,
    VERDICTS,
    ROUNDS,
    POINTS,
    NUMBERS,
    PERMITS,
]

FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/perizinan
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1
# The base image decides the Debian release; a pinned gettext would only break the build at each security update.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gettext \
    && rm -rf /var/lib/apt/lists/*
COPY requirements.lock ./
RUN python -m venv /venv \
    && pip install --no-cache-dir --only-binary :all: --require-hashes --requirement requirements.lock
COPY . .
# The values exist in this one step: collectstatic loads the settings, and those refuse defaults outside DEBUG.
RUN find . -name '*.po' -execdir msgfmt --check-format -o django.mo django.po ';' \
    && SECRET_KEY=only-while-the-image-is-built-0123456789abcdef \
    FIELD_KEYS=aW1hZ2UtYnVpbGQtb25seS1pbWFnZS1idWlsZC1vbmw= \
    FIELD_DIGEST_KEY=only-while-the-image-is-built \
    DATABASE_URL=postgres://build.invalid/build \
    SITE_URL=https://build.invalid ALLOWED_HOSTS=build.invalid \
    python manage.py collectstatic --noinput

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --user-group --home-dir /data --create-home --shell /usr/sbin/nologin perizinan
COPY --from=build /venv /venv
COPY --from=build /srv/perizinan /srv/perizinan
WORKDIR /srv/perizinan
# PORT is gunicorn's own: with it, it listens on 0.0.0.0:8000.
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LOCAL_DIR=/data PORT=8000
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=40s CMD ["python", "-m", "perizinan.devstack.health"]
CMD ["gunicorn", "perizinan.wsgi", "--worker-class", "perizinan.web.server.PatientWorker", "--workers", "2", "--threads", "8", "--worker-connections", "400", "--timeout", "60", "--graceful-timeout", "10", "--keep-alive", "15", "--max-requests", "5000", "--max-requests-jitter", "500", "--preload", "--no-control-socket"]

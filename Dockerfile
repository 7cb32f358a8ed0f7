# One image for web, worker, fetcher, beat and migrations; docker-compose.yml gives each its command.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# An environment rather than a folder of wheels: copied as it is, it leaves no second copy in the image.
RUN python -m venv /opt/venv
COPY requirements.txt .
RUN /opt/venv/bin/pip install -r requirements.txt && /opt/venv/bin/pip uninstall --yes pip


FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CLAIMS_MODE=production
RUN useradd --system --user-group --uid 10001 --create-home --home-dir /home/claims claims
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY . .
# Collecting static files touches neither database nor broker: the values only let the settings load.
RUN SECRET_KEY=build ALLOWED_HOSTS=build DATABASE_URL=postgres://build/build \
        REDIS_URL=redis://build:6379/0 python manage.py collectstatic --noinput && \
    python -m compileall -q claims claims_service worker

USER claims
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "scripts/healthcheck.py"]
CMD ["gunicorn", "-c", "python:claims_service.gunicorn_conf", "claims_service.wsgi"]

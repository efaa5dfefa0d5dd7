# The service in one image: web by default, worker and beat by command.
# `--build-arg REQUIREMENTS="production optional"` adds the packages for Google, Snowflake and Salesforce.
FROM python:3.12-slim AS build
ARG REQUIREMENTS=production
COPY requirements/ /requirements/
RUN python -m venv /venv && for name in $REQUIREMENTS; do \
        /venv/bin/pip install --no-cache-dir -r /requirements/$name.txt || exit 1; done

FROM python:3.12-slim
RUN useradd --create-home --uid 1000 discovery && mkdir /data && chown discovery /data
COPY --from=build /venv /venv
WORKDIR /app
COPY manage.py ./
COPY course_discovery/ course_discovery/
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=course_discovery.settings.production \
    DISCOVERY_DATA_DIR=/data
USER discovery
RUN COURSE_DISCOVERY_SECRET_KEY=only-to-collect DISCOVERY_DATA_DIR=/tmp/build python manage.py check
VOLUME /data
EXPOSE 8381
HEALTHCHECK CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8381/health/', timeout=3)"
CMD ["gunicorn", "course_discovery.wsgi:application", "--bind", "0.0.0.0:8381", "--workers", "2", "--timeout", "60"]

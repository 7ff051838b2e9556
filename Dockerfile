# The wheel is built apart, so that no build tool and no source stays in the image.
FROM python:3.13-slim AS wheel
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheel .

FROM python:3.13-slim
RUN --mount=type=bind,from=wheel,source=/wheel,target=/wheel \
    pip install --no-cache-dir /wheel/*.whl
RUN useradd --create-home --uid 10001 linchpin && install -d -o linchpin -g linchpin /data
USER linchpin
WORKDIR /data
VOLUME /data
ENV DATABASE_URL=sqlite:////data/linchpin.db \
    HOST=0.0.0.0 \
    PORT=3000 \
    OPS_HOST=0.0.0.0 \
    OPS_PORT=3001 \
    LOG_FORMAT=json \
    PYTHONUNBUFFERED=1
EXPOSE 3000 3001
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=4)"]
ENTRYPOINT ["linchpin"]
CMD ["run"]

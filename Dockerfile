FROM rust:1.95-bookworm AS build
RUN apt-get update && apt-get install -qy --no-install-recommends libssl-dev pkg-config && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/build/target \
    cargo build --locked --release --features postgres-tls && cp target/release/hazard-ledger /hazard-ledger

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -qy --no-install-recommends ca-certificates libssl3 && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --create-home ledger
COPY --from=build /hazard-ledger /usr/local/bin/hazard-ledger
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
ENV HAZARD_LEDGER_LISTEN=0.0.0.0:8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD \
    ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3; head -1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["hazard-ledger"]
CMD ["serve"]

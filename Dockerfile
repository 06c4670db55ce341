# docker build -t followup .
# docker run -v followup-data:/data -v ./config.yaml:/etc/followup/config.yaml:ro --env-file secrets.env followup
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /followup ./cmd/followup && mkdir -m 0700 /data

# Nothing but the program, the authorities that sign the messengers' certificates, and an empty data folder. Time zones are in the program.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /followup /followup
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=1m --timeout=5s CMD ["/followup", "status", "--data", "/data"]
ENTRYPOINT ["/followup"]
CMD ["serve", "--config", "/etc/followup/config.yaml", "--data", "/data"]

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -buildvcs=false -trimpath -ldflags=-s -o /alongside ./cmd/alongside && mkdir /data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /alongside /alongside
COPY --from=build --chown=nonroot:nonroot --chmod=0700 /data /data
# There is no PostgreSQL in this image: DATABASE_URL must name one.
ENV DATA_DIR=/data LISTEN=:8080
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/alongside"]
CMD ["serve"]

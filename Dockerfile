# An Airbyte source of one tap: docker build --build-arg TAP=harvest -t timesheet-taps/source-harvest .
FROM node:22-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc tsconfig.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY protocol ./protocol
COPY schemas ./schemas
COPY taps ./taps
COPY test ./test
RUN npm run build && npm prune --omit=dev

FROM node:22-slim
ARG TAP
ARG VERSION=0.1.0
# In the official image the ids of Airbyte's user belong to the user node.
RUN test -n "$TAP" && userdel --remove node \
  && groupadd --gid 1000 airbyte && useradd --uid 1000 --gid airbyte --home-dir /airbyte --create-home airbyte
WORKDIR /airbyte/integration_code
COPY --from=build --chown=airbyte /build/package.json ./
COPY --from=build --chown=airbyte /build/node_modules ./node_modules
COPY --from=build --chown=airbyte /build/dist/protocol ./dist/protocol
COPY --from=build --chown=airbyte /build/dist/schemas ./dist/schemas
COPY --from=build --chown=airbyte /build/dist/taps ./dist/taps
# The entrypoint knows no build arguments, so it always has the same name.
RUN ln -s "/airbyte/integration_code/dist/taps/$TAP/bin.js" /airbyte/source.js && test -e /airbyte/source.js
ENV AIRBYTE_ENTRYPOINT="/usr/local/bin/node /airbyte/source.js"
LABEL io.airbyte.name="timesheet-taps/source-$TAP" io.airbyte.version="$VERSION"
USER airbyte
ENTRYPOINT ["/usr/local/bin/node", "/airbyte/source.js"]

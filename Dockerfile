# A worker of the queue, or any other command: docker run feedback-reports work --queue redis://queue:6379 --shared /shared
# Studies, data and secrets stay outside: mount a shared folder, and give FEEDBACK_QUEUE_PASSWORD as the secret that it is.
FROM node:24.21.0-bookworm-slim

WORKDIR /app
COPY package.json package-lock.json .puppeteerrc.cjs ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force
COPY src src
COPY templates templates

# The browser keeps its sandbox, which needs a user who is not root, and a runtime that lets that user make user namespaces.
RUN useradd --uid 10001 --create-home feedback
USER 10001
RUN node src/output/unpack.ts

ENTRYPOINT ["node", "/app/src/cli/main.ts"]
CMD ["--help"]

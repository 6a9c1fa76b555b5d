#!/usr/bin/env bash
# Sends one push message with curl and openssl (3.0 or newer). Run register.ts first, then:
#   examples/server/send.sh ADDRESS
set -euo pipefail

folder="${BONGHWA_CLIENT_FOLDER:-.bonghwa/example-client}"
address="${1:-example-device-token}"
key="$(openssl rand -hex 16)" # names this message: send it again with the same key, and nothing is sent twice

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

query='mutation Send($key: String!, $to: [MessageRecipientInput!]!, $words: TemplateContentInput) { sendMessages(idempotencyKey: $key, messageClass: TRANSACTIONAL, content: $words, recipients: $to) { jobId decisions { customerId outcome reason } } }'

# The body is written in canonical form (RFC 8785): keys in alphabetical order, no white space. Its hash is signed.
body='{"operationName":"Send","query":"'"$query"'","variables":{"key":"'"$key"'","to":[{"address":"'"$address"'","channelType":"GCM"}],"words":{"body":"주문이 접수되었습니다.","channel":"PUSH","title":"주문"}}}'

now="$(date +%s)"
hash="$(printf '%s' "$body" | openssl dgst -sha256 -binary | base64url)"
header="$(printf '{"alg":"EdDSA","kid":"ed25519"}' | base64url)"
claims="$(printf '{"iss":"example","iat":%d,"exp":%d,"jti":"%s","rqh":"%s"}' \
  "$now" "$((now + 60))" "$(openssl rand -hex 16)" "$hash" | base64url)"

# Ed25519 signs a file, not a stream.
unsigned="$(mktemp)"
trap 'rm -f "$unsigned"' EXIT
printf '%s.%s' "$header" "$claims" > "$unsigned"
signature="$(openssl pkeyutl -sign -inkey "$folder/ed25519.pem" -rawin -in "$unsigned" | base64url)"

curl --silent --show-error --fail-with-body "$(cat "$folder/url")" \
  --header 'content-type: application/json' \
  --header "authorization: Bonghwa $header.$claims.$signature" \
  --data-binary "$body"
echo

"""Sends one push message with Python's standard library. Run register.ts first, then:

    python3 examples/server/send.py ADDRESS
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

FOLDER = Path(os.environ.get("BONGHWA_CLIENT_FOLDER", ".bonghwa/example-client"))

QUERY = """mutation Send($key: String!, $to: [MessageRecipientInput!]!, $words: TemplateContentInput) {
  sendMessages(idempotencyKey: $key, messageClass: TRANSACTIONAL, content: $words, recipients: $to) {
    jobId decisions { customerId outcome reason }
  }
}"""


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def canonical(value: object) -> str:
    """RFC 8785 for texts, whole numbers, lists and objects with ASCII keys: sorted keys, no white space."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sign(body: str, secret: str) -> str:
    now = int(time.time())
    header = {"alg": "HS256", "kid": "hs256"}
    claims = {
        "iss": "example",
        "iat": now,
        "exp": now + 60,
        "jti": secrets.token_hex(16),
        "rqh": base64url(hashlib.sha256(body.encode()).digest()),
    }
    unsigned = ".".join(base64url(json.dumps(part).encode()) for part in (header, claims))
    signature = hmac.new(secret.encode(), unsigned.encode(), hashlib.sha256).digest()
    return f"Bonghwa {unsigned}.{base64url(signature)}"


def main() -> int:
    address = sys.argv[1] if len(sys.argv) > 1 else "example-device-token"
    # The key names this message: repeat the call with it after a time-out, and nothing is sent twice.
    variables = {
        "key": secrets.token_hex(16),
        "to": [{"address": address, "channelType": "GCM"}],
        "words": {"channel": "PUSH", "title": "주문", "body": "주문이 접수되었습니다."},
    }
    body = canonical({"operationName": "Send", "query": QUERY, "variables": variables})
    secret = (FOLDER / "hs256.secret").read_text()
    request = urllib.request.Request(
        (FOLDER / "url").read_text(),
        data=body.encode(),
        headers={"content-type": "application/json", "authorization": sign(body, secret)},
    )
    try:
        with urllib.request.urlopen(request, timeout=35) as response:
            answer = json.load(response)
    except urllib.error.HTTPError as error:
        answer = json.load(error)
    print(json.dumps(answer, ensure_ascii=False))
    return 1 if answer.get("errors") else 0


if __name__ == "__main__":
    sys.exit(main())

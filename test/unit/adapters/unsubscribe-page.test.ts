import { describe, expect, it } from 'vitest';
import {
  readUnsubscribeRequest,
  unsubscribePage,
  type PageState,
} from '../../../src/adapters/unsubscribe-link/index.ts';

const event = (method: string, body = '', type = 'application/x-www-form-urlencoded', isBase64Encoded = false) => ({
  requestContext: { http: { method } },
  queryStringParameters: { ref: 'job.0.0.0.sig' },
  headers: { 'content-type': type },
  body: isBase64Encoded ? Buffer.from(body).toString('base64') : body,
  isBase64Encoded,
});

describe('a request to the page', () => {
  it('C30 is one click by the words of RFC 8058, in either kind of form, and by nothing else', () => {
    const part = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n';
    for (const [body, type] of [
      ['List-Unsubscribe=One-Click', undefined],
      ['List-Unsubscribe=One-Click\r\n', undefined],
      ['by=button&List-Unsubscribe=One-Click', undefined],
      [part, 'multipart/form-data; boundary=x'],
    ] as const) {
      for (const isBase64 of [true, false]) {
        expect(readUnsubscribeRequest(event('POST', body, type, isBase64)).isOneClick, body).toBe(true);
      }
    }
    for (const body of ['', 'x=1', 'List-Unsubscribe=Two-Clicks', 'One-Click', 'list-unsubscribe=one-click']) {
      expect(readUnsubscribeRequest(event('POST', body)).isOneClick, body).toBe(false);
    }
  });

  it('is told to be of the button by the form of the page', () => {
    expect(readUnsubscribeRequest(event('POST', 'List-Unsubscribe=One-Click&by=button')).isByButton).toBe(true);
    expect(readUnsubscribeRequest(event('POST', 'List-Unsubscribe=One-Click')).isByButton).toBe(false);
    expect(readUnsubscribeRequest(event('get'))).toMatchObject({ method: 'GET', ref: 'job.0.0.0.sig' });
  });
});

describe('the page', () => {
  it('has a button where something can be done, in both languages, and a status of its own for each answer', () => {
    const states: [PageState, number, boolean][] = [
      ['ASK', 200, true],
      ['DONE', 200, false],
      ['UNKNOWN_LINK', 404, false],
      ['TOO_OLD', 410, false],
      ['FAILED', 500, true],
      ['NOT_ONE_CLICK', 400, true],
    ];
    for (const [state, status, hasButton] of states) {
      const { statusCode, headers, body } = unsubscribePage(state);
      expect([state, statusCode, body.includes('<button type="submit">')]).toEqual([state, status, hasButton]);
      expect(body).toMatch(/^<!doctype html><html lang="ko">/);
      expect(body).toContain('<section lang="en">');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['cache-control']).toBe('no-store');
      expect(body).not.toMatch(/<script|http-equiv="refresh"/i);
    }
  });
});

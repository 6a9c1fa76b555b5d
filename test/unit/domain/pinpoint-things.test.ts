import { describe, expect, it } from 'vitest';
import { mapCampaign, mapTemplate } from '../../../src/domain/pinpoint-export/index.ts';

describe('a template of Pinpoint’s', () => {
  it('M14 reports each field of a push that is not taken over, and takes defaults that are numbers', () => {
    const { mapped, notMapped } = mapTemplate(
      {
        TemplateName: 'm',
        DefaultSubstitutions: '{"Metrics.visits":3,"Attributes.a":true,"Attributes.b":["x"]}',
        Default: { Body: 'b', Action: 'OPEN_APP' },
        APNS: { Action: 'DEEP_LINK', Url: 'app://x', MediaUrl: 'https://e.com/1.png' },
        GCM: { Url: 'https://e.com', ImageUrl: 'https://e.com/2.png' },
      },
      'PUSH',
    );
    expect(mapped?.defaultSubstitutions).toEqual({ 'Metrics.visits': '3', 'Attributes.a': 'true' });
    expect(mapped?.content).toMatchObject({ imageUrl: 'https://e.com/2.png' });
    expect(notMapped.map(({ path }) => path).sort()).toEqual([
      'APNS.Action',
      'APNS.MediaUrl',
      'APNS.Url',
      'DefaultSubstitutions.Attributes.b',
      'GCM.Url',
    ]);
  });

  it('M11 of text alone is an e-mail without HTML', () => {
    const { mapped, notMapped } = mapTemplate({ TemplateName: 'm', Subject: 's', TextPart: 't' }, 'EMAIL');
    expect(mapped?.content).toEqual({ channel: 'EMAIL', subject: 's', html: '', text: 't' });
    expect(notMapped).toEqual([]);
  });

  it('keeps its words and defaults; push has one text for every platform', () => {
    const { mapped, notMapped } = mapTemplate(
      {
        TemplateName: 'sale',
        TemplateType: 'PUSH',
        DefaultSubstitutions: '{"User.UserAttributes.Name":"고객"}',
        Default: {
          Action: 'DEEP_LINK',
          Title: '(광고) 세일',
          Body: '{{User.UserAttributes.Name}}님',
          Url: 'app://sale',
          Sound: 'x',
        },
        APNS: { Title: '(광고) 아이폰 세일', Body: '{{User.UserAttributes.Name}}님', MediaUrl: 'https://e.com/a.png' },
        ADM: { Body: 'x' },
      },
      'PUSH',
    );
    expect(mapped).toEqual({
      name: 'sale',
      content: {
        channel: 'PUSH',
        title: '(광고) 세일',
        body: '{{User.UserAttributes.Name}}님',
        deepLink: 'app://sale',
        imageUrl: 'https://e.com/a.png',
      },
      defaultSubstitutions: { 'User.UserAttributes.Name': '고객' },
    });
    expect(notMapped.map(({ path }) => path)).toEqual(['ADM', 'Default.Sound', 'APNS.Title']);
  });

  it.each([
    [
      'EMAIL',
      { TemplateName: 'm', Subject: 's', HtmlPart: '<p>h</p>', TextPart: 't' },
      { channel: 'EMAIL', subject: 's', html: '<p>h</p>', text: 't' },
    ],
    ['SMS', { TemplateName: 'm', Body: 'b' }, { channel: 'SMS', body: 'b' }],
  ] as const)('on %s', (type, template, content) => {
    expect(mapTemplate(template, type)).toEqual({
      mapped: { name: 'm', content, defaultSubstitutions: {} },
      notMapped: [],
    });
  });

  it('without words is not mapped, and defaults that are no JSON are noted', () => {
    expect(mapTemplate({ TemplateName: 'm', Subject: 's' }, 'EMAIL').mapped).toBeNull();
    const { notMapped } = mapTemplate({ TemplateName: 'm', Body: 'b', DefaultSubstitutions: '{' }, 'SMS');
    expect(notMapped).toMatchObject([{ path: 'DefaultSubstitutions' }]);
  });
});

describe('a campaign of Pinpoint’s', () => {
  it('keeps segment, templates and limits; its schedule and further treatments are noted', () => {
    const { mapped, notMapped } = mapCampaign({
      Id: 'c',
      Name: '겨울',
      SegmentId: 'seg-1',
      SegmentVersion: 2,
      HoldoutPercent: 10,
      Limits: { Daily: 2, Total: 5, MessagesPerSecond: 500, MaximumDuration: 3600, Session: 3 },
      Schedule: { Frequency: 'DAILY', StartTime: '2026-01-01T00:00:00Z', QuietTime: { Start: '21:00', End: '08:00' } },
      TemplateConfiguration: { PushTemplate: { Name: 'sale', Version: '2' }, EmailTemplate: { Name: 'mail' } },
      AdditionalTreatments: [{ Id: 't' }],
      Hook: { LambdaFunctionName: 'f' },
    });
    expect(mapped).toEqual({
      pinpointId: 'c',
      name: '겨울',
      pinpointSegmentId: 'seg-1',
      steps: [
        { channel: 'PUSH', templateName: 'sale' },
        { channel: 'EMAIL', templateName: 'mail' },
      ],
      holdoutPercent: 10,
      messagesPerSecond: 500,
      maxDurationMinutes: 60,
      caps: { daily: 2, total: 5 },
      quietTime: { start: '21:00', end: '08:00' },
    });
    expect(notMapped.map(({ path }) => path).sort()).toEqual([
      'AdditionalTreatments',
      'Hook',
      'Limits.Session',
      'Schedule.Frequency',
      'Schedule.StartTime',
      'SegmentVersion',
      'TemplateConfiguration',
      'TemplateConfiguration.PushTemplate.Version',
    ]);
  });

  it('M14 reports half a quiet time, a zone of its own and local time', () => {
    const { mapped, notMapped } = mapCampaign({
      Name: 'c',
      SegmentId: 's',
      TemplateConfiguration: { SMSTemplate: { Name: 't' } },
      Schedule: { IsLocalTime: true, Timezone: 'UTC+09', QuietTime: { Start: '21:00' } },
    });
    expect(mapped).not.toHaveProperty('quietTime');
    expect(notMapped.map(({ path }) => path).sort()).toEqual([
      'Schedule.IsLocalTime',
      'Schedule.QuietTime',
      'Schedule.Timezone',
    ]);
  });

  it('without a template is not mapped', () => {
    const { mapped, notMapped } = mapCampaign({
      Name: 'c',
      SegmentId: 's',
      MessageConfiguration: { DefaultMessage: { Body: 'b' } },
    });
    expect(mapped).toBeNull();
    expect(notMapped.map(({ path }) => path)).toContain('MessageConfiguration');
  });
});

const root = process.argv[2];
const { compileTemplate } = await import(root + '/src/domain/template/index.ts');
const { newCustomer, newEndpoint } = await import(root + '/src/domain/customer/index.ts');
const customer = { ...newCustomer('c1'), attributes: { Name: ['김하나'], City: ['서울'] } };
const endpoint = newEndpoint('e', 'SMS', '+821000000000');
const filler = '<p>오늘의 소식입니다 {{User.UserAttributes.Name}}</p>'.repeat(100);
const templates = {
  sms: { channel: 'SMS', body: '(광고)봉화몰 {{User.UserAttributes.Name}} 15% 쿠폰 문의 02-123-4567 무료수신거부 080-123-4567' },
  push: { channel: 'PUSH', title: '(광고) {{User.UserAttributes.City}} 세일', body: '오늘만. 무료수신거부: 앱 설정 > 알림' },
  mail: { channel: 'EMAIL', subject: '(광고) 소식 {{User.UserAttributes.Name}}', html: filler + '<a href="https://a.kr">무료수신거부</a>' },
  unfixedMail: { channel: 'EMAIL', subject: '(광고) 소식', html: filler + '{{{User.UserAttributes.Name}}}<a href="https://a.kr">무료수신거부</a>' },
  unfixedSms: { channel: 'SMS', body: '(광고)봉화몰 {{#if User.UserAttributes.Name}}{{#eq User.UserAttributes.Name "x"}}y{{/eq}}{{/if}} 15% 쿠폰 무료수신거부 080-123-4567' },
};
for (const [name, content] of Object.entries(templates)) {
  for (const messageClass of ['AD', undefined]) {
    const compiled = compileTemplate({ content, defaultSubstitutions: {}, messageClass });
    if (!compiled.ok) { console.log(name, compiled.error); continue; }
    const { render } = compiled.template;
    const n = name === 'unfixedMail' ? 2_000 : name === 'mail' ? 20_000 : 600_000;
    let best = Infinity;
    for (let round = 0; round < 4; round += 1) {
      const t = process.cpuUsage();
      for (let i = 0; i < n; i += 1) if (!render(customer, endpoint, 1764547200000 + i).ok) throw new Error(name + JSON.stringify(render(customer, endpoint, 1764547200000 + i)));
      const used = process.cpuUsage(t);
      best = Math.min(best, (used.user + used.system) * 1000 / n);
    }
    console.log(name, messageClass ?? 'none', Math.round(best), 'ns');
  }
}

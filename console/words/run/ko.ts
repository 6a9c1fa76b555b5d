/** What the page of a run says beyond the first words, in Korean. */
export const runKo = {
  'run.activity': '활동 기록',
  'activity.planned': '계획',
  'activity.approved': '승인',
  'activity.launched': '발송 시작',
  'activity.doubtHeld': '미확인 건 그대로 두기',
  'activity.by': '담당: {who}',
  'recipients.download': 'CSV로 받기',
  'order.approve.title': '{name} 발송을 승인할까요?',
  'order.approve.text': '{people}명에게 보내는 지금 계획 그대로를 승인합니다. 계획이 바뀌면 다시 승인해야 합니다.',
  'order.approve.button': '{people}명 · {cost} 발송 승인',
  'order.approve.byOthers': '승인이 필요합니다. 작성자가 아닌 사람이 승인할 수 있습니다.',
  'order.approve.done': '발송을 승인했습니다',
  'again.title': '다시 로그인하세요',
  'again.how': '승인은 로그인한 지 10분 안에만 할 수 있습니다. 비밀번호를 한 번 더 입력하면 이어서 승인합니다.',
  'again.password': '{email} 비밀번호',
} as const;

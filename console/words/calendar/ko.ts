/** What the calendar says, in Korean. */
export const calendarKo = {
  'nav.calendar': '캘린더',
  'calendar.how': '앞으로 시작할 캠페인과 예상 인원, 예상 비용입니다. 모두 한국 시각(KST)입니다.',
  'calendar.before': '이전 달',
  'calendar.after': '다음 달',
  'calendar.now': '이번 달',
  'calendar.here': '이 컴퓨터 시각으로 {day}',
  'calendar.each': '{people}명 · {won}',
  'calendar.unknown': '예측할 수 없음',
  'calendar.cut': '일정이 많아 일부만 보여 드립니다.',
  'calendar.damaged': '일정을 읽을 수 없는 캠페인이 있습니다: {ids}',
  'calendar.total': '이 달의 예상 비용 {won} (예측한 {count}건)',
  'calendar.more': '{count}건 더',
} as const;
